# ruff: noqa: E501 - contract wordings stand on one line, as they are read
"""A duty unlike any seen is shown with its words and the nearest policy; ordinary duties are left alone."""

import numpy as np

from compliance.evidence import holds
from compliance.novelty import MOST, duties_in, duty_words, stem
from compliance.training.duty_words import count
from compliance.types import Finding, FindingKind, Severity, Signal
from extraction.contracts import read_text
from samples.contracts import load
from tests.compliance.papers import FILLER, Marks, paper, review

ODD = [
    "Customer shall host the Vendor's annual picnic and grant a seat on its board.",
    "Customer shall feed and walk the dogs of Vendor's office during each summer holiday.",
    "Customer shall paint its delivery vans in the colours of Vendor within a month.",
    "Customer agrees to rename its cafeteria after the mother of Vendor's founder.",
    "Customer shall donate ten litres of honey to Vendor's kitchen each autumn.",
    "Customer must send two musicians to perform at the wedding of any officer of Vendor.",
    "Customer shall light candles in its lobby on the birthday of Vendor's chairman.",
    "Customer will knit scarves for the employees of Vendor before the winter.",
    "Customer shall enroll its executives in Vendor's meditation retreat twice a year.",
    "Customer shall carve the emblem of Vendor into the marble of its entrance.",
    "Customer shall lend its chef to Vendor for a week each spring.",
    "Customer agrees to teach Vendor's staff to swim at its own swimming pool.",
    "Customer shall bury a time capsule with letters to Vendor beneath its parking garage.",
    "Customer shall breed sheep on the meadow behind Vendor's warehouse.",
    "Customer will recite Vendor's motto at the opening of every shareholder gathering.",
    "Customer shall vacuum the carpets of Vendor's showroom on Sundays.",
]  # fmt: skip
ORDINARY = [
    "Customer shall give Vendor access to its premises during business hours for the purpose of installation.",
    "Customer will appoint a project manager who has authority to make decisions about the Services.",
    "Each party shall bear its own costs and expenses in connection with the negotiation of this Agreement.",
    "Customer shall cooperate with Vendor and provide the information that Vendor reasonably needs.",
    "Customer shall use reasonable efforts to prevent unauthorized access to its user accounts.",
    "Customer agrees to return all equipment in good condition, ordinary wear and tear excepted.",
    "Customer shall obtain all permits and licenses that its use of the products requires.",
    "Customer shall promptly inspect each delivery and notify Vendor of any defect in writing.",
    "The parties shall meet quarterly to review the performance of the Services.",
    "Customer shall pay all sales, use and excise taxes on the products.",
]  # fmt: skip


def odd(sentence: str) -> list[Finding]:
    result = review(paper(*FILLER, ("Duties", sentence), *FILLER))
    return [one for one in result.findings if one.kind is FindingKind.UNUSUAL]


def test_most_planted_burdens_are_found() -> None:
    missed = [sentence for sentence in ODD if not odd(sentence)]
    assert len(missed) <= len(ODD) // 5, missed


def test_ordinary_duties_are_left_alone() -> None:
    told = [sentence for sentence in ORDINARY if odd(sentence)]
    assert len(told) <= len(ORDINARY) // 10, told  # an idiom that no training contract has is told


def test_a_fair_agreement_has_nothing_strange() -> None:
    text = "\n\n".join(f"{name}\n" + "\n".join(lines) for name, lines in load("agreement").items())
    assert [one for one in review(read_text(text)).findings if one.kind is FindingKind.UNUSUAL] == []


def test_the_packet_says_which_words_and_what_is_nearest() -> None:
    document = paper(*FILLER, ("Duties", ODD[0]), *FILLER)
    (found,) = [one for one in review(document).findings if one.kind is FindingKind.UNUSUAL]
    assert found.policy == "unusual-burdens"
    assert found.severity is Severity.MEDIUM
    assert found.source is Signal.ENCODER
    assert "picnic" in found.reason
    assert "nearest policy" in found.reason
    assert found.evidence is not None
    assert holds(document, found.evidence)


def test_at_most_two_are_told_of_one_contract() -> None:
    sections = [(f"Duty {n}", sentence) for n, sentence in enumerate(ODD)]
    found = [one for one in review(paper(*sections)).findings if one.kind is FindingKind.UNUSUAL]
    assert len(found) == MOST


def test_the_vendors_own_strange_duties_are_its_own_affair() -> None:
    assert odd(ODD[0].replace("Customer shall", "Vendor shall")) == []


def test_a_clause_that_the_encoder_knows_is_not_strange() -> None:
    document = paper(*FILLER, ("Duties", ODD[0]), *FILLER)
    result = review(document, Marks("exclusivity", "picnic", 0.6))
    assert not [one for one in result.findings if "picnic" in one.reason]


def test_words_that_the_contract_uses_elsewhere_are_its_subject() -> None:
    subject = ("Events", "The picnic is in June. A seat on the board is an honour. Hosts arrive early.")
    result = review(paper(*FILLER, subject, ("Duties", ODD[0]), *FILLER))
    assert not [one for one in result.findings if "picnic" in one.reason]


def test_the_table_is_counts_of_hashes_alone() -> None:
    table = duty_words()
    assert table.contracts > 300
    assert np.all(np.diff(table.hashes.astype(np.int64)) > 0)
    assert table.counts.min() >= 2
    assert table.bits("pay") < table.bits("warehouse") < table.bits("picnic")


def test_the_table_is_made_from_texts() -> None:
    table = count(
        ["Vendor shall paint walls for Customer daily."] * 3 + ["Customer shall bake bread and pay rent."]
    )
    assert table.contracts == 4
    assert table.bits("paint") < table.bits("bake")
    assert len(table.hashes) == len({stem(w) for w in ("paint", "walls", "for", "daily")})


def test_only_acts_are_duties() -> None:
    assert list(duties_in("Products shall mean the things listed in the first schedule.")) == []
    ((at, words),) = duties_in("Customer shall promptly install updates that Vendor sends to it.")
    assert words[0] == "prompt"
    assert at == len("Customer shall ")
