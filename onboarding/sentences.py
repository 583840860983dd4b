"""An audit entry in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from onboarding.models import EarlierDecision, Event
from onboarding.wording import CHECKS, field_label, words
from onboarding.workflow.states import WORDS, State

Data = dict[str, Any]
OUTCOMES = {
    "accept": "accepted the risk",
    "ask_vendor": "asked the vendor",
    "reject": "rejected the vendor",
    "escalate": "escalated it",
}

PLAIN: dict[str, str] = {
    "case_created": "Case opened",
    "case_purged": "Documents and personal data removed",
    "document_received": "A file arrived",
    "document_duplicate": "The same file arrived again; nothing new was stored",
    "document_downloaded": "An original that may hold a tax id was downloaded",
    "document_page_seen": "A page that may show a tax id was opened",
    "link_issued": "A link to the portal was made",
    "link_revoked": "A link to the portal was revoked",
    "message": "A message was written",
    "review_closed": "A question for a person is no longer needed",
    "webhook_resend": "A webhook message is sent again",
    "webhook_added": "A webhook address was added",
    "webhook_removed": "A webhook address was removed",
    "erp_resend": "The delivery to the ERP was started again",
    "versions_compared": "The agreement was compared with its last version",
    "earlier_decision_dropped": "An earlier decision does not hold any more",
    "rejudge_asked": "A person asked to judge the agreement again, under the versions in force",
    "policy_changed": "A policy was changed",
    "threshold_changed": "A threshold was changed",
    "decisions_remembered": "Decisions made before were remembered",
    "proposal_made": "A change of how contracts are judged was proposed",
    "proposal_accepted": "A proposed change was put in force",
    "proposal_declined": "A proposed change was declined",
    "playbook_published": "The playbook was published",
    "sanctions_list_loaded": "A sanctions list was loaded",
    "model_stopped": "The model was switched off",
    "model_allowed": "The model was switched on again",
    "password_changed": "Somebody changed their own password",
    "user_made": "A staff account was made",
    "user_changed": "A staff account was changed",
}


def _state(data: Data) -> str:
    names = {state.value: WORDS[state] for state in State}
    return f"{names.get(str(data.get('from')), '')} → {names.get(str(data.get('to')), '')}"


def _read(data: Data) -> str:
    status = str(data.get("status", ""))
    return "A file could not be accepted" if status == "rejected" else "A file was read"


def _check(data: Data) -> str:
    kind = str(data.get("kind") or data.get("check") or "")
    return f"Checked: {CHECKS.get(kind, words(kind))}, {words(data.get('outcome')).lower()}".rstrip(", ")


def _item(verb: str) -> Callable[[Data], str]:
    return lambda data: f"{verb}: {words(data.get('code'))}".rstrip(": ")


def _decided(data: Data) -> str:
    return f"{words(data.get('code'))}: {OUTCOMES.get(str(data.get('outcome')), 'decided')}"


def _confirmed(data: Data) -> str:
    differing = [field_label(str(name)).split(" (")[0] for name in data.get("differing") or []]
    return f"The vendor corrected: {', '.join(differing)}" if differing else "The vendor confirmed the values"


def _keyed(data: Data) -> str:
    agrees = "as the machine did" if data.get("agrees") else "differently from the machine"
    return f"{field_label(str(data.get('field')))} was keyed, {agrees}"


def _kept(data: Data) -> str:
    return f"{words(data.get('code'))}: an earlier decision is kept, the clause did not change"


def _again(data: Data) -> str:
    why = dict(EarlierDecision.Why.choices).get(str(data.get("why")), "it may not hold any more")
    return f"{words(data.get('code'))}: asked again, {why}"


def _refused(data: Data) -> str:
    return f"The ERP did not take the vendor ({words(data.get('code')).lower()})"


def _stopped(data: Data) -> str:
    return f"A step stopped and needs a person: {words(data.get('step')).lower()}"


BY_DATA: dict[str, Callable[[Data], str]] = {
    "state_changed": _state,
    "document_read": _read,
    "check_made": _check,
    "review_opened": _item("A person must look"),
    "review_claimed": _item("Claimed"),
    "review_taken_over": _item("Taken over"),
    "review_assigned": _item("Assigned"),
    "review_released": _item("Given back"),
    "review_snoozed": _item("Put aside"),
    "review_first_acceptance": _item("Accepted, a second person must agree"),
    "review_escalated": _item("Escalated"),
    "review_undone": _item("Decision taken back"),
    "review_decided": _decided,
    "decision_kept": _kept,
    "decision_asked_again": _again,
    "fields_confirmed": _confirmed,
    "field_keyed": _keyed,
    "erp_refused": _refused,
    "step_stopped": _stopped,
    "step_retried": lambda data: f"Started again: {words(data.get('step')).lower()}",
    "contract_judged": lambda data: (
        f"The agreement was compared with our policies, {data.get('findings', 0)} findings"
    ),
    "mail_sent": lambda data: f"Mail sent: {words(data.get('template')).lower()}",
    "tin_revealed": lambda data: f"{field_label(str(data.get('field')))} was shown in full",
    "tin_shown_on_page": lambda data: f"{field_label(str(data.get('field')))} was shown on the page",
}


def describe(event: Event, titles: Mapping[str, str] | None = None) -> str:
    """One short sentence; it holds names of policies and fields, never a value. ``titles``: code to name."""
    data = event.data
    if titles and data.get("code") in titles:
        data = data | {"code": titles[data["code"]]}
    if event.action in BY_DATA:
        return BY_DATA[event.action](data)
    return PLAIN.get(event.action, words(event.action))
