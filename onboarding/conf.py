"""What is configured, as the frozen values that the rooms get to see.

``settings.py`` takes names and defaults from ``variables.SETTINGS``; nobody else reads the environment.
Only this module reads ``django.conf.settings``; engines and services are handed the dataclasses below.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from onboarding.secrets.crypto import KeyRing


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
    """The judge's model; prices in US dollars for a million tokens, ``case_dollars`` for one case.

    ``per_minute`` and ``at_once`` hold over all workers; ``model`` and ``challenger`` are folders if local.
    """

    url: str
    provider: str
    model: str
    api_key: str = field(repr=False)
    price_in: Decimal
    price_out: Decimal
    case_dollars: Decimal
    stop: bool
    challenger: str
    per_minute: int
    at_once: int
    call_seconds: float
    document_seconds: float

    @property
    def on(self) -> bool:
        """Is there a model to ask at all?"""
        return bool(self.url) or self.provider == "local"


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
        challenger=settings.LLM_CHALLENGER,
        per_minute=settings.LLM_PER_MINUTE,
        at_once=settings.LLM_AT_ONCE,
        call_seconds=settings.LLM_CALL_SECONDS,
        document_seconds=settings.LLM_DOCUMENT_SECONDS,
    )


def data_dir() -> Path:
    return Path(settings.VOUCH_DATA_DIR)


def production() -> bool:
    return bool(settings.VOUCH_MODE == "production")


def field_confidence() -> float:
    return float(settings.FIELD_CONFIDENCE)


def second_factor_roles() -> frozenset[str]:
    """Names of the roles that may do nothing with a password alone."""
    return frozenset(name.strip() for name in settings.SECOND_FACTOR_ROLES.split(",") if name.strip())


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
