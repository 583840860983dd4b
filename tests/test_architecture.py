"""The house as ARCHITECTURE.md draws it: who may know whom, and how large a thing may grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("extraction", "compliance", "onboarding", "samples", "benchmarks", "tests")
OURS = {"extraction", "compliance", "onboarding", "samples", "benchmarks", "tests"}
FILE_LINES = 300
FUNCTION_LINES = 50

# The layers inside onboarding, lowest first. A module may import its own layer and those below.
LAYERS = {
    "secrets": 0,
    "workflow": 0,
    "models": 1,
    "selectors": 2,
    "readings": 2,
    "memory": 2,
    "shield": 2,
    "roles": 2,
    "services": 2,
    "erp": 2,
    "queue": 2,
    "tasks": 3,
    "web": 3,
    "portal": 3,
    "review": 3,
    "api": 3,
    "admin": 3,
    "management": 3,
}
WEB_FRAMEWORKS = {"django", "celery", "rest_framework", "kombu"}


def modules(package: str) -> list[Path]:
    return sorted(p for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts)


def imports(path: Path) -> Iterator[str]:
    """Every imported module of a file as a dotted name, relative imports resolved."""
    here = list(path.relative_to(ROOT).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*here[: len(here) - node.level], *([node.module] if node.module else [])])
            base = base if node.level else (node.module or "")
            yield from (f"{base}.{alias.name}" for alias in node.names)


def offences(package: str, forbidden: object) -> list[str]:
    found = []
    for path in modules(package):
        for name in imports(path):
            if callable(forbidden) and forbidden(path.relative_to(ROOT).as_posix(), name):
                found.append(f"{path.relative_to(ROOT)} imports {name}")
    return found


def test_extraction_knows_nobody() -> None:
    def forbidden(_: str, name: str) -> bool:
        top = name.split(".")[0]
        return top in (OURS - {"extraction"}) | WEB_FRAMEWORKS

    assert offences("extraction", forbidden) == []


def test_compliance_knows_only_the_nouns_of_extraction() -> None:
    def forbidden(path: str, name: str) -> bool:
        top = name.split(".")[0]
        if top == "extraction":
            allowed = name.startswith("extraction.types") or path == "compliance/__main__.py"
            training = path.startswith("compliance/training/") and name.startswith("extraction.contracts")
            return not (allowed or training)
        return top in (OURS - {"compliance"}) | WEB_FRAMEWORKS

    assert offences("compliance", forbidden) == []


def test_samples_draw_without_the_product() -> None:
    def forbidden(_: str, name: str) -> bool:
        return name.split(".")[0] in {"compliance", "onboarding", "tests"} | WEB_FRAMEWORKS

    assert offences("samples", forbidden) == []


def test_onboarding_layers_point_downwards() -> None:
    def layer(dotted: str) -> int | None:
        parts = dotted.split(".")
        return LAYERS.get(parts[1]) if len(parts) > 1 and parts[0] == "onboarding" else None

    def forbidden(path: str, name: str) -> bool:
        own = layer(path.removesuffix(".py").replace("/", "."))
        other = layer(name)
        return own is not None and other is not None and other > own

    assert offences("onboarding", forbidden) == []


def test_the_workflow_is_pure() -> None:
    def forbidden(path: str, name: str) -> bool:
        if not path.startswith("onboarding/workflow/"):
            return False
        return name.split(".")[0] in WEB_FRAMEWORKS or (
            name.startswith("onboarding.") and not name.startswith("onboarding.workflow")
        )

    assert offences("onboarding", forbidden) == []


def test_only_the_composition_root_builds_engines() -> None:
    nouns = ("extraction.types", "compliance.types", "extraction.codec")

    def forbidden(path: str, name: str) -> bool:
        engine = name.split(".")[0] in {"extraction", "compliance"} and not name.startswith(nouns)
        return engine and path not in {"onboarding/wiring.py", "onboarding/judging.py"}

    assert offences("onboarding", forbidden) == []


def test_only_conf_reads_settings() -> None:
    def forbidden(path: str, name: str) -> bool:
        return name == "django.conf.settings" and path != "onboarding/conf.py"

    assert offences("onboarding", forbidden) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_files_stay_small(package: str) -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in modules(package)
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert long == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_functions_stay_small(package: str) -> None:
    long = []
    for path in modules(package):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {lines} lines")
    assert long == []


def test_every_test_folder_is_a_package() -> None:
    folders = {p.parent for p in (ROOT / "tests").rglob("*.py")}
    assert [str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").exists()] == []
