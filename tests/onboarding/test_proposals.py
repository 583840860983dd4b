"""What reviewers' reasons propose: counted, tried over stored contracts, in force by an administrator."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from onboarding import judging
from onboarding.models import Event, Finding, Policy, Precedent, Proposal, Threshold
from onboarding.services import policies, proposals, review, trials
from onboarding.services.errors import Conflict, Invalid, NotAllowed
from tests.decided import FILLER, LATE, WRONG, case_with, decisions, limit, payment, severe
from tests.factories import ada, leo, mona

pytestmark = pytest.mark.django_db


def built() -> dict[str, Proposal]:
    return {f"{row.kind} {row.target}": row for row in proposals.build(actor="system")}


def test_a_threshold_is_raised_over_false_alarms_and_never_over_a_clause_that_mattered(db):
    at = limit()
    decisions(*[(*WRONG, at + 0.01 * n) for n in range(4)], ("reject", "unacceptable_risk", at + 0.025))
    row = built()["threshold cap_on_liability"]
    assert row.change["from"] == at
    assert at + 0.02 < row.change["to"] <= at + 0.025, "below what counsel refused"
    assert row.counts == {"decided": 5, "wrong": 4, "right": 1, "below": 3}
    assert len(row.evidence) == 3


def test_a_few_false_alarms_among_many_decisions_propose_nothing(db):
    decisions(*[(*WRONG, limit() + 0.01)] * 3, *[("ask_vendor", "needs_fix", 0.99)] * 3)
    assert "threshold cap_on_liability" not in built()


def test_a_threshold_is_lowered_where_the_clause_was_there(db):
    at = limit()
    decisions(*[(*WRONG, at / 2 + 0.001 * n) for n in range(3)], kind="missing", source="rule")
    row = built()["threshold cap_on_liability"]
    assert row.change["to"] < at / 2 and row.counts["missed"] == 3


@pytest.mark.parametrize(
    ("outcome", "reason", "policy", "level"),
    [
        ("accept", "accepted_deviation", "payment-terms", -1),
        ("ask_vendor", "needs_negotiation", "payment-terms", 1),
    ],
)
def test_the_level_of_a_policy_follows_what_people_do(db, outcome, reason, policy, level):
    before = judging.playbook().by_id(policy)
    decisions(*[(outcome, reason, None)] * 4, policy=policy)
    change = built()[f"policy {policy}"].change
    after = policies.read(change["source"])
    assert after.severity.rank == before.severity.rank + level
    assert change["base"] == before.version != after.version


def test_sentences_to_train_with_are_written_when_they_are_accepted(db, tmp_path):
    decisions(*[("accept", "wrong_policy", None)] * 3)
    row = built()["training cap_on_liability"]
    assert row.change["belongs"] is False and len(row.change["sentences"]) == 3
    assert proposals.training_lines() == []
    proposals.dry_run(proposal=row)
    proposals.accept(proposal=row, user=ada())
    assert proposals.training_lines() == ["# none", *row.change["sentences"]]
    assert "training cap_on_liability" not in built(), "what was accepted is not proposed again"


def test_building_again_adds_nothing_and_what_was_declined_stays_declined(db):
    decisions(*[(*WRONG, limit() + 0.01)] * 3)
    rows = built()
    assert rows and built() == {}
    admin = ada()
    for row in rows.values():
        proposals.decline(proposal=row, user=admin, note="no")
    assert built() == {}
    assert Event.objects.filter(action="proposal_declined").count() == len(rows)


def test_a_dry_run_counts_what_would_appear_and_go_and_changes_nothing(engines):
    case_with(LATE, FILLER)
    before = list(Finding.objects.values_list("pk", "severity"))
    milder = trials.run(judging.Change(policy=payment(5)))
    assert milder["contracts"] == 1
    assert [row["policy"] for row in milder["gone"]] == ["payment-terms"] and milder["appear"] == []
    assert milder["gone"][0]["quote"] == LATE
    same = trials.run(judging.Change(policy=payment(30)))
    assert (same["appear_count"], same["gone_count"], same["milder"], same["stricter"]) == (0, 0, 0, 0)
    assert list(Finding.objects.values_list("pk", "severity")) == before
    assert judging.playbook() == judging.shipped()


def test_a_dry_run_names_the_decisions_that_say_otherwise(engines):
    case_with(LATE, FILLER)
    decisions(("ask_vendor", "needs_negotiation", None), words=LATE)
    result = trials.run(judging.Change(policy=payment(5)))
    (row,) = result["contradicts"]
    assert (row["policy"], row["outcome"], row["by"]) == ("payment-terms", "ask_vendor", "leo")


def test_nothing_is_in_force_before_an_administrator_has_tried_and_accepted_it(engines):
    case = case_with(LATE, FILLER)
    admin = ada()
    row = proposals.edit_policy(source=payment(5), user=admin, why="our suppliers are small")
    assert judging.playbook() == judging.shipped()
    with pytest.raises(Conflict, match="dry_run_needed"):
        proposals.accept(proposal=row, user=admin)
    proposals.dry_run(proposal=row)
    for user in (leo(), mona()):
        with pytest.raises(NotAllowed):
            proposals.accept(proposal=row, user=user)
    stored = list(Finding.objects.filter(part__document__case=case).values_list("pk", "version"))
    proposals.accept(proposal=row, user=admin, note="agreed with finance")
    now = judging.playbook().by_id("payment-terms")
    assert now.version == policies.read(payment(5)).version
    current = Policy.objects.get(key="payment-terms", current=True)
    assert (current.version, current.edited, current.author) == (now.version, True, admin)
    assert current.why == "agreed with finance" and current.playbook_version == judging.playbook().version
    assert list(Finding.objects.filter(part__document__case=case).values_list("pk", "version")) == stored
    with pytest.raises(Conflict, match="already_decided"):
        proposals.accept(proposal=row, user=admin)
    actions = list(Event.objects.filter(chain="system").values_list("action", flat=True))
    assert actions == ["proposal_made", "policy_changed", "proposal_accepted"]


def test_a_change_in_between_asks_for_a_new_dry_run(engines):
    case_with(LATE, FILLER)
    admin = ada()
    first = proposals.edit_policy(source=payment(5), user=admin, why="a")
    second = proposals.edit_policy(source=payment(8), user=admin, why="b")
    proposals.dry_run(proposal=first)
    proposals.dry_run(proposal=second)
    proposals.accept(proposal=first, user=admin)
    with pytest.raises(Conflict, match="dry_run_needed"):
        proposals.accept(proposal=second, user=admin)
    proposals.dry_run(proposal=second)
    with pytest.raises(Conflict, match="outdated"):
        proposals.accept(proposal=second, user=admin)


def test_a_threshold_is_put_in_force_pinned_and_taken_back(engines):
    admin = ada()
    decisions(*[(*WRONG, limit() + 0.01)] * 3)
    row = built()["threshold cap_on_liability"]
    proposals.dry_run(proposal=row)
    own = limit()
    proposals.accept(proposal=row, user=admin)
    assert limit() == row.change["to"] != own
    assert Threshold.objects.get(current=True).author == admin
    proposals.withdraw_threshold(category="cap_on_liability", user=admin)
    assert limit() == own
    assert Threshold.objects.count() == 1, "what was in force stays on record"
    with pytest.raises(Conflict, match="not_set"):
        proposals.withdraw_threshold(category="cap_on_liability", user=admin)


def test_publishing_the_folder_keeps_an_edit_until_it_is_withdrawn(db):
    admin = ada()
    policies.publish(actor="system")
    shipped = judging.shipped().by_id("payment-terms").version
    policies.put_in_force(source=payment(5), author=admin, why="small suppliers")
    policies.publish(actor="system")
    assert Policy.objects.get(key="payment-terms", current=True).version != shipped
    policies.withdraw(key="payment-terms", author=admin, why="no longer")
    back = Policy.objects.get(key="payment-terms", current=True)
    assert (back.version, back.edited) == (shipped, False)
    assert judging.playbook() == judging.shipped()
    with pytest.raises(Conflict, match="not_edited"):
        policies.withdraw(key="payment-terms", author=admin, why="again")


def test_a_policy_that_cannot_be_read_says_what_is_wrong(db):
    admin = ada()
    with pytest.raises(Invalid, match="bad_severity"):
        proposals.edit_policy(source=severe("payment-terms", "terrible"), user=admin, why="x")
    with pytest.raises(Conflict, match="no_change"):
        proposals.edit_policy(source=judging.playbook().by_id("insurance").source_text, user=admin, why="x")
    with pytest.raises(Invalid, match="why_needed"):
        proposals.edit_policy(source=payment(5), user=admin, why=" ")
    with pytest.raises(NotAllowed):
        proposals.edit_policy(source=payment(5), user=leo(), why="x")


def test_the_decision_of_a_reviewer_is_what_it_counts(engines):
    case = case_with("RISKY We may raise the price.", FILLER)
    item = case.items.get(queue="legal", outcome="")
    review.decide(item=item, user=leo(), outcome="accept", reason_code="wrong_policy")
    row = Precedent.objects.get()
    assert (row.reason_code, row.category, row.score) == ("wrong_policy", "cap_on_liability", 0.9)


def test_the_command_lists_tries_and_decides(engines, tmp_path):
    case_with(LATE, FILLER)
    admin = ada()
    row = proposals.edit_policy(source=payment(5), user=admin, why="our suppliers are small")
    out = StringIO()
    call_command("proposals", "--build", "--try", str(row.pk), stdout=out)
    assert (
        "1 contracts" in out.getvalue() and "gone: " in out.getvalue() and "our suppliers" in out.getvalue()
    )
    with pytest.raises(CommandError, match="--by"):
        call_command("proposals", "--accept", str(row.pk), stdout=out)
    call_command("proposals", "--accept", str(row.pk), "--by", admin.username, stdout=out)
    assert "accepted" in out.getvalue()
    call_command("proposals", "--sentences", str(tmp_path / "more.txt"), stdout=out)
    assert (tmp_path / "more.txt").read_text() == ""


def test_decisions_from_before_are_remembered_when_asked(engines):
    case, user = case_with("RISKY We may raise the price.", "RISKY We may end it.", FILLER), leo()
    for item, outcome in zip(
        case.items.filter(queue="legal", outcome=""), ("accept", "ask_vendor"), strict=True
    ):
        reason = "acceptable_risk" if outcome == "accept" else "needs_negotiation"
        review.decide(item=item, user=user, outcome=outcome, reason_code=reason, note="as agreed")
    before = list(Precedent.objects.order_by("item_id").values())
    Precedent.objects.all().delete()
    out = StringIO()
    call_command("remember", stdout=out)
    assert "liability-cap: 2" in out.getvalue() and "2 decisions would be remembered" in out.getvalue()
    assert not Precedent.objects.exists() and not Event.objects.filter(action="decisions_remembered").exists()
    call_command("remember", "--yes", stdout=out)
    after = list(Precedent.objects.order_by("item_id").values())
    assert [{**row, "id": None} for row in after] == [{**row, "id": None} for row in before]
    assert Event.objects.get(action="decisions_remembered").data == {"count": 2}
    call_command("remember", "--yes", stdout=out)
    assert "0 decisions remembered" in out.getvalue() and Precedent.objects.count() == 2
