"""One question to one model: structured answer, bounded in time and bytes, without tools or redirects.

The libraries (``requirements-llm.txt``) are loaded at the first call, not with this module.
"""

import asyncio
import importlib
import threading
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from compliance.judge.answer import Answer
from compliance.judge.transport import Throttled, TooLarge, bounded_http


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Which model: ``openai`` means any OpenAI-compatible endpoint (``base_url`` ends in /v1).

    ``mode``: how the shape is asked for: ``native`` (JSON schema in the request) or ``prompted``.
    """

    provider: Literal["openai", "anthropic"]
    model: str
    base_url: str | None = None
    api_key: str = field(default="", repr=False)
    mode: Literal["native", "prompted"] = "native"


@dataclass(frozen=True, slots=True)
class Reply:
    """``answer`` is None unless ``outcome`` is ``answered``.

    ``throttled``: asked to slow down, for ``retry_after`` seconds if it said so. ``refused``: it will not
    answer this at all (a wrong key, an unknown model).
    """

    outcome: str  # answered, rubbish, down, timeout, too_large, too_long, throttled, refused
    answer: Answer | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    milliseconds: int = 0
    retry_after: float | None = None


class Client(Protocol):
    """Asks one model; never raises for anything the other side does."""

    name: str

    def load(self) -> str:
        """Make ready what the first call needs (it may take minutes): '' or the code of why it cannot be."""
        ...

    def ask(self, system: str, prompt: str, *, answer_tokens: int, seconds: float) -> Reply:
        """Return the reply within ``seconds`` (and a moment)."""
        ...


class PydanticClient:
    """A client through pydantic-ai."""

    def __init__(self, config: ModelConfig) -> None:
        self.name = f"{config.provider}:{config.model}"
        self._config = config

    def load(self) -> str:
        provider = self._config.provider
        try:
            importlib.import_module(f"pydantic_ai.models.{provider}")
            importlib.import_module(f"pydantic_ai.providers.{provider}")
        except ImportError:
            return "not_installed"
        return ""

    def ask(self, system: str, prompt: str, *, answer_tokens: int, seconds: float) -> Reply:
        started = time.monotonic()
        reply = _in_thread(_ask(self._config, system, prompt, answer_tokens), seconds)
        return replace(reply, milliseconds=int((time.monotonic() - started) * 1000))


def _in_thread(work: Coroutine[Any, Any, Reply], seconds: float) -> Reply:
    """Run in a loop of its own, whatever loop the caller may be in; give up when the time is over."""
    box: list[Reply] = []

    async def bounded() -> Reply:
        try:
            return await asyncio.wait_for(work, seconds)
        except TimeoutError:
            return Reply("timeout")
        except Exception:  # noqa: BLE001  the libraries fail in any way on an answer of no known shape
            return Reply("rubbish")  # and nothing of it is kept: its words may hold the document

    thread = threading.Thread(target=lambda: box.append(asyncio.run(bounded())), daemon=True)
    thread.start()
    thread.join(seconds + 2.0)
    return box[0] if box else Reply("timeout")


async def _ask(config: ModelConfig, system: str, prompt: str, answer_tokens: int) -> Reply:
    from pydantic_ai import Agent, NativeOutput, PromptedOutput
    from pydantic_ai.exceptions import AgentRunError, ModelTimeoutError, UserError
    from pydantic_ai.usage import RunUsage, UsageLimits

    shapes: dict[str, Any] = {"native": NativeOutput, "prompted": PromptedOutput}
    usage = RunUsage()
    async with bounded_http() as http:
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
            return Reply("timeout")
        except (AgentRunError, UserError, OSError, ValueError) as error:
            return replace(_failure(error), **_counted(usage))
        return Reply("answered", result.output, **_counted(usage))


def _counted(usage: Any) -> dict[str, Any]:
    return {"input_tokens": int(usage.input_tokens or 0), "output_tokens": int(usage.output_tokens or 0)}


def _failure(error: BaseException) -> Reply:
    """The kind of a failure; its words may hold the document and are not kept."""
    from pydantic_ai.exceptions import ModelAPIError, ModelHTTPError

    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, TooLarge):
            return Reply("too_large")
        if isinstance(chain, Throttled):
            return Reply("throttled", retry_after=chain.seconds)
        chain = chain.__cause__ or chain.__context__
    if isinstance(error, ModelHTTPError) and 400 <= error.status_code < 500:
        return Reply("refused")
    return Reply("down" if isinstance(error, ModelAPIError | OSError) else "rubbish")


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
