"""Limits and oddities of a Word file: its archive, its parts, and what the parts refer to."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from extraction.checks import warning
from extraction.sniff import refuse_malware
from extraction.types import ExtractionError, Issue

MAX_UNPACKED = 200 << 20
MAX_MEMBERS = 2000
MAX_RATIO = 100
RATIO_FROM = 10 << 20  # bytes unpacked from which a high ratio is suspicious
MAX_XML = 40 << 20  # bytes of one XML part: two million characters with generous markup
CORRUPT = "This Word file is damaged and could not be opened. Please save it again, or send it as PDF."
BROKEN_ARCHIVE = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error)
ODD = (*BROKEN_ARCHIVE, OpcError, KeyError, AttributeError, TypeError, IndexError, etree.LxmlError)
DOCTYPE = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.I)
MACRO_TYPE = re.compile(r"macroEnabled", re.I)
DDE = re.compile(r"\bDDE(AUTO)?\b")
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class Archive:
    """An open Word file whose parts may be read: unique names, no bombs, no DTD."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.file = archive.fp
        self.names = {info.filename.lstrip("/"): info for info in archive.infolist()}

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises ExtractionError ``corrupt``, ``unpacked_too_large`` or ``malware``."""
        try:
            content = self._archive.read(self.names[name])
        except (*BROKEN_ARCHIVE, KeyError):
            raise ExtractionError("corrupt", CORRUPT) from None
        refuse_malware(content)
        return content

    def xml(self, name: str) -> etree._Element:
        """A part as an element tree. Raises ExtractionError ``corrupt`` or ``xml_dtd_forbidden``."""
        content = self.read(name)
        if len(content) > MAX_XML:
            raise ExtractionError(
                "too_complex", "This Word file is too large to read. Please send it as PDF."
            )
        if DOCTYPE.search(_decoded(content)):
            message = "This Word file contains a document type definition, which no Word document needs."
            raise ExtractionError("xml_dtd_forbidden", message)
        try:
            return etree.fromstring(content, PARSER)
        except (etree.XMLSyntaxError, ValueError):
            raise ExtractionError("corrupt", CORRUPT) from None

    def xml_names(self) -> list[str]:
        return [name for name in self.names if name.lower().endswith((".xml", ".rels"))]


def _decoded(content: bytes) -> str:
    """Enough of a decoding to find ASCII markup: UTF-16 by its mark or its zeros, else one byte a letter."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4]:
        return content.replace(b"\x00", b"").decode("latin-1")
    return content.decode("latin-1")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The archive within its limits. Raises ExtractionError ``corrupt``, ``password``, ``too_many_members``,
    ``unpacked_too_large``, ``duplicate_member`` or ``bad_member_name``."""
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN_ARCHIVE:
        raise ExtractionError("corrupt", CORRUPT) from None
    with archive:
        _check_members(archive.infolist())
        yield Archive(archive)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise ExtractionError("too_many_members", "This Word file has too many parts. Please send it as PDF.")
    if any(member.flag_bits & 1 for member in members):
        raise ExtractionError("password", "This Word file asks for a password. Please save it without one.")
    if any(_bomb(member) for member in members) or sum(member.file_size for member in members) > MAX_UNPACKED:
        message = "This Word file unpacks to far more data than any ordinary document. Please send it as PDF."
        raise ExtractionError("unpacked_too_large", message)
    names = [member.filename.lstrip("/").lower() for member in members]
    if len(set(names)) != len(names):
        message = "This Word file contains the same part twice, so that programs read it differently."
        raise ExtractionError("duplicate_member", message)
    if any("\\" in name or ".." in name.split("/") or ":" in name for name in names):
        raise ExtractionError("bad_member_name", "This Word file contains parts with unsafe names.")


def _bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1)


def check_docx(archive: Archive) -> tuple[Issue, ...]:
    """Warnings about a Word file. Raises ExtractionError ``type_not_allowed``, ``macros``, ``corrupt``,
    ``xml_dtd_forbidden`` or ``malware``."""
    _check_type(archive)
    found: dict[str, Issue] = {}
    for name in archive.xml_names():
        for issue in _oddities(archive.xml(name)):
            found.setdefault(issue.code, issue)
    for name in archive.names:
        if "/embeddings/" in name or name.lower().endswith((".bin", ".exe", ".com")):
            archive.read(name)
            if "printersettings" not in name.lower():
                found.setdefault("embedded_files", EMBEDDED)
    return tuple(found.values())


EMBEDDED = warning("embedded_files", "This Word file has other files inside. They were not opened.")


def _check_type(archive: Archive) -> None:
    kind = _content_type(archive, main_part(archive))
    if "wordprocessingml" not in kind and "ms-word" not in kind and "xml" in kind.rsplit(".", 1)[-1]:
        message = "This file is named as a Word file but holds something else. Please send a PDF."
        raise ExtractionError("type_mismatch", message)
    types = archive.xml("[Content_Types].xml")
    if any(MACRO_TYPE.search(str(kind)) for kind in types.xpath("//@ContentType")):
        message = "Word files with macros are not taken. Please save it as .docx or PDF."
        raise ExtractionError("type_not_allowed", message)
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        raise ExtractionError(
            "macros", "This Word file contains macros. Please save it as .docx without them."
        )


def main_part(archive: Archive) -> str:
    """The name of the part with the text (ECMA-376 part 2, 9.3). Raises ExtractionError ``corrupt``."""
    if not {"[Content_Types].xml", "_rels/.rels"} <= archive.names.keys():
        raise ExtractionError("corrupt", CORRUPT)
    for element in archive.xml("_rels/.rels").iter("{*}Relationship"):
        name = str(element.get("Target", "")).lstrip("/")
        if str(element.get("Type", "")).endswith("/officeDocument") and name in archive.names:
            return name
    raise ExtractionError("corrupt", CORRUPT)


def _content_type(archive: Archive, name: str) -> str:
    """The declared type of a part, by its name or by its ending; "" when none is declared."""
    types = archive.xml("[Content_Types].xml")
    for element in types.iter("{*}Override"):
        if str(element.get("PartName", "")).lstrip("/") == name:
            return str(element.get("ContentType", ""))
    ending = name.rsplit(".", 1)[-1]
    found = [
        str(item.get("ContentType")) for item in types.iter("{*}Default") if item.get("Extension") == ending
    ]
    return found[0] if found else ""


def _oddities(root: etree._Element) -> Iterator[Issue]:
    for element in root.iter("{*}Relationship"):
        yield from _reference(element)
    for element in root.iter("{*}altChunk"):
        del element
        yield warning("embedded_files", "This Word file shows another document inside. It was not read.")
    codes = "".join(root.xpath("//*[local-name()='instrText']/text()"))
    fields = " ".join(root.xpath("//*[local-name()='fldSimple']/@*[local-name()='instr']"))
    if DDE.search(codes) or DDE.search(fields):
        yield warning(
            "active_content", "This Word file contains a command that starts programs. It was not run."
        )


def _reference(element: etree._Element) -> Iterator[Issue]:
    """What Word would fetch by itself when it opens the file; a link waits for a click."""
    kind = str(element.get("Type", "")).rsplit("/", 1)[-1]
    if element.get("TargetMode") == "External" and kind != "hyperlink":
        yield warning(
            "external_reference", "This Word file refers to things elsewhere. They were not fetched."
        )


def opens_elsewhere(archive: Archive) -> bool:
    """Does a second reader (python-docx) open the file too?"""
    try:
        docx.Document(archive.file)
    except ODD:
        return False
    return True
