"""Prompts as data (``prompts.toml``) and the fence around what others wrote."""

import secrets
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from compliance.judge.types import JudgeRequest

_DATA = Path(__file__).parent / "prompts.toml"
_SURROUNDINGS = 2_000  # characters of untrusted text beside the clause
_PRECEDENT = 400


@dataclass(frozen=True, slots=True)
class Prompts:
    version: str
    system: str
    first: str
    challenge: str
    retry: str


@cache
def load_prompts() -> Prompts:
    """The shipped prompts."""
    raw: dict[str, str] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return Prompts(**{name: raw[name].strip("\n") for name in Prompts.__slots__})


def new_nonce() -> str:
    """A marker name that no document can know before."""
    return f"evidence-{secrets.token_hex(8)}"


def unfenced(text: str, nonce: str) -> str:
    """Untrusted text without the marker and without characters that nobody sees."""
    shown = "".join(c for c in text if c.isprintable() or c in "\n\t")
    return shown.replace(nonce, "").replace("<<", "‹‹").replace(">>", "››")


def fill(template: str, request: JudgeRequest, nonce: str) -> str:
    """One of the question templates with the request in it; untrusted pieces are fenced and cut."""
    policy = request.policy
    values = {
        "nonce": nonce,
        "policy_id": policy.id,
        "question": policy.question,
        "preferred": policy.preferred,
        "fallback": policy.fallback or "nothing else",
        "walk_away": policy.walk_away or "not stated",
        "heading": unfenced(f"{request.clause.number} {request.clause.heading}", nonce),
        "surroundings": unfenced(request.surroundings[:_SURROUNDINGS], nonce),
        "notes": _listed(request.notes, nonce),
        "precedents": _listed(request.precedents, nonce),
        "clause": unfenced(request.clause.text, nonce),
    }
    filled = template
    for name in ("nonce", "policy_id", "question", "preferred", "fallback", "walk_away"):
        filled = filled.replace("{" + name + "}", values[name])
    return _untrusted(filled, values)


def _untrusted(filled: str, values: dict[str, str]) -> str:
    """Put untrusted values in last and at once, so that none of them can name another placeholder."""
    pieces: list[str] = []
    rest = filled
    for name in ("heading", "surroundings", "notes", "precedents", "clause"):
        before, found, after = rest.partition("{" + name + "}")
        if found:
            pieces += [before, values[name]]
            rest = after
    return "".join([*pieces, rest])


def _listed(items: Sequence[str], nonce: str) -> str:
    return "\n".join(f"- {unfenced(item[:_PRECEDENT], nonce)}" for item in items)
