"""Which parts of a page are covered before anybody sees it: a tax id is masked in pictures too."""

from onboarding.models import TIN_FIELDS, Document, Field, User
from onboarding.roles import may

Boxes = tuple[tuple[float, float, float, float], ...]


def tax_bearing(document: Document) -> bool:
    """Whether a tax id may stand in it. Only a document that is nothing but agreement is known to be free."""
    kinds = {part.kind for part in document.parts.all()}
    return kinds != {"contract"}


def cover(document: Document, number: int) -> Boxes | None:
    """Boxes to paint over on a page, in points; None when it cannot be known where an id may stand."""
    part = next((one for one in document.parts.all() if number in one.pages), None)
    if part is None or part.kind not in {"w9", "contract"}:
        return None
    if part.kind == "contract":
        return ()
    found = Field.objects.filter(part=part, name__in=TIN_FIELDS, page=number).exclude(box=None)
    boxes = {tuple(field.box) for field in found if field.box}
    if not boxes and number == part.pages[0]:
        return None
    return tuple((x0, top, x1, bottom) for x0, top, x1, bottom in sorted(boxes))


def may_open(user: User, document: Document, number: int) -> bool:
    """Whether the user may see this page at all: uncovered ones only with the right to see a tax id."""
    return cover(document, number) is not None or may(user, "see_tin")


def may_download(user: User, document: Document) -> bool:
    return may(user, "see_tin") or not tax_bearing(document)
