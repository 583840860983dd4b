import pytest

from compliance.terms import Roles, Side, roles_of
from compliance.terms.roles import actor
from extraction.types import ContractText, Fact


def facts(*parties: tuple[str, str]) -> tuple[Fact, ...]:
    made = []
    for number, (name, alias) in enumerate(parties, start=1):
        made.append(Fact(f"party_{number}", name, 0, 1, 1, 0.9))
        made.append(Fact(f"party_{number}_alias", alias, 0, 1, 1, 0.9))
    return tuple(made)


def side(text: str, word: str, roles: Roles | None = None) -> Side:
    return actor((roles or Roles()).mentions(text), text.index(word))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Vendor shall indemnify Customer.", "indemnify", Side.THEIRS),
        ("The Buyer, on receipt of notice from the Supplier, shall pay.", "pay", Side.OURS),
        ("Neither party may assign this Agreement.", "assign", Side.BOTH),
        ("The Contractor and the Customer will not hire.", "hire", Side.BOTH),
        ("You agree to pay us.", "pay", Side.OURS),
        ("We may suspend your account.", "suspend", Side.THEIRS),
        ("It shall pay.", "pay", Side.UNKNOWN),
    ],
)
def test_who_acts(text: str, word: str, expected: Side) -> None:
    assert side(text, word) is expected


def test_a_name_takes_its_side_from_the_other_party() -> None:
    document = ContractText("", (), facts=facts(("Halden Ltd", "Halden"), ("Brook Foods, Inc.", "Customer")))
    roles = roles_of(document)
    assert roles.sure
    assert side("Halden shall pay.", "pay", roles) is Side.THEIRS


def test_names_we_know_decide_over_general_words() -> None:
    document = ContractText("", (), facts=facts(("Halden Ltd", "Company"), ("Brook Foods, Inc.", "Brook")))
    roles = roles_of(document, our_names=("Brook Foods Inc",))
    assert side("Brook shall pay Company.", "pay", roles) is Side.OURS
    assert side("Company may assign.", "assign", roles) is Side.THEIRS


def test_who_pays_is_the_buyer() -> None:
    text = "Alder shall pay the fees. Alder will reimburse costs. Birch will invoice Alder monthly."
    roles = roles_of(ContractText(text, (), facts=facts(("Alder Co", "Alder"), ("Birch Co", "Birch"))))
    assert side("Alder must return it.", "return", roles) is Side.OURS
    assert side("Birch must return it.", "return", roles) is Side.THEIRS


def test_who_provides_is_the_seller_and_a_short_name_counts() -> None:
    text = (
        "Alder shall provide the services. Alder will perform support. All fees are payable to Alder. "
        "Birch may use them. Birch may move. Birch is free."
    )
    names = (Fact("party_1", "Alder, Inc.", 0, 1, 1, 0.9), Fact("party_2", "Birch Co.", 0, 1, 1, 0.9))
    roles = roles_of(ContractText(text, (), facts=names))
    assert side("Alder must return it.", "return", roles) is Side.THEIRS
    assert side("Birch Co. must return it.", "return", roles) is Side.OURS


def test_signs_for_both_say_nothing() -> None:
    text = "Alder shall pay Birch. Birch shall pay Alder. Alder will purchase. Birch will purchase."
    roles = roles_of(ContractText(text, (), facts=facts(("Alder Co", "Alder"), ("Birch Co", "Birch"))))
    assert not roles.sure


def test_an_owner_is_served_by_an_operator() -> None:
    roles = roles_of(ContractText("", (), facts=facts(("Alder Co", "Operator"), ("Birch Co", "Owner"))))
    assert side("Owner shall pay.", "pay", roles) is Side.OURS
    assert side("Operator shall pay.", "pay", roles) is Side.THEIRS
