"""Files at rest: sealed with the key ring, under case and SHA-256; opened into memory or a private file."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from extraction.types import Box, ExtractionError
from onboarding import conf, wiring
from onboarding.models import Document
from onboarding.secrets.crypto import SealError
from onboarding.services.errors import Gone, Invalid, Unavailable

ORIGINAL = "vouch.original"
READING = "vouch.reading"
MALWARE = "malware"


def key_of(case_id: object, sha256: str) -> str:
    return f"{case_id}/{sha256}"


def put(key: str, content: bytes, purpose: str) -> None:
    """Seal and store, replacing what is there; on return the bytes are on the disk or in the bucket."""
    sealed = conf.key_ring().seal(content, purpose)
    if isinstance(default_storage, FileSystemStorage) or hasattr(default_storage, "location"):
        try:
            _write_whole(Path(default_storage.path(key)), sealed)
        except NotImplementedError:
            default_storage.save(key, ContentFile(sealed))
    else:
        default_storage.save(key, ContentFile(sealed))


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside, sync, rename: a crash leaves the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with draft.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def get(key: str, purpose: str) -> bytes:
    """Raises Gone(file_missing) or Unavailable(file_unreadable)."""
    try:
        with default_storage.open(key) as file:
            return conf.key_ring().open(file.read(), purpose)
    except FileNotFoundError as error:
        raise Gone("file_missing", "This file is no longer kept.") from error
    except (OSError, SealError) as error:
        raise Unavailable("file_unreadable", "This file cannot be opened at the moment.") from error


def original(*, document: Document) -> bytes:
    """The bytes as the vendor sent them."""
    return get(document.storage_key, ORIGINAL)


def for_download(*, document: Document) -> bytes:
    """The original for a person to take away. Raises Gone(malware), Unavailable(not_scanned)."""
    if document.code == MALWARE:
        raise Gone(MALWARE, "A virus was found in this file: it is kept, but not given out.")
    if document.status == Document.Status.RECEIVED and conf.engines().clamd_url:
        raise Unavailable("not_scanned", "This file has not been scanned for viruses yet.")
    return original(document=document)


def keep_reading(*, document: Document, text: str) -> None:
    """Keep what the reader saw, tax ids included, sealed beside the original."""
    put(f"{document.storage_key}.reading", text.encode(), READING)


def reading(*, document: Document) -> str:
    return get(f"{document.storage_key}.reading", READING).decode()


def remove(*, document: Document) -> None:
    for key in (document.storage_key, f"{document.storage_key}.reading"):
        default_storage.delete(key)


@contextmanager
def local_copy(*, document: Document) -> Iterator[Path]:
    """The original as a private file with a harmless name, gone afterwards."""
    content = original(document=document)
    suffix = Path(document.name).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="vouch-") as folder:
        safe = suffix if suffix.isascii() and suffix[1:].isalnum() and len(suffix) <= 6 else ".bin"
        path = Path(folder) / f"document{safe}"
        path.write_bytes(content)
        path.chmod(0o600)
        yield path


def page_image(
    *,
    document: Document,
    number: int,
    width: int = 1240,
    crop: Box | None = None,
    cover: tuple[Box, ...] = (),
) -> bytes:
    """PNG of a page (1-based); ``cover`` boxes are painted over. Raises Invalid with the reader's code."""
    with local_copy(document=document) as path:
        try:
            return wiring.current().draw_page(path, number, width, crop, cover)
        except ExtractionError as error:
            raise Invalid(error.code, error.message, retry=not error.permanent) from error


def page_sizes(*, document: Document) -> tuple[wiring.PageSize, ...]:
    """Width, height (points, as stored) and rotation of each page."""
    with local_copy(document=document) as path:
        try:
            return wiring.current().page_sizes(path)
        except ExtractionError as error:
            raise Invalid(error.code, error.message, retry=not error.permanent) from error
