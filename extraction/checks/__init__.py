"""May this file be opened, and what is odd about it? One module a format."""

from extraction.types import Issue


def warning(code: str, message: str) -> Issue:
    return Issue(code, "warning", message)
