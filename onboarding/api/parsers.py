"""JSON that a person could have written: bounded in size and depth."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

LONGEST = 1024 * 1024  # bytes


class BoundedJSONParser(JSONParser):
    """Raises ParseError for what is too long, too deep or no JSON."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        sent = stream.read(LONGEST + 1)
        if len(sent) > LONGEST:
            raise ParseError("This is longer than any request needs to be.")
        try:
            found: dict[str, Any] = json.loads(sent, parse_constant=self._refuse)
        except (ValueError, RecursionError) as error:
            raise ParseError("This is not JSON that can be read.") from error
        return found

    @staticmethod
    def _refuse(constant: str) -> None:
        raise ValueError(constant)
