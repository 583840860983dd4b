"""TIN matching through any HTTP service: one POST, JSON both ways, bounded in time and bytes.

The request is ``{"name", "tin", "tin_type", "reference"}`` with a bearer token and an ``Idempotency-Key``;
the answer ``{"outcome": "match|mismatch|unknown|invalid", "request_id": "..."}`` or an IRS code in
``"code"``. Whatever else comes back is a ProviderError whose text holds nothing of the request or answer.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from compliance.screening.base import TinQuery
from compliance.screening.irs_file import irs_name, outcome_of
from compliance.types import CheckKind, CheckOutcome, CheckResult, ProviderError

_MAX_BYTES = 64 * 1024
_RETRY = frozenset({408, 409, 423, 425, 429, 500, 502, 503, 504})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_OUTCOMES = {
    "match": (CheckOutcome.CLEAR, "The name and the tax id belong together."),
    "mismatch": (CheckOutcome.MISMATCH, "The name and the tax id do not belong together."),
    "unknown": (CheckOutcome.UNKNOWN, "The tax id is not issued (or not yet listed)."),
    "invalid": (CheckOutcome.INVALID, "The service says that this is no tax id."),
}


@dataclass(frozen=True, slots=True)
class HttpTinConfig:
    """Where and how. ``key`` makes the idempotency keys, so that they tell nothing about the tax id.

    Without a key a random one is made: a repeated question is then recognised within one process only.
    """

    url: str
    token: str = field(default="", repr=False)
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    connect_seconds: float = 3.0
    read_seconds: float = 10.0


class HttpTin:
    """Asks the service named in the configuration. Raises ValueError for an address without TLS."""

    name = "http"
    sandbox = False

    def __init__(self, config: HttpTinConfig) -> None:
        parts = urlsplit(config.url)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ValueError("The tax id service must be asked over https.")
        self._config = config
        timeout = httpx.Timeout(config.read_seconds, connect=config.connect_seconds)
        self._client = httpx.Client(timeout=timeout, follow_redirects=False)

    def match(self, query: TinQuery) -> CheckResult:
        body = {
            "name": irs_name(query.name),
            "tin": query.tin,
            "tin_type": query.tin_type,
            "reference": query.reference,
        }
        return self._result(self._post(body, self._idempotency(query)), query)

    def _idempotency(self, query: TinQuery) -> str:
        """The same question has the same key; without our secret nobody can go back from it."""
        asked = "\x1f".join((query.reference, query.name, query.tin, query.tin_type or ""))
        return hmac.new(self._config.key, asked.encode(), hashlib.sha256).hexdigest()

    def _post(self, body: dict[str, Any], key: str) -> bytes:
        headers = {"Idempotency-Key": key, "Accept": "application/json", "Accept-Encoding": "identity"}
        if self._config.token:
            headers["Authorization"] = f"Bearer {self._config.token}"
        try:
            with self._client.stream("POST", self._config.url, json=body, headers=headers) as response:
                if response.status_code != 200:
                    raise _failed(response.status_code)
                return _bounded(response)
        except httpx.TimeoutException:
            raise ProviderError(
                "tin_timeout", "The tax id service did not answer in time.", permanent=False
            ) from None
        except httpx.HTTPError:
            raise ProviderError(
                "tin_unreachable", "The tax id service cannot be reached.", permanent=False
            ) from None

    def _result(self, raw: bytes, query: TinQuery) -> CheckResult:
        try:
            answer = json.loads(raw)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise _unclear()
        code = str(answer.get("code", ""))
        if code.isdigit() and len(code) == 1 and code != "9":
            return outcome_of(code, query, self.name)
        known = _OUTCOMES.get(str(answer.get("outcome", "")))
        if known is None:
            raise _unclear()
        request_id = str(answer.get("request_id", ""))[:80]
        return CheckResult(CheckKind.TIN_MATCH, self.name, known[0], known[1], request_id=request_id)


def _bounded(response: httpx.Response) -> bytes:
    received = bytearray()
    for chunk in response.iter_raw():
        received += chunk
        if len(received) > _MAX_BYTES:
            raise _unclear()
    return bytes(received)


def _failed(status: int) -> ProviderError:
    permanent = status not in _RETRY
    return ProviderError(
        "tin_refused", f"The tax id service answered with status {status}.", permanent=permanent
    )


def _unclear() -> ProviderError:
    return ProviderError("tin_unclear", "The tax id service answered something unexpected.", permanent=False)
