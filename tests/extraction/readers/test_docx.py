"""Word files: numbers are written out, what is deleted or hidden is kept apart, nothing else is lost."""

from extraction.checks.docx import open_archive
from extraction.readers.docx import read_story
from extraction.readers.docx_layout import COLUMNS, lay_out
from extraction.readers.docx_numbers import spelled
from extraction.readers.docx_styles import DELETED, PALE, VANISHED
from tests.extraction import files


def story(path):
    with open_archive(path) as archive:
        return read_story(archive)


def texts(path) -> list[str]:
    return [paragraph.text for paragraph in story(path).paragraphs if paragraph.text]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_changes_are_read_as_accepted(tmp_path):
    body = f"<w:p>{run('Cap is ')}<w:del><w:r><w:delText>USD 10,000</w:delText></w:r></w:del>"
    body += f"<w:ins>{run('unlimited')}</w:ins></w:p>"
    found = story(files.docx(tmp_path / "a.docx", body))
    assert found.tracked
    assert found.paragraphs[0].text == "Cap is unlimited"
    assert found.paragraphs[0].hidden == [(DELETED, "USD 10,000")]


def test_hidden_runs_are_kept_apart(tmp_path):
    body = "<w:p>" + run("seen ") + run("gone", "<w:vanish/>") + run("pale", '<w:color w:val="FFFFFF"/>')
    body += run("plain", '<w:vanish w:val="0"/>') + "</w:p>"
    paragraph = story(files.docx(tmp_path / "a.docx", body)).paragraphs[0]
    assert paragraph.text == "seen plain"
    assert paragraph.hidden == [(VANISHED, "gone"), (PALE, "pale")]


def test_tables_boxes_and_notes_are_read_and_headers_left_out(tmp_path):
    box = f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    noted = f'<w:p>{run("noted")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('cell')}</w:p></w:tc></w:tr></w:tbl>"
    body = f"{table}{box}{noted}<w:p>{run('end')}</w:p>"
    note = f'<w:footnote w:id="2"><w:p>{run("note")}</w:p></w:footnote><w:footnote w:id="3"/>'
    extra = {
        "word/header1.xml": f"<w:hdr {files.W}><w:p>{run('head')}</w:p></w:hdr>",
        "word/footnotes.xml": f"<w:footnotes {files.W}>{note}</w:footnotes>",
    }
    assert texts(files.docx(tmp_path / "a.docx", body, extra)) == ["cell", "boxed", "noted", "note", "end"]


def test_what_a_header_hides_is_kept(tmp_path):
    extra = {"word/header1.xml": f"<w:hdr {files.W}><w:p>{run('obey', '<w:vanish/>')}</w:p></w:hdr>"}
    found = story(files.docx(tmp_path / "a.docx", f"<w:p>{run('text')}</w:p>", extra))
    assert [piece for one in found.paragraphs for piece in one.hidden] == [(VANISHED, "obey")]


def cells(*contents: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in contents) + "</w:tr>"


def test_a_row_of_short_cells_is_one_line(tmp_path):
    body = f"<w:tbl>{cells('Priority 1', '15 minutes', '5 %')}{cells('word ' * 60, 'other ' * 60)}</w:tbl>"
    found = texts(files.docx(tmp_path / "a.docx", body))
    assert found[0] == "Priority 1\t15 minutes\t5 %"
    assert [text.split()[0] for text in found[1:]] == ["word", "other"]


def test_a_deleted_row_is_no_text(tmp_path):
    row = cells("Fee", "USD 5").replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>')
    found = story(files.docx(tmp_path / "a.docx", f"<w:tbl>{row}{cells('Fee', 'USD 6')}</w:tbl>"))
    assert [one.text for one in found.paragraphs if one.text] == ["Fee\tUSD 6"]
    assert (DELETED, "USD 5") in [piece for one in found.paragraphs for piece in one.hidden]


def test_a_move_is_read_where_it_went(tmp_path):
    moved = run("Net 30.")
    body = f"<w:p><w:moveFrom>{moved}</w:moveFrom>{run('Before. ')}<w:moveTo>{moved}</w:moveTo></w:p>"
    found = story(files.docx(tmp_path / "a.docx", body))
    assert found.paragraphs[0].text == "Before. Net 30."
    assert found.paragraphs[0].hidden == [(DELETED, "Net 30.")]


def test_a_paragraph_with_a_deleted_end_goes_on_in_the_next(tmp_path):
    ended = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = f"<w:p>{ended}{run('The cap is ')}</w:p><w:p>{run('USD 5.')}</w:p>"
    assert texts(files.docx(tmp_path / "a.docx", body)) == ["The cap is USD 5."]


def test_a_heading_before_a_style_separator_stands_in_its_clause(tmp_path):
    mark = "<w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>"
    body = f"<w:p>{mark}{run('Fees. ')}</w:p><w:p>{run('None are due.')}</w:p>"
    assert texts(files.docx(tmp_path / "a.docx", body)) == ["Fees. None are due."]


def test_a_version_for_old_programs_is_not_read_twice(tmp_path):
    boxed = f"<w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{boxed}</mc:Choice><mc:Fallback><w:pict>{boxed}"
    body += "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert texts(files.docx(tmp_path / "a.docx", body)) == ["boxed"]


def test_fields_show_their_result_and_soft_hyphens_nothing(tmp_path):
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF _Ref1 \\r </w:instrText></w:r>'
    )
    field += f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("8.2")}'
    field += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    words = run(" indem\u00adnity")
    control = f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{words}</w:sdtContent></w:sdt>"
    body = f"<w:p>{run('Section ')}{field}{control}<w:r><w:softHyphen/></w:r></w:p>"
    assert texts(files.docx(tmp_path / "a.docx", body)) == ["Section 8.2 indemnity"]


STYLES = (
    f'<w:styles {files.W}><w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Second"><w:basedOn w:val="Base"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
)


def test_styles_hide_text_too(tmp_path):
    ghost = run("gone", '<w:rStyle w:val="Ghost"/>')
    back = run(" back", '<w:rStyle w:val="Ghost"/><w:vanish w:val="0"/>')
    path = files.docx(
        tmp_path / "a.docx", f"<w:p>{run('seen')}{ghost}{back}</w:p>", {"word/styles.xml": STYLES}
    )
    paragraph = story(path).paragraphs[0]
    assert (paragraph.text, paragraph.hidden) == ("seen back", [(VANISHED, "gone")])


def test_white_letters_on_a_dark_cell_are_seen(tmp_path):
    white = run("Fee", '<w:color w:val="FFFFFF"/>')
    cell = f'<w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr><w:p>{white}</w:p></w:tc>'
    path = files.docx(tmp_path / "a.docx", f"<w:tbl><w:tr>{cell}</w:tr></w:tbl><w:p>{white}</w:p>")
    assert texts(path) == ["Fee"]


NUMBERING = (
    f'<w:numbering {files.W}><w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def item(text: str, level: int | None = None, list_id: str = "7", style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    mark = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        if level is not None
        else ""
    )
    return f"<w:p><w:pPr>{named}{mark}</w:pPr>{run(text)}</w:p>"


def test_automatic_numbers_are_written_out(tmp_path):
    body = (
        item("Term", 0) + item("one", 1) + item("two", 1) + item("Fees", 0) + item("three", 1) + item("x", 2)
    )
    path = files.docx(tmp_path / "a.docx", body, {"word/numbering.xml": NUMBERING})
    assert texts(path) == ["1. Term", "(a) one", "(b) two", "2. Fees", "(a) three", "2.1 x"]


def test_styles_carry_numbers(tmp_path):
    body = item("Term", style="Base") + item("one", style="Second") + item("no number", 0, "0", style="Base")
    path = files.docx(tmp_path / "a.docx", body, {"word/numbering.xml": NUMBERING, "word/styles.xml": STYLES})
    assert texts(path) == ["1. Term", "(a) one", "no number"]


def level(depth: int, style: str, pattern: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


LEGAL = (
    f'<w:numbering {files.W}><w:abstractNum w:abstractNumId="1">'
    + level(0, "upperRoman", "Article %1")
    + level(1, "decimal", "Section %1.%2", "<w:isLgl/>")
    + level(2, "lowerLetter", "(%3)", '<w:lvlRestart w:val="0"/>')
    + level(3, "none", "Note:")
    + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)


def test_legal_numbers_restarts_and_overrides(tmp_path):
    body = item("Term", 0) + item("Start", 1) + item("a", 2) + item("Fees", 0) + item("Due", 1) + item("b", 2)
    body += item("see", 3) + item("Schedule", 0, "8") + item("More", 0, "8")
    path = files.docx(tmp_path / "a.docx", body, {"word/numbering.xml": LEGAL})
    assert texts(path) == [
        "Article I Term",
        "Section 1.1 Start",
        "(a) a",
        "Article II Fees",
        "Section 2.1 Due",
        "(b) b",
        "Note: see",
        "Article I Schedule",
        "Article II More",
    ]


def test_a_deleted_item_does_not_count(tmp_path):
    gone = item("", 0).replace("</w:numPr>", "</w:numPr><w:rPr><w:del/></w:rPr>")
    gone = gone.replace(run(""), f"<w:del>{run('Old term')}</w:del>")
    path = files.docx(tmp_path / "a.docx", gone + item("Fees", 0), {"word/numbering.xml": NUMBERING})
    assert texts(path) == ["1. Fees"]


def test_number_formats():
    assert [spelled(4, "lowerRoman"), spelled(9, "upperRoman"), spelled(27, "lowerLetter")] == [
        "iv",
        "IX",
        "aa",
    ]
    assert [spelled(21, "cardinalText"), spelled(12, "ordinalText"), spelled(30, "ordinalText")] == [
        "Twenty-one",
        "Twelfth",
        "Thirtieth",
    ]
    assert [spelled(22, "ordinal"), spelled(13, "ordinal")] == ["22nd", "13th"]


def test_stored_page_breaks_part_the_pages(tmp_path):
    later = f"<w:p><w:r><w:lastRenderedPageBreak/><w:t>{files.CLAUSES[2]}</w:t></w:r></w:p>"
    pages = lay_out(story(files.docx(tmp_path / "a.docx", files.paragraphs(files.CLAUSES[:2]) + later)))
    assert [page.number for page, _ in pages] == [1, 2]
    assert pages[1][0].words[0].text == "1."


def test_long_text_fills_lines_and_pages(tmp_path):
    pages = lay_out(story(files.docx(tmp_path / "a.docx", files.paragraphs(["word " * 40] * 60))))
    assert len(pages) > 1
    for page, _ in pages:
        assert all(
            word.box[2] <= 72 + COLUMNS * 5.2 + 1 and word.box[3] <= page.height for word in page.words
        )


def test_a_tab_leaves_a_gap(tmp_path):
    body = "<w:p><w:r><w:t>Fees</w:t><w:tab/><w:t>12</w:t></w:r></w:p>"
    fees, number = lay_out(story(files.docx(tmp_path / "a.docx", body)))[0][0].words
    assert number.box[0] - fees.box[2] > 12
