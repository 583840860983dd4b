import re
from pathlib import Path

import pytest

from compliance.policies import OWNERS, PLAYBOOK, PolicyError, assemble, load_playbook, parse_policy
from compliance.terms import Roles, View, read_terms

GOOD = (PLAYBOOK / "payment-terms.md").read_text("utf-8")


def test_the_shipped_playbook_is_complete() -> None:
    playbook = load_playbook()
    assert len(playbook.policies) >= 40
    assert {policy.owner for policy in playbook.policies} == OWNERS
    assert all(re.fullmatch(r"[0-9a-f]{12}", policy.version) for policy in playbook.policies)
    assert playbook.by_id("auto-renewal") in playbook.for_category("renewal_term")


@pytest.mark.parametrize(
    ("old", "new", "key", "code"),
    [
        ("---\nid", "id", "", "no_front_matter"),
        ("owner: finance", "owner: nobody", "owner", "bad_owner"),
        ("severity: medium", "severity: awful", "severity", "bad_severity"),
        ("title: Time to pay", "titel: Time to pay", "titel", "unknown_key"),
        ("id: payment-terms", "id: Payment Terms", "id", "bad_id"),
        ("term: payment_days", "term: payment_dayz", "checks.payment-too-soon", "unknown_term"),
        ("min: 30", "min: soon", "checks.payment-too-soon", "bad_limit"),
        ("min: 30", "min: 30, max: 90", "checks.payment-too-soon", "bad_limit"),
        ("{shown}", "{wrong}", "checks.payment-too-soon", "bad_reason"),
        ("side: [ours, unknown]", "side: [mine]", "checks.payment-too-soon", "bad_side"),
        ("## Walk-away", "## Walkaway", "Walkaway", "unknown_section"),
        ("- bad:", "- evil:", "Examples", "bad_example"),
        ("categories: [payment_terms]", "categories: []", "categories", "missing_key"),
    ],
)
def test_a_slip_stops_the_load_and_names_its_place(old: str, new: str, key: str, code: str) -> None:
    assert old in GOOD
    with pytest.raises(PolicyError) as caught:
        parse_policy(GOOD.replace(old, new, 1), file="payment-terms.md")
    assert (caught.value.file, caught.value.key, caught.value.code) == ("payment-terms.md", key, code)


def test_a_word_changes_the_version_of_policy_and_playbook() -> None:
    first, second = (
        parse_policy(text, file="x.md") for text in (GOOD, GOOD.replace("forty-five", "forty-six"))
    )
    assert first.version != second.version
    assert assemble([first]).version != assemble([second]).version


def test_an_id_may_be_used_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD)
    (tmp_path / "b.md").write_text(GOOD)
    with pytest.raises(PolicyError, match="duplicate_id"):
        load_playbook(tmp_path)


def test_an_empty_folder_is_no_playbook(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="empty_playbook"):
        load_playbook(tmp_path)


@pytest.mark.parametrize("policy", load_playbook().policies, ids=lambda policy: policy.id)
def test_good_examples_and_fallback_wording_break_no_check(policy) -> None:
    for sentence in (*policy.examples_ok, policy.fallback_wording):
        terms = read_terms(View(sentence, Roles(), policy.title))
        broken = [check.code for check in policy.checks for term in terms if check.breaks(term)]
        limbs = [
            check.code
            for check in policy.checks
            if check.kind == "min" and any(check.about(t) and not check.breaks(t) for t in terms)
        ]
        assert not set(broken) - set(limbs), sentence


CHECKED = [
    policy for policy in load_playbook().policies if any(check.kind != "expect" for check in policy.checks)
]


@pytest.mark.parametrize("policy", CHECKED, ids=lambda policy: policy.id)
def test_a_bad_example_breaks_a_check(policy) -> None:
    broken = [
        check.code
        for sentence in policy.examples_bad
        for term in read_terms(View(sentence, Roles(), policy.title))
        for check in policy.checks
        if check.breaks(term)
    ]
    assert broken, policy.examples_bad
