"""The composition root: the only place that builds engines, providers and adapters.

``current()`` is built once a process from conf; tests and the WIRING setting may put others in place.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

from compliance.types import ContractReview, Screening, VendorFacts
from extraction.readers.render import PageSize, page_sizes, render_page
from extraction.types import Box, ContractText, Extraction
from onboarding import conf
from onboarding.erp.base import ErpAdapter
from onboarding.erp.http import HttpAdapter
from onboarding.erp.ledger import LedgerAdapter

__all__ = ["ContractContext", "Engines", "PageSize", "Usage", "current", "use"]

OnPage = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ContractContext:
    """What a review may know besides the text."""

    vendor_names: tuple[str, ...]
    contract_value: Decimal | None


@dataclass(frozen=True, slots=True)
class Usage:
    """One call to a model, as the judge reports it."""

    purpose: str
    model: str
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)
    milliseconds: int = 0
    outcome: str = ""
    sent_digest: str = ""


@dataclass(frozen=True, slots=True)
class Engines:
    """Everything outside this package that does work, as plain callables."""

    read: Callable[[Path, OnPage], Extraction]
    review: Callable[[ContractText, ContractContext], tuple[ContractReview, tuple[Usage, ...]]]
    screen: Callable[[VendorFacts, str], Screening]
    erp: ErpAdapter
    draw_page: Callable[[Path, int, int, Box | None, tuple[Box, ...]], bytes]
    page_sizes: Callable[[Path], tuple[PageSize, ...]]
    versions: dict[str, str] = field(default_factory=dict)
    sandboxes: tuple[str, ...] = ()  # names of providers that invent their answers


def _read(path: Path, on_page: OnPage) -> Extraction:
    from extraction import Options, extract

    limits = conf.engines()
    options = Options(
        ocr_seconds=float(limits.read_seconds), memory_mb=limits.read_memory_mb, max_bytes=limits.max_bytes
    )
    return extract(path, options, on_page)


@cache
def playbook() -> Any:
    """The playbook in force (compliance.policies.Playbook)."""
    from compliance.policies import load_playbook

    return load_playbook(conf.engines().playbook)


def _review(text: ContractText, context: ContractContext) -> tuple[ContractReview, tuple[Usage, ...]]:
    from compliance import review_contract
    from compliance.classifier import load_classifier
    from compliance.context import ReviewContext

    review = review_contract(
        text,
        classifier=load_classifier(),
        playbook=playbook(),
        context=ReviewContext(
            our_names=conf.company().our_names,
            vendor_names=context.vendor_names,
            contract_value=context.contract_value,
        ),
    )
    return review, ()


@cache
def _providers() -> tuple[Any, Any]:
    from compliance.screening import SandboxSanctions, SandboxTin

    names = conf.engines()
    tin = SandboxTin() if names.tin_provider == "sandbox" else import_string(names.tin_provider)()
    if names.sanctions_provider == "sandbox":
        return tin, SandboxSanctions()
    return tin, import_string(names.sanctions_provider)()


def _screen(facts: VendorFacts, vendor: str) -> Screening:
    from compliance import screen_vendor

    tin, sanctions = _providers()
    return screen_vendor(facts, tin=tin, sanctions=sanctions, vendor=vendor)


def _erp() -> ErpAdapter:
    settings = conf.erp()
    return HttpAdapter(settings) if settings.adapter == "http" else LedgerAdapter(settings.csv_path)


def _draw(path: Path, number: int, width: int, crop: Box | None, cover: tuple[Box, ...]) -> bytes:
    return render_page(path, number, width=width, crop=crop, cover=cover)


def versions() -> dict[str, str]:
    """Versions of what reads and judges, pinned to each run."""
    names = ("pypdfium2", "pytesseract", "onnxruntime", "transformers")
    return {name: metadata.version(name) for name in names}


def build() -> Engines:
    """The real engines, or what the WIRING setting names."""
    special = conf.engines().wiring
    if special:
        made: Engines = import_string(special)()
        return made
    names = conf.engines()
    sandboxes = [name for name in (names.tin_provider, names.sanctions_provider) if name == "sandbox"]
    return Engines(
        read=_read,
        review=_review,
        screen=_screen,
        erp=_erp(),
        draw_page=_draw,
        page_sizes=page_sizes,
        versions=versions(),
        sandboxes=tuple(sandboxes),
    )


_engines: Engines | None = None


def current() -> Engines:
    """The engines of this process."""
    global _engines
    if _engines is None:
        _engines = build()
    return _engines


@contextmanager
def use(engines: Engines) -> Iterator[Engines]:
    """Put other engines in place for a while (tests, dry runs)."""
    global _engines
    before, _engines = _engines, engines
    try:
        yield engines
    finally:
        _engines = before
