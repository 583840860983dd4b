"""Everything that can be configured, in one table; and the frozen values that the rooms get to see.

``settings.py`` takes names and defaults from ``SETTINGS``; nobody else reads the environment. Only this
module reads ``django.conf.settings``; engines and services are handed the dataclasses below.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from onboarding.crypto import KeyRing


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable. ``default`` is what a local run uses; '' means empty."""

    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "VOUCH_MODE", "local", "local or production; production demands keys and refuses sandbox providers"
    ),
    Setting("VOUCH_DATA_DIR", "./var", "folder for database, files, broker and mails of a local run"),
    Setting("SECRET_KEY", "", "Django's signing key; made in the data folder when local"),
    Setting("VOUCH_TIN_KEYS", "", "id:base64 of 32 bytes, comma separated, first one seals; made when local"),
    Setting("VOUCH_INDEX_KEY", "", "base64 of 32 bytes for the look-up of tax ids; made when local"),
    Setting("DEBUG", "false", "Django's debug pages; refused in production"),
    Setting("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "host names that are served"),
    Setting(
        "BASE_URL", "http://localhost:8000", "address of this site as vendors see it, for links in mails"
    ),
    Setting("COMPANY_NAME", "Northwind", "your company, as vendors know it"),
    Setting("OUR_NAMES", "", "legal names of your company in contracts, separated by a vertical bar"),
    Setting("DATABASE_URL", "", "postgresql://...; empty: SQLite in the data folder"),
    Setting("BROKER_URL", "", "redis://... or amqp://...; empty: folders in the data folder"),
    Setting("STORAGE_URL", "", "s3://bucket?region=...&endpoint=...; empty: the data folder"),
    Setting("EMAIL_URL", "", "smtp+tls://user:password@host:587; empty: files in the data folder"),
    Setting("EMAIL_FROM", "Vouch <vouch@localhost>", "sender of mails"),
    Setting("ERP", "ledger", "ledger (a table and a CSV file) or http"),
    Setting("ERP_HTTP_URL", "", "where the http adapter posts vendors"),
    Setting("ERP_HTTP_TOKEN", "", "bearer token of the http adapter"),
    Setting("ERP_HTTP_SEND_TIN", "false", "send the whole tax id to the ERP"),
    Setting("ERP_HTTP_TIMEOUT", "20", "seconds until a call to the ERP counts as lost"),
    Setting("TIN_PROVIDER", "sandbox", "who confirms name and tax id: sandbox, http, or a dotted path"),
    Setting("TIN_HTTP_URL", "", "https address that the http provider asks about a tax id"),
    Setting("TIN_HTTP_TOKEN", "", "bearer token of the http provider"),
    Setting(
        "SANCTIONS_PROVIDER",
        "sandbox",
        "who screens names: sandbox, list (see load_sanctions), or a dotted path",
    ),
    Setting(
        "LLM_URL",
        "",
        "address of the judge's model, ending in /v1 for openai; empty: rules and encoder only",
    ),
    Setting("LLM_PROVIDER", "openai", "openai (any compatible endpoint) or anthropic"),
    Setting("LLM_MODEL", "", "model name at LLM_URL"),
    Setting("LLM_API_KEY", "", "key for LLM_URL"),
    Setting("LLM_PRICE_IN", "0", "US dollars for a million tokens sent to the model"),
    Setting("LLM_PRICE_OUT", "0", "US dollars for a million tokens that the model writes"),
    Setting("LLM_CASE_DOLLARS", "1", "what the model may cost in one case; then rules and encoder only"),
    Setting("LLM_STOP", "false", "true: the model is asked nothing"),
    Setting("CLAMD_URL", "", "virus scanner: tcp://host:port or unix:///path of clamd; empty: none is asked"),
    Setting("PLAYBOOK_DIR", "", "folder of policies; empty: the playbook that ships"),
    Setting("WIRING", "", "dotted path of a function that returns the engines; empty: the real ones"),
    Setting("UNDO_SECONDS", "120", "how long a reviewer can take a decision back before anything leaves"),
    Setting("CLAIM_MINUTES", "30", "how long a reviewer holds an item"),
    Setting("LINK_DAYS", "14", "how long a vendor's link works"),
    Setting("DUE_DAYS", "14", "how long a vendor has to answer"),
    Setting("REVIEW_HOURS", "24", "how long a reviewer has"),
    Setting("LEASE_SECONDS", "90", "how long a worker holds a step between two heartbeats"),
    Setting("FIELD_CONFIDENCE", "0.975", "a name, tax id or address below this goes to a person"),
    Setting("READ_SECONDS", "900", "wall clock for reading one document, OCR included"),
    Setting("READ_MEMORY_MB", "1500", "memory for reading one document"),
    Setting("MAX_UPLOAD_MB", "25", "largest file"),
    Setting("MAX_VENDOR_MB", "500", "largest sum of a vendor's files"),
    Setting("MAX_VENDOR_FILES", "20", "open files of one vendor"),
    Setting("WEBHOOK_ALLOW_PRIVATE", "false", "let webhooks reach private addresses"),
    Setting("RETENTION_DAYS", "2555", "how long a closed case is kept before purge removes it"),
    Setting("LOG_LEVEL", "INFO", "threshold of the log"),
)


def default_of(name: str) -> str:
    """The default of a setting in the table; KeyError for one that is not documented."""
    return next(item.default for item in SETTINGS if item.name == name)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a vendor may send."""

    file_bytes: int
    vendor_bytes: int
    vendor_files: int


@dataclass(frozen=True, slots=True)
class Times:
    """Deadlines and leases."""

    undo: timedelta
    claim: timedelta
    link: timedelta
    due: timedelta
    review: timedelta
    lease: timedelta
    retention: timedelta


@dataclass(frozen=True, slots=True)
class Company:
    """Who we are: to vendors, and in contracts."""

    name: str
    our_names: tuple[str, ...]
    base_url: str
    mail_from: str


@dataclass(frozen=True, slots=True)
class ErpConf:
    """Which ERP adapter, and how it reaches its other side."""

    adapter: str
    url: str
    token: str
    send_tin: bool
    timeout: float
    csv_path: Path


@dataclass(frozen=True, slots=True)
class LlmConf:
    """The judge's model; prices in US dollars for a million tokens, ``case_dollars`` for one case."""

    url: str
    provider: str
    model: str
    api_key: str = field(repr=False)
    price_in: Decimal
    price_out: Decimal
    case_dollars: Decimal
    stop: bool


@dataclass(frozen=True, slots=True)
class EngineConf:
    """What wiring needs to build readers, judges and providers."""

    read_seconds: int
    read_memory_mb: int
    max_bytes: int
    tin_provider: str
    sanctions_provider: str
    tin_url: str
    tin_token: str
    clamd_url: str
    playbook: Path | None
    wiring: str
    data: Path


def limits() -> Limits:
    megabyte = 1024 * 1024
    return Limits(
        file_bytes=settings.MAX_UPLOAD_MB * megabyte,
        vendor_bytes=settings.MAX_VENDOR_MB * megabyte,
        vendor_files=settings.MAX_VENDOR_FILES,
    )


def times() -> Times:
    return Times(
        undo=timedelta(seconds=settings.UNDO_SECONDS),
        claim=timedelta(minutes=settings.CLAIM_MINUTES),
        link=timedelta(days=settings.LINK_DAYS),
        due=timedelta(days=settings.DUE_DAYS),
        review=timedelta(hours=settings.REVIEW_HOURS),
        lease=timedelta(seconds=settings.LEASE_SECONDS),
        retention=timedelta(days=settings.RETENTION_DAYS),
    )


def company() -> Company:
    names = tuple(name.strip() for name in settings.OUR_NAMES.split("|") if name.strip())
    return Company(
        name=settings.COMPANY_NAME,
        our_names=names or (settings.COMPANY_NAME,),
        base_url=settings.BASE_URL.rstrip("/"),
        mail_from=settings.DEFAULT_FROM_EMAIL,
    )


def erp() -> ErpConf:
    return ErpConf(
        adapter=settings.ERP,
        url=settings.ERP_HTTP_URL,
        token=settings.ERP_HTTP_TOKEN,
        send_tin=settings.ERP_HTTP_SEND_TIN,
        timeout=settings.ERP_HTTP_TIMEOUT,
        csv_path=data_dir() / "erp" / "vendors.csv",
    )


def engines() -> EngineConf:
    return EngineConf(
        read_seconds=settings.READ_SECONDS,
        read_memory_mb=settings.READ_MEMORY_MB,
        max_bytes=limits().file_bytes,
        tin_provider=settings.TIN_PROVIDER,
        sanctions_provider=settings.SANCTIONS_PROVIDER,
        tin_url=settings.TIN_HTTP_URL,
        tin_token=settings.TIN_HTTP_TOKEN,
        clamd_url=settings.CLAMD_URL,
        playbook=Path(settings.PLAYBOOK_DIR) if settings.PLAYBOOK_DIR else None,
        wiring=settings.WIRING,
        data=data_dir(),
    )


def llm() -> LlmConf:
    return LlmConf(
        url=settings.LLM_URL,
        provider=settings.LLM_PROVIDER,
        model=settings.LLM_MODEL,
        api_key=settings.LLM_API_KEY,
        price_in=settings.LLM_PRICE_IN,
        price_out=settings.LLM_PRICE_OUT,
        case_dollars=settings.LLM_CASE_DOLLARS,
        stop=settings.LLM_STOP,
    )


def data_dir() -> Path:
    return Path(settings.VOUCH_DATA_DIR)


def production() -> bool:
    return bool(settings.VOUCH_MODE == "production")


def field_confidence() -> float:
    return float(settings.FIELD_CONFIDENCE)


def webhooks_may_reach_private() -> bool:
    return bool(settings.WEBHOOK_ALLOW_PRIVATE)


@dataclass(frozen=True, slots=True)
class Deployment:
    """What the system checks look at."""

    debug: bool
    base_url: str
    sqlite: bool
    webhooks_inward: bool


def deployment() -> Deployment:
    return Deployment(
        debug=settings.DEBUG,
        base_url=settings.BASE_URL,
        sqlite=not settings.DATABASE_URL,
        webhooks_inward=settings.WEBHOOK_ALLOW_PRIVATE,
    )


def raw_secrets() -> dict[str, str]:
    """The three secrets as set; for the system checks and ``rotate_keys`` only."""
    names = ("SECRET_KEY", "VOUCH_TIN_KEYS", "VOUCH_INDEX_KEY")
    return {name: getattr(settings, name) for name in names}


@lru_cache(maxsize=4)
def _ring(keys: str, index_key: str) -> KeyRing:
    return KeyRing.parse(keys, index_key)


def key_ring() -> KeyRing:
    return _ring(settings.VOUCH_TIN_KEYS, settings.VOUCH_INDEX_KEY)
