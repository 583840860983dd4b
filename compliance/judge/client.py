"""One question to one model: structured answer, bounded in time and bytes, without tools or redirects.

The libraries (``requirements-llm.txt``) are loaded at the first call, not with this module.
"""

import asyncio
import importlib
import threading
import time
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from compliance.judge.answer import Answer

MAX_ANSWER_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Which model: ``openai`` means any OpenAI-compatible endpoint (``base_url`` ends in /v1).

    ``mode``: how the shape is asked for: ``native`` (JSON schema in the request), ``tool``, ``prompted``.
    """

    provider: Literal["openai", "anthropic"]
    model: str
    base_url: str | None = None
    api_key: str = field(default="", repr=False)
    mode: Literal["native", "tool", "prompted"] = "native"


@dataclass(frozen=True, slots=True)
class Reply:
    """``answer`` is None unless ``outcome`` is ``answered``. ``why`` is a sentence about a rubbish answer."""

    outcome: str  # answered, rubbish, down, timeout, too_large, refused
    answer: Answer | None
    input_tokens: int
    output_tokens: int
    milliseconds: int


class Client(Protocol):
    """Asks one model; never raises for anything the other side does."""

    name: str

    def ask(self, system: str, prompt: str, *, answer_tokens: int, seconds: float) -> Reply:
        """Return the reply within ``seconds`` (and a moment)."""
        ...


class PydanticClient:
    """A client through pydantic-ai."""

    def __init__(self, config: ModelConfig) -> None:
        self.name = f"{config.provider}:{config.model}"
        self._config = config

    def ask(self, system: str, prompt: str, *, answer_tokens: int, seconds: float) -> Reply:
        if not _loaded(self._config.provider):
            return Reply("not_installed", None, 0, 0, 0)
        started = time.monotonic()
        work = _ask(self._config, system, prompt, answer_tokens)
        outcome, answer, usage = _in_thread(work, seconds)
        passed = int((time.monotonic() - started) * 1000)
        return Reply(outcome, answer, usage[0], usage[1], passed)


def _loaded(provider: str) -> bool:
    """Load the libraries: seconds the first time, which are not part of the call's own time."""
    try:
        importlib.import_module(f"pydantic_ai.models.{provider}")
        importlib.import_module(f"pydantic_ai.providers.{provider}")
    except ImportError:
        return False
    return True


Result = tuple[str, Answer | None, tuple[int, int]]


def _in_thread(work: Coroutine[Any, Any, Result], seconds: float) -> Result:
    """Run in a loop of its own, whatever loop the caller may be in; give up when the time is over."""
    box: list[Result] = []

    async def bounded() -> Result:
        try:
            return await asyncio.wait_for(work, seconds)
        except TimeoutError:
            return "timeout", None, (0, 0)

    thread = threading.Thread(target=lambda: box.append(asyncio.run(bounded())), daemon=True)
    thread.start()
    thread.join(seconds + 2.0)
    return box[0] if box else ("timeout", None, (0, 0))


async def _ask(config: ModelConfig, system: str, prompt: str, answer_tokens: int) -> Result:
    from pydantic_ai import Agent, NativeOutput, PromptedOutput, ToolOutput
    from pydantic_ai.exceptions import AgentRunError, ModelTimeoutError, UserError
    from pydantic_ai.usage import RunUsage, UsageLimits

    shapes: dict[str, Any] = {"native": NativeOutput, "tool": ToolOutput, "prompted": PromptedOutput}
    usage = RunUsage()
    async with _http() as http:
        agent: Agent[None, Answer] = Agent(
            _model(config, http),
            output_type=shapes[config.mode](Answer),
            instructions=system,
            retries=0,
            model_settings={"max_tokens": answer_tokens, "temperature": 0.0},
        )
        try:
            result = await agent.run(prompt, usage=usage, usage_limits=UsageLimits(request_limit=1))
        except ModelTimeoutError:
            return "timeout", None, _counted(usage)
        except (AgentRunError, UserError, OSError, ValueError) as error:
            return _outcome(error), None, _counted(usage)
        return "answered", result.output, _counted(usage)


def _counted(usage: Any) -> tuple[int, int]:
    return int(usage.input_tokens or 0), int(usage.output_tokens or 0)


def _outcome(error: BaseException) -> str:
    """The kind of a failure; its words may hold the document and are not kept."""
    from pydantic_ai.exceptions import ModelAPIError, UnexpectedModelBehavior, UsageLimitExceeded

    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, TooLarge):
            return "too_large"
        chain = chain.__cause__ or chain.__context__
    if isinstance(error, ModelAPIError | OSError):
        return "down"
    return (
        "rubbish" if isinstance(error, UnexpectedModelBehavior | UsageLimitExceeded | ValueError) else "down"
    )


class TooLarge(OSError):
    """The other side sends more than an answer can be."""


def _http() -> Any:
    """An httpx2 client that follows no redirect and stops reading at ``MAX_ANSWER_BYTES``."""
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
            if response.headers.get("content-encoding", "identity") != "identity":
                raise TooLarge("the answer is packed")
            response.stream = Capped(response.stream)
            return response

    return httpx2.AsyncClient(transport=Transport(), timeout=60.0, follow_redirects=False)


def _model(config: ModelConfig, http: Any) -> Any:
    if config.provider == "anthropic":
        from anthropic import AsyncAnthropic
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.providers.anthropic import AnthropicProvider

        claude = AsyncAnthropic(
            api_key=config.api_key or "none", base_url=config.base_url, http_client=http, max_retries=0
        )
        return AnthropicModel(config.model, provider=AnthropicProvider(anthropic_client=claude))
    from openai import AsyncOpenAI
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    client = AsyncOpenAI(
        api_key=config.api_key or "none", base_url=config.base_url, http_client=http, max_retries=0
    )
    return OpenAIChatModel(config.model, provider=OpenAIProvider(openai_client=client))
