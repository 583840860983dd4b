"""Which acceptances need two people."""

# To say that a tax id in use elsewhere, or one of another name, is fine moves money and tax reports.
TWO_PEOPLE = frozenset({"tin_in_use", "tin_match_mismatch"})


def needs_second(code: str) -> bool:
    return code in TWO_PEOPLE
