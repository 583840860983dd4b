"""HTTP to a model: no redirect, no packed answer, and no more bytes than an answer can have.

httpx2 comes with ``requirements-llm.txt`` and is loaded at the first call.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

MAX_ANSWER_BYTES = 256 * 1024
_SLOW_DOWN = frozenset({429, 503, 529})  # RFC 6585 and 9110; 529 is Anthropic's "overloaded"


class TooLarge(OSError):
    """The other side sends more than an answer can be."""


class Throttled(OSError):
    """The other side asks us to come back later: in ``seconds``, if it says when."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__("asked to slow down")
        self.seconds = seconds


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds of a Retry-After header (RFC 9110, 10.2.3: a number or a date); None for anything else."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds(), 0.0)


def bounded_http() -> Any:
    """A client that follows no redirect and stops reading at ``MAX_ANSWER_BYTES``."""
    import httpx2

    class Capped(httpx2.AsyncByteStream):
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        async def __aiter__(self) -> AsyncIterator[bytes]:
            total = 0
            async for chunk in self._inner:
                total += len(chunk)
                if total > MAX_ANSWER_BYTES:
                    raise TooLarge("the answer is too large")
                yield chunk

        async def aclose(self) -> None:
            await self._inner.aclose()

    class Transport(httpx2.AsyncHTTPTransport):
        async def handle_async_request(self, request: Any) -> Any:
            request.headers["Accept-Encoding"] = "identity"  # a packed answer could unpack to anything
            response = await super().handle_async_request(request)
            if response.status_code in _SLOW_DOWN:
                seconds = retry_after(response.headers.get("retry-after"), datetime.now(UTC))
                if response.status_code != 503 or seconds is not None:
                    await response.aclose()
                    raise Throttled(seconds)
            if response.headers.get("content-encoding", "identity") != "identity":
                await response.aclose()
                raise TooLarge("the answer is packed")
            response.stream = Capped(response.stream)
            return response

    return httpx2.AsyncClient(transport=Transport(), timeout=60.0, follow_redirects=False)
