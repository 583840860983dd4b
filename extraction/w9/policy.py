"""When a person must look: the ratchet of the W-9. Doubt is only ever added, never taken away."""

from collections.abc import Sequence

from extraction.types import Issue
from extraction.w9 import readings
from extraction.w9.calibration import calibration
from extraction.w9.doubt import doubtful
from extraction.w9.reconcile import Readout

#: Fields whose error would hurt: each one must be sure, or the form goes to a person.
SERIOUS = ("name", "classification", "llc_class", "address", "city", "state", "zip", "ssn", "ein")
#: Marks that change what the form means.
MARKS = ("signed",)


def needs_person(readout: Readout, issues: Sequence[Issue]) -> bool:
    """True unless the form is clean and every serious field is sure."""
    table = calibration()
    if issues or readout.problems or readout.medium not in table.straight_media:
        return True
    if any(readings.DRAWN in flags for flags in readout.flags.values()):
        return True
    fields = [readout.fields[name] for name in (*SERIOUS, *MARKS) if name in readout.fields]
    if any(not table.sure(field.name, field.confidence) for field in fields):
        return True
    return not tin_sure(readout) or not _dated(readout)


def _dated(readout: Readout) -> bool:
    """Is the date a day? An unreadable one is the vendor's or ours to put right."""
    found = readout.fields.get("signature_date")
    return found is None or not found.value or not doubtful("signature_date", str(found.value))


def tin_sure(readout: Readout) -> bool:
    """Is the tax id believed without a person?

    Only when one id of nine digits stands in one box, the other box is surely empty, independent witnesses
    agree, nothing touches a printed line, and the medium is one that may be believed at all.
    """
    table = calibration()
    if readout.medium not in table.tin_media or readout.problems:
        return False
    if any(readout.flags.get(name) for name in ("ssn", "ein")):
        return False
    ids = [readout.fields[name] for name in ("ssn", "ein") if name in readout.fields]
    filled = [str(one.value) for one in ids if one.value]
    return (
        len(ids) == 2
        and len(filled) == 1
        and len(filled[0]) == 9
        and all(table.sure(one.name, one.confidence) for one in ids)
    )
