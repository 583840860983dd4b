"""Word files: numbers are written out, what is deleted or hidden is kept apart, nothing else is lost."""

from extraction.checks.docx import open_archive
from extraction.readers.docx import DELETED, PALE, VANISHED, read_story
from extraction.readers.docx_layout import COLUMNS, lay_out
from extraction.readers.docx_numbers import spelled
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


def test_tables_boxes_headers_and_notes_are_read(tmp_path):
    box = f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    body = f"<w:tbl><w:tr><w:tc><w:p>{run('cell')}</w:p></w:tc></w:tr></w:tbl>{box}"
    extra = {
        "word/header1.xml": f"<w:hdr {files.W}><w:p>{run('head')}</w:p></w:hdr>",
        "word/footnotes.xml": f"<w:footnotes {files.W}><w:p>{run('note')}</w:p></w:footnotes>",
    }
    assert texts(files.docx(tmp_path / "a.docx", body, extra)) == ["head", "cell", "boxed", "note"]


NUMBERING = (
    f'<w:numbering {files.W}><w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def test_automatic_numbers_are_written_out(tmp_path):
    def item(level: int, text: str) -> str:
        mark = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>'
        return f"<w:p>{mark}{run(text)}</w:p>"

    body = (
        item(0, "Term") + item(1, "one") + item(1, "two") + item(0, "Fees") + item(1, "three") + item(2, "x")
    )
    path = files.docx(tmp_path / "a.docx", body, {"word/numbering.xml": NUMBERING})
    assert texts(path) == ["1. Term", "(a) one", "(b) two", "2. Fees", "(a) three", "2.1 x"]


def test_number_formats():
    assert [spelled(4, "lowerRoman"), spelled(9, "upperRoman"), spelled(27, "lowerLetter")] == [
        "iv",
        "IX",
        "aa",
    ]


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
