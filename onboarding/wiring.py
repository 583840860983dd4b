"""The composition root: the only place that builds engines, providers and adapters.

``current()`` is built once a process from conf; tests and the WIRING setting may put others in place.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

from compliance.ask import Quote, ask
from compliance.context import Precedent, ReviewContext
from compliance.judge import Judge, NullJudge
from compliance.judge.client import Client, ModelConfig, PydanticClient
from compliance.judge.gateway import Gateway
from compliance.judge.limits import Ceilings, Price
from compliance.judge.llm import LlmJudge, judge_version
from compliance.judge.local import LocalClient
from compliance.known_people import names_in
from compliance.screening import ClearedPair, NameQuery, SandboxSanctions, SandboxTin, ofac
from compliance.screening.http_tin import HttpTin, HttpTinConfig
from compliance.screening.sanctions import ListSanctions
from compliance.types import CheckResult, ContractReview, ProviderError, Screening, VendorFacts
from extraction import Options, begin, join, read_page
from extraction.readers.render import PageSize, page_sizes, render_page
from extraction.types import Box, ContractText, Extraction, LongScan
from onboarding import conf, judging
from onboarding.antivirus import Clamd
from onboarding.erp.base import ErpAdapter
from onboarding.erp.http import HttpAdapter
from onboarding.erp.ledger import LedgerAdapter
from onboarding.models import SanctionsList
from onboarding.services.model_gate import CaseGate

__all__ = ["ContractContext", "Engines", "PageSize", "Quote", "current", "use"]

OnPage = Callable[[int, int], None]

SHORT_SCAN = 7  # scanned pages that one worker reads at once: a Form W-9 with its instructions has six


@dataclass(frozen=True, slots=True)
class ContractContext:
    """What a review may know besides the text.

    ``people`` and ``private`` (names, tax ids) never leave the machine; calls to a model are
    booked on ``case_id``, and without a case none is asked.
    """

    vendor_names: tuple[str, ...]
    contract_value: Decimal | None
    people: tuple[str, ...] = ()
    private: tuple[str, ...] = field(default=(), repr=False)
    case_id: uuid.UUID | None = None
    precedents: tuple[Precedent, ...] = ()


def no_scan(_: Path) -> str | None:
    """What stands for a virus scanner where none is set."""
    return None


@dataclass(frozen=True, slots=True)
class Engines:
    """Everything outside this package that does work, as plain callables."""

    read: Callable[[Path, OnPage], Extraction | LongScan]
    read_page: Callable[[Path, int], str]
    join: Callable[[Path, Mapping[int, str | None], OnPage], Extraction]
    review: Callable[[ContractText, ContractContext], ContractReview]
    judged_by: Callable[[], judging.JudgedBy]  # in force
    ask: Callable[[ContractText, str], tuple[Quote, ...]]
    screen: Callable[[VendorFacts, str], Screening]
    erp: ErpAdapter
    draw_page: Callable[[Path, int, int, Box | None, tuple[Box, ...]], bytes]
    page_sizes: Callable[[Path], tuple[PageSize, ...]]
    scan: Callable[[Path], str | None] = no_scan  # the name of a virus, or None; raises ScannerDown
    versions: dict[str, str] = field(default_factory=dict)
    sandboxes: tuple[str, ...] = ()  # names of providers that invent their answers


def _options() -> Options:
    limits = conf.engines()
    return Options(
        ocr_seconds=float(limits.read_seconds), memory_mb=limits.read_memory_mb, max_bytes=limits.max_bytes
    )


def _read(path: Path, on_page: OnPage) -> Extraction | LongScan:
    return begin(path, _options(), on_page, most=SHORT_SCAN)


def _read_page(path: Path, number: int) -> str:
    return read_page(path, number, replace(_options(), ocr_seconds=None))


def _join(path: Path, readings: Mapping[int, str | None], on_page: OnPage) -> Extraction:
    return join(path, readings, _options(), on_page)


def _review(text: ContractText, context: ContractContext) -> ContractReview:
    from compliance import review_contract
    from compliance.classifier import load_classifier

    return review_contract(
        text,
        classifier=load_classifier(),
        playbook=judging.playbook(),
        judge=_judge(context, text),
        context=ReviewContext(
            our_names=conf.company().our_names,
            vendor_names=context.vendor_names,
            contract_value=context.contract_value,
            all_scores=True,
            precedents=context.precedents,
            thresholds=judging.thresholds(),
        ),
    )


def _judged_by() -> judging.JudgedBy:
    from compliance.classifier import load_classifier

    classifier, context = load_classifier(), ReviewContext(thresholds=judging.thresholds())
    model = f"{classifier.name} {classifier.version}{context.adjusted}"
    llm = conf.llm()
    judge = judge_version(*_clients(llm)) if llm.on else ""
    return judging.JudgedBy(model, judging.playbook().version, judge)


def _judge(context: ContractContext, text: ContractText) -> Judge:
    """A judge for one document; the gate behind it is shared by all workers, the model by this process."""
    llm = conf.llm()
    if not llm.on or context.case_id is None:
        return NullJudge()
    client, challenger = _clients(llm)
    price = Price(llm.price_in, llm.price_out)
    gateway = Gateway(client, CaseGate(context.case_id), price, challenger)
    ceilings = Ceilings(seconds=llm.document_seconds, call_seconds=llm.call_seconds)
    names = (*context.people, *names_in(text.text, context.people))
    return LlmJudge(gateway, ceilings, names=names, private=context.private)


def _clients(llm: conf.LlmConf) -> tuple[Client, Client | None]:
    """Who is asked, and who gives the second opinion if that is another."""
    return _client(llm, llm.model), _client(llm, llm.challenger) if llm.challenger else None


@lru_cache(maxsize=2)
def _client(llm: conf.LlmConf, model: str) -> Client:
    if llm.provider == "local":
        return LocalClient(Path(model))
    claude = llm.provider == "anthropic"
    return PydanticClient(
        ModelConfig(
            provider="anthropic" if claude else "openai",
            model=model,
            base_url=llm.url,
            api_key=llm.api_key,
            mode="prompted" if claude else "native",
        )
    )


def _ask(text: ContractText, question: str) -> tuple[Quote, ...]:
    return ask(text, question, playbook=judging.playbook()).quotes


@cache
def _providers() -> tuple[Any, Any]:
    names = conf.engines()
    tins = {"sandbox": SandboxTin, "http": _http_tin}
    lists = {"sandbox": SandboxSanctions, "list": LoadedList}
    tin = tins.get(names.tin_provider) or import_string(names.tin_provider)
    sanctions = lists.get(names.sanctions_provider) or import_string(names.sanctions_provider)
    return tin(), sanctions()


def _http_tin() -> HttpTin:
    names = conf.engines()
    key = conf.key_ring().blind_index("idempotency keys of the tax id service").encode()
    return HttpTin(HttpTinConfig(names.tin_url, names.tin_token, key))


class LoadedList:
    """Screens against the list that ``load_sanctions`` put in force; without one nothing is clear."""

    name = "ofac"
    sandbox = False

    def screen(self, query: NameQuery, cleared: frozenset[ClearedPair] = frozenset()) -> CheckResult:
        row = SanctionsList.objects.filter(name=self.name, current=True).first()
        if row is None:
            raise ProviderError("sanctions_list_missing", "No sanctions list is loaded.", permanent=False)
        return _listed(conf.data_dir() / row.path, row.version).screen(query, cleared)


@lru_cache(maxsize=2)
def _listed(folder: Path, version: str) -> ListSanctions:
    """Raises ProviderError when the files are not those that were loaded under this version."""
    loaded = ofac.load(folder)
    if loaded.version.rsplit("-", 1)[1] != version.rsplit("-", 1)[1]:
        raise ProviderError("sanctions_list_broken", "The sanctions list was changed.", permanent=False)
    return ListSanctions(ofac.index(replace(loaded, version=version)))


def check_list(folder: Path, published: date | None, previous: int) -> tuple[str, int]:
    """(version, parties) of the list files in a folder. Raises ProviderError for one not to be trusted."""
    loaded = ofac.load(folder, published=published, previous=previous)
    return loaded.version, loaded.parties


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
    found = {name: metadata.version(name) for name in names}
    llm = conf.llm()
    return {**found, "judge": f"{llm.provider}:{llm.model}"} if llm.on else found


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
        read_page=_read_page,
        join=_join,
        review=_review,
        judged_by=_judged_by,
        ask=_ask,
        screen=_screen,
        erp=_erp(),
        draw_page=_draw,
        page_sizes=page_sizes,
        scan=Clamd(names.clamd_url).scan if names.clamd_url else no_scan,
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
