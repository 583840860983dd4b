"""Fillable forms and the traps in them: what a person sees is believed, a stored value alone never."""

from datetime import date

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from extraction.types import Part, Source
from extraction.w9 import read_form
from samples.w9 import W9Sample, draw_w9
from tests.extraction.w9.fillable import VALUES, draws, fillable, free_text, holds, shows, xfa

TODAY = date(2025, 6, 1)


@pytest.fixture
def read(tmp_path):
    def door(*changes, **options) -> Part:
        part = read_form(fillable(tmp_path / "form.pdf", *changes, **options), 1, today=TODAY)
        assert part is not None
        return part

    return door


def codes(part: Part) -> set[str]:
    return {issue.code for issue in part.issues}


def value(part: Part, name: str) -> object:
    return part.fields[name].value


def assert_clean(part: Part) -> None:
    assert (value(part, "name"), value(part, "ein")) == ("Copperline Services LLC", "851170318")
    assert (value(part, "classification"), value(part, "llc_class")) == ("llc", "S")
    assert (value(part, "city"), value(part, "state"), value(part, "zip")) == ("Portland", "OR", "97201")
    assert (codes(part), part.needs_review, part.tin_sure) == (set(), False, True)


def assert_mismatch(part: Part) -> None:
    assert "field_appearance_mismatch" in codes(part)
    assert part.needs_review


def test_values_with_appearances_are_believed(read):
    part = read()
    assert_clean(part)
    assert [one.source for one in part.fields["ein"].witnesses] == [
        Source.ACROFORM, Source.APPEARANCE, Source.OCR2,
    ]  # fmt: skip


def test_values_without_appearance_streams_are_drawn_by_every_viewer(read):
    assert_clean(read(drawn=False))


def test_names_without_their_parents(read):
    assert_clean(read(flat=False))


def test_renamed_fields_are_known_by_their_place(read):
    def rename(_pdf, made):
        for place, widget in enumerate(made.values()):
            widget.T = String(f"Text{place}")

    assert_clean(read(rename))


def test_a_field_list_that_is_not_complete(read):
    def forget(pdf, _made):
        pdf.Root.AcroForm.Fields = Array(list(pdf.Root.AcroForm.Fields)[:1])

    assert_clean(read(forget))


def test_names_in_a_tree_of_parents(read):
    def plant(pdf, made):
        root = pdf.make_indirect(Dictionary(T=String("topmostSubform[0]"), Kids=Array(made.values())))
        for widget in made.values():
            widget.T = String(str(widget.T).split(".", 1)[1])
            widget.Parent = root
        pdf.Root.AcroForm.Fields = Array([root])

    assert_clean(read(plant))


def test_parents_in_a_circle_end(read):
    def circle(_pdf, made):
        made["name"].Parent = made["name"]

    assert value(read(circle), "name") == "Copperline Services LLC"


def test_a_stored_id_that_the_page_does_not_show(read):
    part = read(shows("ein2", draws("1170381", comb=True)))
    assert value(part, "ein") == "851170381"
    assert not part.tin_sure
    assert_mismatch(part)


@pytest.mark.parametrize(
    "hide",
    [
        holds("name", F=2),
        holds("name", F=32),
        shows("name", ""),
        shows("name", draws("Copperline Services LLC", gray=1.0)),
    ],
    ids=["hidden", "no view", "empty appearance", "white"],
)
def test_a_value_that_nobody_can_see(read, hide):
    assert_mismatch(read(hide))


def test_a_tick_that_nobody_can_see(read):
    def blank(pdf, made):
        made["box_llc"].AP.N[made["box_llc"].V].write(b"")

    part = read(blank)
    assert value(part, "classification") is None
    assert_mismatch(part)


def test_free_text_over_an_empty_field_is_the_value(read):
    values = {name: text for name, text in VALUES.items() if name != "name"}
    part = read(free_text("name", "Copperline Services LLC"), values=values)
    assert_clean(part)
    assert part.fields["name"].source is Source.ANNOTATION


def test_free_text_over_a_filled_field_is_a_conflict(read):
    part = read(free_text("name", "Somebody Else Inc"))
    assert part.needs_review
    assert codes(part) & {"field_appearance_mismatch", "entries_conflict"}


def test_a_stamp_over_an_empty_field_is_the_value(read):
    values = {name: text for name, text in VALUES.items() if name != "name"}

    def stamp(pdf, made):
        free_text("name", "Copperline Services LLC")(pdf, made)
        pdf.pages[0].Annots[-1].Subtype = Name.Stamp

    part = read(stamp, values=values)
    assert_clean(part)
    assert part.fields["name"].source is Source.ANNOTATION


def test_free_text_that_no_viewer_shows_is_nothing(read):
    values = {name: text for name, text in VALUES.items() if name != "name"}

    def unseen(pdf, made):
        free_text("name", "Copperline Services LLC")(pdf, made)
        pdf.pages[0].Annots[-1].F = 32  # no view

    part = read(unseen, values=values)
    assert value(part, "name") is None
    assert "blank_name" in codes(part)


def test_xfa_data_that_disagrees(read):
    part = read(xfa(f1_01="Another Name LLC"))
    assert "entries_conflict" in codes(part)
    assert part.needs_review


def test_xfa_data_that_agrees_or_is_empty(read):
    assert_clean(read(xfa(f1_01="Copperline Services LLC")))


def lies(field: str, seen: str, *, code: str, says: str, comb: bool = False):
    """The field draws ``seen`` in a font that maps the picture of ``code`` to the letter ``says``."""

    def change(pdf, made):
        mapping = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> "
            f"endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange 1 beginbfchar <{ord(code):02X}> "
            f"<{ord(says):04X}> endbfchar endcmap end end"
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            ToUnicode=pdf.make_stream(mapping.encode()),
        )
        stream = made[field].AP.N
        stream.write(draws(seen, comb=comb).encode())
        stream.Resources = Dictionary(Font=Dictionary(Helv=pdf.make_indirect(font)))

    return change


@pytest.mark.parametrize(
    ("field", "seen", "code", "says"),
    [
        ("name", "Topperline Services LLT", "T", "C"),
        ("address", "72 Ferry Landing Way", "7", "1"),
        ("city_state_zip", "Portland, OR 97207", "7", "1"),
        ("llc_class", "P", "P", "S"),
    ],
)
def test_a_font_that_lies_about_an_entry(read, field, seen, code, says):
    part = read(lies(field, seen, code=code, says=says), values=VALUES | {field: seen.replace(code, says)})
    assert_mismatch(part)


def test_a_font_that_lies_about_its_digits(read):
    part = read(lies("ein2", "1170319", code="9", says="8", comb=True))
    assert not part.tin_sure
    assert_mismatch(part)


def test_a_digital_signature_field_is_noticed(read):
    def sign(pdf, _made):
        pdf.pages[0].Annots.append(
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("Signature1"), F=4,
                    V=pdf.make_indirect(Dictionary(Type=Name.Sig, Contents=String("x"))),
                    Rect=Array([122, 192, 381, 216]),
                )
            )
        )  # fmt: skip

    assert value(read(sign), "signed") is True


def test_a_form_that_only_has_the_official_fields(tmp_path):
    """Our own look-alike: other words, the official fields at their places."""
    sample = W9Sample(
        name="Copperline Services LLC", classification="llc", llc_class="S", address="12 Ferry Landing Way",
        city_state_zip="Portland, OR 97201", ein="851170318", signature="Ann Field",
        signed_on=date(2025, 5, 1),
    )  # fmt: skip
    part = read_form(draw_w9(tmp_path / "sample.pdf", sample), 1, today=TODAY)
    assert part is not None
    assert_clean(part)


def test_a_turned_fillable_page(read):
    def turn(pdf: pikepdf.Pdf, _made) -> None:
        pdf.pages[0].Rotate = 90

    assert_clean(read(turn))
