"""What a file is, by its content and never by its name; refuses what is no document of ours."""

import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from extraction.types import ExtractionError, Issue


class Format(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    DOCX = "docx"

    @property
    def is_image(self) -> bool:
        return self in (Format.PNG, Format.JPEG, Format.TIFF)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The format, and what is odd about the file although it may be opened."""

    format: Format
    warnings: tuple[Issue, ...] = ()


OURS = {".pdf", ".png", ".jpg", ".jpeg", ".jpe", ".tif", ".tiff", ".docx"}
HEAD = 4096
PDF_HEADER_WITHIN = 1024  # ISO 32000-1, Annex H.3, note 13: readers look for %PDF- in the first 1024 bytes
MAGIC = (
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
    (b"II+\x00", Format.TIFF),
    (b"MM\x00+", Format.TIFF),
)
FOREIGN = (
    (re.compile(rb"PK(\x03\x04|\x05\x06|\x07\x08)"), "a ZIP archive"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an old Office file (.doc, .xls)"),
    (re.compile(rb"GIF8[79]a"), "a GIF image"),
    (re.compile(rb"BM.{4}\x00\x00\x00\x00", re.S), "a BMP image"),
    (re.compile(rb"RIFF....WEBP", re.S), "a WebP image"),
    (re.compile(rb"....ftyp(hei|mif|msf|avif|jxl)", re.S), "a HEIC photo"),
    (re.compile(rb"\x1f\x8b"), "a compressed archive"),
    (re.compile(rb"MZ|\x7fELF|\xca\xfe\xba\xbe"), "a program"),
    (re.compile(rb"\{\\rtf"), "an RTF text"),
    (re.compile(rb"%!PS"), "a PostScript file"),
    (
        re.compile(rb"(\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|svg|script|\?php|head|body)", re.I),
        "a web page or XML file",
    ),
    (re.compile(rb"#!"), "a script"),
)
PDF_SYNTAX = re.compile(rb"\d\s+\d\s+obj\b|/Type\s*/(Catalog|Pages?)\b|\btrailer\b|\bstartxref\b|%PDF")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
KEEP = "Please send a PDF, PNG, JPEG, TIFF or Word (.docx) file."


def sniff(path: Path) -> Sniffed:
    """The format of a file. Raises ExtractionError with ``type_not_allowed``, ``type_mismatch``, ``malware``,
    ``password`` or ``corrupt``."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    refuse_malware(head)
    for magic, format_ in MAGIC:
        if head.startswith(magic):
            return Sniffed(format_)
    if (at := head.find(b"%PDF-", 0, PDF_HEADER_WITHIN)) >= 0:
        return Sniffed(Format.PDF, _two_files_in_one(path, head[:at]))
    if head.startswith(b"PK\x03\x04") and _is_word(path):
        return Sniffed(Format.DOCX)
    raise _refusal(path, head)


def refuse_malware(content: bytes) -> None:
    """Refuse the EICAR test file, the one signature that every scanner knows."""
    if EICAR in content:
        raise ExtractionError(
            "malware", "A virus scanner's signature was found in this file. It was not opened."
        )


def _two_files_in_one(path: Path, before: bytes) -> tuple[Issue, ...]:
    """A PDF that is also a web page, archive or program: the next program may take it for that."""
    if foreign_name(before) is None and not zipfile.is_zipfile(path):
        return ()
    message = "This PDF is at the same time a file of another type. Print it to a new PDF if you can."
    return (Issue("polyglot", "warning", message),)


def foreign_name(head: bytes) -> str | None:
    """What the file is when it is none of ours, in words."""
    return next((name for pattern, name in FOREIGN if pattern.match(head)), None)


def _is_word(path: Path) -> bool:
    """Is this archive meant to be a Word document? What is wrong inside it is for the later checks to say."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower().lstrip("/") for name in archive.namelist()[:5000]}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return path.suffix.lower() == ".docx"
    if any(name.startswith(("xl/", "ppt/", "visio/")) for name in names):
        return False
    return "[content_types].xml" in names or any(name.startswith("word/") for name in names)


def _refusal(path: Path, head: bytes) -> ExtractionError:
    name = foreign_name(head)
    suffix = path.suffix.lower()
    if head.startswith(b"\xd0\xcf\x11\xe0") and _is_encrypted_office(path):
        return ExtractionError(
            "password", "This Word file asks for a password. Please save it without one and send it again."
        )
    if suffix == ".pdf" and name is None and PDF_SYNTAX.search(head):
        return ExtractionError(
            "corrupt", "This PDF is damaged: its beginning is missing. Please save it again."
        )
    if suffix in OURS:
        kind = f" It is {name}." if name else ""
        return ExtractionError("type_mismatch", f"This file is not what its name says.{kind} {KEEP}")
    kind = f"This is {name}; we cannot read it." if name else "We cannot read this type of file."
    return ExtractionError("type_not_allowed", f"{kind} {KEEP}")


def _is_encrypted_office(path: Path) -> bool:
    """An encrypted .docx is an OLE file with a stream EncryptedPackage ([MS-OFFCRYPTO] 1.3.3), in UTF-16."""
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
