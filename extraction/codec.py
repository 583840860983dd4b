"""Extraction to JSON and back, and the public JSON of the command line."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from extraction.options import Options
from extraction.types import Extraction, Field, Issue, LongScan, Part

TIN_FIELDS = ("ssn", "ein")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_json(extraction: Extraction) -> str:
    """Everything, whole tax ids included: for the pipe between processes and for encrypted storage only."""
    return _adapter(Extraction).dump_json(extraction).decode()


def from_json(text: str | bytes) -> Extraction:
    """The value that ``to_json`` wrote. Raises ``pydantic.ValidationError`` on anything else."""
    result: Extraction = _adapter(Extraction).validate_json(text)
    return result


def answer_to_json(found: Extraction | LongScan) -> str:
    return to_json(found) if isinstance(found, Extraction) else _adapter(LongScan).dump_json(found).decode()


def finished(answer: bytes, *, file: str, sha256: str, seconds: float) -> Extraction | LongScan:
    """The child's answer; an Extraction with what only its caller knows."""
    found: Extraction | LongScan = _adapter(Extraction | LongScan).validate_json(answer)
    return found if isinstance(found, LongScan) else replace(found, file=file, sha256=sha256, seconds=seconds)


def options_to_json(options: Options) -> str:
    return _adapter(Options).dump_json(options).decode()


def options_from_json(text: str | bytes) -> Options:
    result: Options = _adapter(Options).validate_json(text)
    return result


def mask_tin(name: str, value: str) -> str:
    """``***-**-6789`` for an SSN, ``**-***6789`` for an EIN; any other length is hidden whole."""
    digits = re.sub(r"\D", "", value)
    if len(digits) != 9:
        return re.sub(r"\d", "*", value)
    return ("***-**-" if name == "ssn" else "**-***") + digits[-4:]


def public(extraction: Extraction, *, reveal_tin: bool = False) -> dict[str, Any]:
    """The JSON of ``python -m extraction``: documented in the README, stable, tax ids masked unless asked."""
    return {
        "file": extraction.file,
        "sha256": extraction.sha256,
        "status": extraction.status.value,
        "error": _error(extraction.error),
        "pages": extraction.pages,
        "parts": [_part(part, reveal_tin=reveal_tin) for part in extraction.parts],
        "warnings": [_issue(issue) for issue in extraction.warnings],
        "seconds": round(extraction.seconds, 3),
    }


def _error(error: Issue | None) -> dict[str, str] | None:
    return None if error is None else {"code": error.code, "message": error.message}


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.message,
        "field": issue.field,
        "page": issue.page,
    }


def _part(part: Part, *, reveal_tin: bool) -> dict[str, Any]:
    secrets = () if reveal_tin else _secrets(part)
    return {
        "kind": part.kind.value,
        "pages": list(part.pages),
        "revision": part.revision,
        "fields": {name: _field(field, secrets) for name, field in part.fields.items()},
        "issues": [_issue(issue) for issue in part.issues],
        "needs_review": part.needs_review,
        "tin_sure": part.tin_sure,
    }


def _field(field: Field, secrets: tuple[tuple[re.Pattern[str], str], ...]) -> dict[str, Any]:
    value = field.value
    if isinstance(value, str):
        if secrets and field.name in TIN_FIELDS:
            value = mask_tin(field.name, value)
        for pattern, mask in secrets:
            value = pattern.sub(mask, value)
    return {
        "value": value,
        "confidence": round(field.confidence, 4),
        "page": field.page,
        "box": None if field.box is None else [round(edge, 2) for edge in field.box],
        "source": field.source.value,
        "reason": field.reason,
    }


def _secrets(part: Part) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The part's tax ids in any spelling: people also write them into the account line."""
    found = []
    for name in TIN_FIELDS:
        field = part.fields.get(name)
        digits = re.sub(r"\D", "", str(field.value)) if field and field.value else ""
        if len(digits) == 9:
            found.append(
                (re.compile(r"(?<!\d)" + r"[\s.-]*".join(digits) + r"(?!\d)"), mask_tin(name, digits))
            )
    return tuple(found)
