"""How a tax id is packed into the sealed column of its field."""

import json
from collections.abc import Sequence
from typing import Any


def pack(digits: str, witnesses: Sequence[dict[str, Any]] = ()) -> str:
    """JSON for ``Field.secret``; '' for no digits and no witnesses."""
    if not digits and not witnesses:
        return ""
    return json.dumps({"value": digits, "witnesses": list(witnesses)})
