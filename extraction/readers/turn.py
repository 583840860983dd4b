"""Boxes of a page as it is displayed, brought back to the page as it is stored (unrotated)."""

from dataclasses import replace

from extraction.types import Box, ContractText, Page


def to_stored(box: Box, width: float, height: float, rotation: int) -> Box:
    """A box of the page turned clockwise by ``rotation`` on the stored page of ``width`` x ``height``."""
    x0, top, x1, bottom = box
    if rotation == 90:
        return _rounded(top, height - x1, bottom, height - x0)
    if rotation == 180:
        return _rounded(width - x1, height - bottom, width - x0, height - top)
    if rotation == 270:
        return _rounded(width - bottom, x0, width - top, x1)
    return _rounded(x0, top, x1, bottom)


def to_displayed(box: Box, width: float, height: float, rotation: int) -> Box:
    """The way back: a box of the stored page ``width`` x ``height`` on the page as it is shown."""
    turned = (height, width) if rotation % 180 else (width, height)
    return to_stored(box, *turned, (360 - rotation) % 360)


def _rounded(x0: float, top: float, x1: float, bottom: float) -> Box:
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


def upright(page: Page) -> Page:
    """The page as a reader holds it: boxes, width and height turned by its rotation, which becomes 0."""
    if not page.rotation:
        return page
    width, height = (page.height, page.width) if page.rotation % 180 else (page.width, page.height)
    words = tuple(
        replace(word, box=to_displayed(word.box, page.width, page.height, page.rotation))
        for word in page.words
    )
    return replace(page, width=width, height=height, rotation=0, words=words)


def contract_to_stored(contract: ContractText, pages: list[Page]) -> ContractText:
    """A contract read from upright pages, with its boxes on the stored ``pages``."""
    turned = {page.number: page for page in pages if page.rotation}
    if not turned:
        return contract
    words = tuple(
        replace(word, box=to_stored(word.box, page.width, page.height, page.rotation))
        if (page := turned.get(word.page)) is not None
        else word
        for word in contract.words
    )
    return replace(contract, words=words)
