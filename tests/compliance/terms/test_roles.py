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


def letter(text: str) -> Roles:
    return roles_of(ContractText(text, ()))


def test_first_words_of_a_name_stand_for_the_party() -> None:
    names = (
        Fact("party_1", "ALDER-NET NORWAY B.V.", 0, 1, 1, 0.9),
        Fact("party_2", "Birch Grove Communication Holding AG", 0, 1, 1, 0.9),
    )
    text = (
        "Birch Grove shall pay Alder-Net. Birch Grove shall order. "
        + "Alder-Net may go. Birch Grove may go. " * 5
    )
    roles = roles_of(ContractText(text, (), facts=names))
    assert side("Birch Grove must return it.", "return", roles) is Side.OURS
    assert side("Alder-Net must return it.", "return", roles) is Side.THEIRS


def test_beside_a_consultant_the_company_is_ours() -> None:
    roles = letter(
        '(the "Consultant"). ' + "The Company retains the Consultant. The Consultant reports. " * 6
    )
    assert roles.sure
    assert side("Either Consultant or Company may leave.", "leave", roles) is Side.BOTH
    assert side("Company shall pay.", "pay", roles) is Side.OURS


def test_a_customer_of_two_named_parties_is_a_stranger() -> None:
    text = "Alder and Birch serve each Customer. The Customer may leave. " * 5
    roles = roles_of(ContractText(text, (), facts=facts(("Alder Co", "Alder"), ("Birch Co", "Birch"))))
    assert not roles.sure


def test_a_short_name_without_a_parties_clause_is_a_party() -> None:
    text = 'Alder Systems, Inc. ("Alder") grants a licence to "Customer". ' + "Customer may use it. " * 6
    assert side("Alder shall deliver.", "deliver", letter(text)) is Side.THEIRS


def test_an_ally_named_beside_one_side_belongs_to_it() -> None:
    text = "Alder and Birch shall pay. Alder or Birch may order. Alder and Birch will go. Cedar shall work."
    parties = facts(
        ("Alder Co", "Customer"), ("Birch Co", "Birch"), ("Cedar Co", "Vendor"), ("Dogwood Co", "Dogwood")
    )
    roles = roles_of(ContractText(text.replace("Alder", "Customer"), (), facts=parties))
    assert side("Birch shall pay.", "pay", roles) is Side.OURS
    assert side("Dogwood shall pay.", "pay", roles) is Side.UNKNOWN


def test_on_the_one_hand_and_on_the_other_means_both() -> None:
    text = "Customer, on the one hand, and Vendor, on the other, may terminate."
    assert side(text, "terminate") is Side.BOTH


def test_a_letter_to_a_director_speaks_to_who_serves_us() -> None:
    roles = letter("You will serve as a director. Your appointment begins in May. Your compensation is $1.")
    assert side("You shall keep it secret.", "keep", roles) is Side.THEIRS
    assert side("We may end it.", "end", roles) is Side.OURS


def test_a_party_that_is_called_you_is_that_party() -> None:
    roles = Roles(frozenset({"fund"}), frozenset({"you", "your"}))
    assert side("You shall keep it secret.", "keep", roles) is Side.THEIRS
