"""What a reviewer is shown of a W-9: who read what, why it is sure, and never the id before it is keyed."""

import pytest

from onboarding.models import Event, Field, Part, User
from onboarding.services import intake, keying, secrets_of
from onboarding.sheet import Sheet, window
from onboarding.witnesses import doubtful_digits, field_lines
from tests import fakes, scenes
from tests.factories import leo, mona, rita, vera_case
from tests.review.test_review import enter, path
from tests.work import drain

pytestmark = pytest.mark.django_db
CELLS = [[400.0 + 15 * place, 420.0, 414.0 + 15 * place, 444.0] for place in range(9)]


def form(*flags, **values) -> Part:
    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(*flags, **values), actor="vendor")
    drain()
    return Part.objects.get(document__case=case)


def line(part: Part, name: str):
    return next(one for one in field_lines(part, blind=False) if one.name == name)


def test_a_field_says_who_read_what_and_why_it_is_sure(engines):
    part = form()
    name = line(part, "name")
    assert [one.source for one in name.witnesses] == ["Value in the form field", "What the field shows"]
    assert (name.sure, name.why) == (True, "Both readings agree.")
    row = Field.objects.get(part=part, name="name")
    row.witnesses[1]["value"], row.confidence = "Ada Lumbar LLC", 0.81
    row.save()
    doubted = line(part, "name")
    assert not doubted.sure and doubted.why.startswith("1 of 2 readings say this.")
    assert "less than 97.5 % goes to a person" in doubted.why
    assert [one.agrees for one in doubted.witnesses] == [True, False]


def test_what_the_vendor_typed_stands_beside_the_machine_s_readings(engines):
    part = form()
    intake.confirm_fields(case=part.document.case, values={"name": "Ada Timber LLC"}, actor="vendor")
    said = line(part, "name")
    assert said.witnesses[-1].source == "Typed by the vendor" and not said.witnesses[-1].agrees
    assert not said.sure and "The vendor typed something else." in said.why


def test_witnesses_of_a_tax_id_are_compared_whole_and_shown_masked(engines):
    part = form()
    row = Field.objects.get(part=part, name="ein")
    seen = [{"source": "ocr", "value": value, "confidence": 0.9, "box": None} for value in ("923456789", "1")]
    row.secret = secrets_of.pack("123456789", seen)
    row.save()
    said = line(part, "ein")
    assert [(one.value, one.agrees) for one in said.witnesses] == [("••-•••6789", False), ("•••••", False)]
    assert doubtful_digits(row) == (0,)
    assert "23456789" not in repr(said)


def test_nobody_sees_a_reading_of_the_id_while_somebody_has_to_key_it(client, engines):
    scene = scenes.in_review()
    other = scene.case.items.get(code="w9_not_sure")
    for person in (rita(), mona(), leo()):
        enter(client, person)
        for where in (path("item", scene.tax_item), path("item", other), path("case", scene.case)):
            page = client.get(where).content.decode()
            assert "6789" not in page, where
    enter(client, User.objects.get(username="rita"))
    refused = client.post(path("reveal", other), {"reason": "I am curious"})
    assert refused.status_code == 409 and "6789" not in refused.content.decode()
    assert not Event.objects.filter(action="tin_revealed").exists()


def test_digits_stand_under_their_cells_in_the_answer_to_a_reason_only(client, engines):
    scene = scenes.in_review()
    row = Field.objects.get(part__document=scene.form, name="ein")
    row.cells = CELLS
    seen = {"source": "ocr", "value": "123456780", "confidence": 0.9, "box": None}
    row.secret = secrets_of.pack("123456789", [seen])
    row.save()
    person = enter(client, rita())
    client.post(path("claim", scene.tax_item))
    blind = client.get(path("item", scene.tax_item)).content.decode()
    assert blind.count('href="#tin-picture"') == 9 and "text-anchor" not in blind
    keying.key_field(item=scene.tax_item, user=person, name="ein", value="12-3456789")
    drain()
    other = scene.case.items.get(code="w9_not_sure")
    shown = client.post(path("reveal", other), {"reason": "The bank asks"}).content.decode()
    assert shown.count('text-anchor="middle"') == 9 and shown.count("tin-doubt") == 1
    assert "Doubtful, because readings differ: digit 9." in shown
    assert "data:image/png;base64," in shown, "the picture is in the answer, at no address"
    after = client.get(path("item", other)).content.decode()
    assert "tin-picture" not in after and "12-3456789" not in after


def test_a_rule_that_the_id_breaks_does_not_ask_to_key_it(client, engines):
    scene = scenes.in_review()
    item = scene.tax_item
    assert keying.keyed_blind(item)
    item.finding, item.code, item.fields = scene.finding, "invalid_ein_prefix", ["ein"]
    assert not keying.keyed_blind(item)


@pytest.mark.parametrize(
    ("rotation", "view"),
    [
        (0, "94.00 194.00 212.00 32.00"),
        (90, "526.50 94.00 190.00 212.00"),
        (180, "306.00 566.00 212.00 32.00"),
    ],
)
def test_a_window_shows_the_box_on_the_page_as_it_is_turned(rotation, view):
    shown = window(Sheet(612, 792, rotation), [[100, 200, 300, 220]], "/page.png", css="mark-word")
    assert shown is not None and shown.view == view
    assert len(shown.marks) == 1


def test_a_window_stays_on_the_page():
    shown = window(Sheet(612, 792, 0), [[600, 785, 612, 792]], "/page.png")
    assert shown is not None
    left, top, width, height = map(float, shown.view.split())
    assert left + width <= 612 and top + height <= 792 and width >= 190
