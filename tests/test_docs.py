"""What the documents list is what the code has."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from onboarding.variables import SETTINGS
from onboarding.workflow.states import State

ROOT = Path(__file__).resolve().parent.parent


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(name: str, heading: str) -> dict[str, list[str]]:
    """The table under a heading: first cell (a name in backticks) -> the other cells."""
    section = text(name).split(f"## {heading}\n")[1].split("\n## ")[0]
    found = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            found[cells[0].strip("`")] = cells[1:]
    return found


def test_the_readme_lists_every_setting_with_its_default_and_meaning() -> None:
    documented = {
        name: (cells[0].strip("`"), cells[1]) for name, cells in rows("README.md", "Settings").items()
    }
    assert documented == {item.name: (item.default, item.meaning.replace("|", "\\|")) for item in SETTINGS}


def test_the_architecture_lists_every_state() -> None:
    assert set(rows("ARCHITECTURE.md", "The states of a case")) == {state.value for state in State}


def test_every_command_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"manage\.py (\w+)", text("README.md")))
    assert named
    assert named <= set(get_commands())


def test_every_make_target_that_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", text("Makefile"), re.MULTILINE))
    named = {
        target
        for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")
        for target in re.findall(r"`make ([\w-]+)", text(name))
    }
    assert named <= targets


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_every_path_that_a_document_names_exists(name: str) -> None:
    named = set(
        re.findall(
            r"`((?:extraction|compliance|onboarding|samples|tests|docs|benchmarks)/[\w./-]*)`", text(name)
        )
    )
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
