"""Answers that carry bytes: originals only as attachments, page images never cached by others."""

import re
import unicodedata

from django.http import HttpResponse
from django.utils.http import content_disposition_header

LONGEST_NAME = 120
SEALED = "sandbox; default-src 'none'"  # were a browser to show it after all, nothing in it could run


def safe_name(name: str) -> str:
    """A vendor's file name for a header or a screen: no control, format or path characters, bounded."""
    shown = "".join(
        c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    shown = re.sub(r'[\\/:*?"<>|]+', "_", shown).strip(" .")
    stem, dot, suffix = shown.rpartition(".")
    if dot and len(shown) > LONGEST_NAME:
        shown = f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"
    return shown[:LONGEST_NAME] or "document"


def attachment(content: bytes, name: str) -> HttpResponse:
    """``content`` as a download that no browser opens in our origin."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=safe_name(name)) or ""
    )
    response["Content-Security-Policy"] = SEALED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def picture(content: bytes, *, keep: bool) -> HttpResponse:
    """A PNG made by us. ``keep`` lets the viewer's own browser hold it for ten minutes."""
    response = HttpResponse(content, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=600" if keep else "private, no-store"
    return response
