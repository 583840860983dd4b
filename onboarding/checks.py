"""System checks: what no run must start with, and what a production run must not start with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from onboarding import conf, schema
from onboarding.antivirus import Clamd
from onboarding.models import SanctionsList
from onboarding.secrets.crypto import KeyRing


@register(Tags.security)
def production_is_safe(app_configs: Sequence[Any] | None, **_: object) -> list[CheckMessage]:
    """Errors for a production run with debug pages, missing keys, invented answers or no real services."""
    if not conf.production():
        return []
    return [*_keys(), *_providers(), *_services()]


@register()
def what_is_chosen_is_there(app_configs: Sequence[Any] | None, **_: object) -> list[CheckMessage]:
    """Errors for a judge without a model, a tax id service without an address, a list that is not loaded."""
    return [*_judge(), *_tin_service(), *_list(), *_scanner()]


@register(deploy=True)
def database_is_as_new(app_configs: Sequence[Any] | None, **_: object) -> list[CheckMessage]:
    """An error for a database that lacks migrations; for deployments alone, as migrate checks as well."""
    lacks = schema.what_lacks()
    return [Error(lacks, id="vouch.E019")] if lacks else []


def _judge() -> list[CheckMessage]:
    llm = conf.llm()
    if not llm.on:
        return []
    found: list[CheckMessage] = []
    if not llm.model:
        found.append(Error("A model is to be asked, but LLM_MODEL is not set.", id="vouch.E012"))
    if llm.provider not in {"openai", "anthropic", "local"}:
        found.append(Error("LLM_PROVIDER must be openai, anthropic or local.", id="vouch.E013"))
    if llm.provider == "local":
        return [*found, *_local_models(llm)]
    if not (llm.price_in or llm.price_out):
        hint = "Set LLM_PRICE_IN and LLM_PRICE_OUT, or leave them for a model that costs nothing."
        found.append(Warning("LLM_CASE_DOLLARS stops nothing: the prices are 0.", hint=hint, id="vouch.W001"))
    return found


def _local_models(llm: conf.LlmConf) -> list[CheckMessage]:
    folders = [Path(name) for name in (llm.model, llm.challenger) if name]
    hint = "It is a folder as transformers writes it, with config.json, tokenizer.json and *.safetensors."
    return [
        Error(f"No model stands in {folder}.", hint=hint, id="vouch.E018")
        for folder in folders
        if not (folder / "config.json").is_file()
    ]


def _tin_service() -> list[CheckMessage]:
    names = conf.engines()
    local = ("http://localhost", "http://127.0.0.1")
    if names.tin_provider != "http" or names.tin_url.startswith(("https://", *local)):
        return []
    return [Error("TIN_PROVIDER is http, but TIN_HTTP_URL is no https address.", id="vouch.E014")]


def _scanner() -> list[CheckMessage]:
    url = conf.engines().clamd_url
    try:
        if url:
            Clamd(url)
    except ValueError as error:
        return [Error(str(error), id="vouch.E016")]
    return []


def _list() -> list[CheckMessage]:
    if conf.engines().sanctions_provider != "list":
        return []
    try:
        if SanctionsList.objects.filter(current=True).exists():
            return []
    except DatabaseError:  # before the first migration
        return []
    hint = "Run manage.py load_sanctions FOLDER."
    return [Error("SANCTIONS_PROVIDER is list, but no list is loaded.", hint=hint, id="vouch.E015")]


def _keys() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    raw = conf.raw_secrets()
    for number, name in enumerate(("SECRET_KEY", "VOUCH_TIN_KEYS", "VOUCH_INDEX_KEY"), start=1):
        if not raw[name]:
            found.append(
                Error(
                    f"{name} is not set.", hint=f"Put {name} into the environment.", id=f"vouch.E00{number}"
                )
            )
    if raw["VOUCH_TIN_KEYS"]:
        try:
            KeyRing.parse(raw["VOUCH_TIN_KEYS"], raw["VOUCH_INDEX_KEY"])
        except ValueError as error:
            found.append(Error(str(error), id="vouch.E004"))
    return found


def _providers() -> list[CheckMessage]:
    names = conf.engines()
    pairs = (("TIN_PROVIDER", names.tin_provider), ("SANCTIONS_PROVIDER", names.sanctions_provider))
    found: list[CheckMessage] = [
        Error(f"{setting} is the sandbox, which invents its answers.", id="vouch.E005")
        for setting, name in pairs
        if name == "sandbox"
    ]
    if names.wiring:
        found.append(Error("WIRING replaces the engines; it is for tests.", id="vouch.E006"))
    if conf.erp().adapter == "http" and not conf.erp().url.startswith("https://"):
        found.append(Error("ERP_HTTP_URL must be an https address.", id="vouch.E007"))
    return found


def _services() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    state = conf.deployment()
    if state.debug:
        found.append(Error("DEBUG shows settings and variables to anybody.", id="vouch.E008"))
    if not state.base_url.startswith("https://"):
        found.append(Error("BASE_URL must be an https address: links carry secrets.", id="vouch.E009"))
    if state.sqlite:
        found.append(Error("DATABASE_URL is not set: production needs PostgreSQL.", id="vouch.E010"))
    if state.webhooks_inward:
        found.append(Error("WEBHOOK_ALLOW_PRIVATE lets webhooks reach your own network.", id="vouch.E011"))
    return found
