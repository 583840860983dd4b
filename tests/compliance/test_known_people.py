"""Names of people: those that the document gives away stand for each other, ordinary words stay."""

import pytest

from compliance.known_people import names_in
from compliance.redaction import Redactor, redact


def test_a_signature_gives_a_name_away_everywhere() -> None:
    text = "Xu Weijie owns the code.\n\nBy: /s/ Xu Weijie\nTitle: President\nAttention: General Counsel"
    assert names_in(text) == ("Xu Weijie", "Weijie")
    assert "Weijie" not in redact(text, names=names_in(text)).text


def test_ordinary_words_behind_a_label_are_looked_for_nowhere_else() -> None:
    assert names_in("Name: Study Order\nBy: /s/ Jane Roe") == ("Jane Roe", "Roe")


SIGNED = "\n\nBy: /s/ Jane Roe\nTitle: President\n\nBy: /s/ Peter Hale\nAttention: Ruth Poe, Sales"


@pytest.mark.parametrize(
    ("clause", "kept"),
    [
        ("Roe shall not compete; Mr. Hale may.", "[PERSON_1] shall not compete; Mr. [PERSON_2] may."),
        ("If ROE's post ends, Roe leaves.", "If [PERSON_1]'s post ends, [PERSON_2] leaves."),
        ("It is due.  Roe pays Zedd Q. Hale.", "It is due.  [PERSON_1] pays [PERSON_2]."),
        ("The parties (Roe, and Hale) agree.", "The parties ([PERSON_1], and [PERSON_2]) agree."),
        ("Roe Holdings LLC and Roe & Co. pay.", "Roe Holdings LLC and Roe & Co. pay."),
        ("Roe Street, the Roes and a roe stay.", "Roe Street, the Roes and a roe stay."),
    ],
)
def test_a_surname_alone_is_taken_out_once_its_owner_is_known(clause: str, kept: str) -> None:
    redactor = Redactor(names_in("Services are owed." + SIGNED))
    assert redactor.redact(clause).text == kept
    assert redactor.redact(clause).restore(kept) == clause


@pytest.mark.parametrize(
    "said", ["in a hale state", "Hale Logistics, Inc. provides the Services", "of Smith, Hale & Partners"]
)
def test_a_surname_that_may_be_another_thing_in_this_document_is_not_looked_for(said: str) -> None:
    assert "Hale" not in names_in(f"The Products are {said}." + SIGNED)
    assert "Roe" in names_in(f"The Products are {said}." + SIGNED)


def test_people_known_from_elsewhere_lend_their_surnames_only() -> None:
    assert names_in("The Consultant is Poe.", ["Rex Poe", "Ann Cash", "Solo"]) == ("Poe",)


@pytest.mark.parametrize(
    "name",
    [
        "Mark Davis",
        "Jordan Smith",
        "John King",
        "Linda Park",
        "Rose Miller",
        "Bill Gates",
        "Steven Price",
        "June Q. Carter",
    ],
)
@pytest.mark.parametrize("frame", ["assigned to {} by the Vendor", "By: {}", "Mr. {} shall", "{}, Director"])
def test_a_name_of_ordinary_words_is_a_name_beside_a_sure_one(name: str, frame: str) -> None:
    assert redact(frame.format(name)).text == frame.format("[PERSON_1]")


def test_an_honorific_makes_a_surname_of_any_word() -> None:
    assert redact("Mr. Price and Ms. Park shall.").counts == {"PERSON": 2}


@pytest.mark.parametrize(
    "text",
    [
        "the Mark and the Price of a Grant in May",
        "Attention: Case Manager",
        "Attention: Shearman & Sterling",
        "By: Neither party may",
        "Virginia law, Park Street and the King of Prussia office",
        "See the website located at www.example.com.",
    ],
)
def test_words_that_are_names_elsewhere_stay(text: str) -> None:
    assert redact(text).text == text


def test_two_signatures_in_a_row_are_two_names() -> None:
    assert redact("Terrance L. Hale Brendan O. Poe").text == "[PERSON_1] [PERSON_2]"


def test_a_surname_that_the_document_gives_its_owner_is_looked_for_beside_a_firm_of_that_name() -> None:
    text = 'Peter Hale ("Hale") owns the Hale Family Trust. Hale shall pay.'
    redactor = Redactor(names_in(text + SIGNED))
    assert redactor.redact(text).text == (
        '[PERSON_1] ("[PERSON_2]") owns the Hale Family Trust. [PERSON_2] shall pay.'
    )
    assert "Hale" not in names_in(text.replace(' ("Hale")', "") + SIGNED)


@pytest.mark.parametrize("text", ["the SFJ Holder shall", "FOB Seller's Manning plant", "TOM Online pays"])
def test_initials_and_owners_begin_no_name(text: str) -> None:
    assert redact(text).text == text


def test_a_surname_of_an_ordinary_word_counts_where_the_document_gives_it_to_a_person() -> None:
    text = 'Andy North ("North") lives in the north of Ohio. North shall play.'
    assert redact(text, names_in(text)).text == (
        '[PERSON_1] ("[PERSON_2]") lives in the north of Ohio. [PERSON_2] shall play.'
    )
