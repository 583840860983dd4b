"""A causal language model of transformers on this machine, held to the answer's form at every token.

The model stands in a folder (config.json, tokenizer.json, *.safetensors); nothing is downloaded and no code
of the folder is run. torch and llguidance (``requirements-local-llm.txt``) are loaded with it, not before.
What the quote says is left to the model: one that cannot copy a quote shows that its answer rests on nothing.
"""

import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from compliance.judge.answer import Answer
from compliance.judge.client import Reply


@dataclass(frozen=True, slots=True)
class _Loaded:
    """``limit``: tokens of question and answer together, if the model says so."""

    model: Any
    tokenizer: Any
    words: Any  # the tokenizer as llguidance wants it
    grammar: str
    limit: int | None


@dataclass(slots=True)
class LocalClient:
    """Loads at the first use and keeps the model; asks one question at a time."""

    folder: Path
    name: str = ""
    _loaded: _Loaded | None = None
    _failed: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self.name = f"local:{self.folder.name}"

    def load(self) -> str:
        with self._lock:
            if self._loaded is None and not self._failed:
                self._loaded, self._failed = _load(self.folder)
            return self._failed

    def ask(self, system: str, prompt: str, *, answer_tokens: int, seconds: float) -> Reply:
        if self.load():
            return Reply(self._failed)
        assert self._loaded is not None
        with self._lock:
            return _ask(self._loaded, f"{system}\n\n{prompt}", answer_tokens, seconds)


def answer_schema() -> dict[str, Any]:
    """The answer's JSON schema with an end in sight: no further keys, and confidence in tenths."""
    schema: dict[str, Any] = Answer.model_json_schema()
    schema["additionalProperties"] = False
    schema["properties"]["confidence"] = {"enum": [tenth / 10 for tenth in range(11)]}
    return schema


def _load(folder: Path) -> tuple[_Loaded | None, str]:
    try:
        import torch
        from llguidance import LLMatcher
        from llguidance.hf import from_tokenizer
        from safetensors import SafetensorError
        from transformers import AutoModelForCausalLM, AutoTokenizer
    except ImportError:
        return None, "not_installed"
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        model: Any = AutoModelForCausalLM.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, dtype="auto"
        )
        config = model.config.get_text_config()
        words = from_tokenizer(tokenizer, n_vocab=config.vocab_size)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError):
        return None, "not_loaded"
    model.to("cuda" if torch.cuda.is_available() else "cpu").eval()
    grammar = LLMatcher.grammar_from_json_schema(
        json.dumps(answer_schema()), defaults={"whitespace_flexible": False}
    )
    limit = getattr(config, "max_position_embeddings", None)
    return _Loaded(model, tokenizer, words, grammar, limit), ""


def _ask(loaded: _Loaded, text: str, answer_tokens: int, seconds: float) -> Reply:
    import torch
    from llguidance import LLMatcher

    started = time.monotonic()
    asked = _tokens(loaded.tokenizer, text).to(loaded.model.device)
    length = asked.shape[1]
    if loaded.limit is not None and length + answer_tokens > loaded.limit:
        return Reply("too_long", input_tokens=length)
    with torch.inference_mode():
        tokens = loaded.model.generate(
            asked,
            attention_mask=torch.ones_like(asked),
            max_new_tokens=answer_tokens,
            max_time=seconds,
            do_sample=False,
            eos_token_id=loaded.tokenizer.eos_token_id,
            pad_token_id=loaded.tokenizer.eos_token_id,
            logits_processor=[_Held(LLMatcher(loaded.words, loaded.grammar), length)],
        )[0, length:]
    written = loaded.tokenizer.decode(tokens, skip_special_tokens=True)
    passed = time.monotonic() - started
    outcome, answer = _answer(written, in_time=passed < seconds)
    return Reply(outcome, answer, length, len(tokens), int(passed * 1000))


def _answer(written: str, *, in_time: bool) -> tuple[str, Answer | None]:
    """An answer that broke off is not in form: it ran out of time, or of tokens."""
    try:
        return "answered", Answer.model_validate_json(written)
    except ValidationError:
        return ("rubbish" if in_time else "timeout"), None


def _tokens(tokenizer: Any, text: str) -> Any:
    """The question as token ids of shape (1, n). Marks of the chat that others wrote are no marks.

    One message: not every template knows a system role.
    """
    for mark in tokenizer.get_added_vocab():
        text = text.replace(mark, " ")
    if tokenizer.chat_template is None:
        return tokenizer(text, return_tensors="pt")["input_ids"]
    messages = [{"role": "user", "content": text}]
    made = tokenizer.apply_chat_template(
        messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    return made["input_ids"]


class _Held:
    """Bars, at each step, every token with which the answer could not get its form any more."""

    def __init__(self, matcher: Any, length: int) -> None:
        self._matcher = matcher
        self._seen = length

    def __call__(self, tokens: Any, scores: Any) -> Any:
        """``tokens``: (1, n) ids so far; ``scores``: (1, vocabulary) for the next one."""
        import torch

        self._matcher.consume_tokens(tokens[0, self._seen :].tolist())
        self._seen = tokens.shape[1]
        allowed = np.frombuffer(self._matcher.compute_logit_bias(), dtype=np.uint8)[: scores.shape[1]]
        barred = torch.from_numpy(allowed == 0).to(scores.device)
        return scores.masked_fill(barred, float("-inf"))
