"""What a file is, by its content."""

import zipfile

import pytest

from extraction.sniff import EICAR, Format, sniff
from extraction.types import ExtractionError
from tests.extraction import files


def refused(path) -> str:
    with pytest.raises(ExtractionError) as caught:
        sniff(path)
    return caught.value.code


def test_content_decides_not_the_name(tmp_path):
    path = tmp_path / "form.jpg"
    files.picture().save(path, "PNG")
    assert sniff(path).format is Format.PNG


@pytest.mark.parametrize(
    ("kind", "expected"), [("PNG", "png"), ("JPEG", "jpeg"), ("TIFF", "tiff"), ("PDF", "pdf")]
)
def test_own_formats(tmp_path, kind, expected):
    path = tmp_path / "x"
    files.picture().save(path, kind)
    assert sniff(path).format == expected


def test_word_file(tmp_path):
    assert sniff(files.docx(tmp_path / "a.docx", files.paragraphs())).format is Format.DOCX


def test_junk_before_the_header_is_tolerated(tmp_path):
    path = files.pdf(tmp_path / "a.pdf")
    path.write_bytes(b"\r\n\r\njunk\r\n" + path.read_bytes())
    assert sniff(path).format is Format.PDF
    assert sniff(path).warnings == ()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"<html><body>no</body></html>", "type_mismatch"),
        ("a.pdf", b"MZ\x90\x00 program", "type_mismatch"),
        ("a.png", b"<svg xmlns='x'/>", "type_mismatch"),
        ("a.pdf", b"1 0 obj << /Type /Catalog >> endobj trailer", "corrupt"),
        ("a.gif", b"GIF89a....", "type_not_allowed"),
        ("a.txt", b"just words", "type_not_allowed"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "type_not_allowed"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.pdf", EICAR, "malware"),
    ],
)
def test_refused(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path) == code


def test_spreadsheet_is_no_word_file(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(path) == "type_mismatch"


@pytest.mark.parametrize("kind", ["page", "archive"])
def test_two_files_in_one_are_a_warning(tmp_path, kind):
    path = files.pdf(tmp_path / "a.pdf")
    if kind == "page":
        path.write_bytes(b"<html><script>1</script></html>\n" + path.read_bytes())
    else:
        other = files.docx(tmp_path / "b.docx", "")
        path.write_bytes(path.read_bytes() + other.read_bytes())
    assert [issue.code for issue in sniff(path).warnings] == ["polyglot"]
