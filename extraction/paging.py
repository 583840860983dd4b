"""Reads every page of a file: by its text layer, or from its picture where ``needs_ocr`` says so."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import MappingProxyType

from extraction import kinds, shown
from extraction.isolate_server import report_progress, seconds_left, sign_of_life
from extraction.kinds import Face
from extraction.options import Options
from extraction.readers import Look, needs_ocr, ocr
from extraction.readers.compare import layer_lies
from extraction.readers.hidden import INVISIBLE_MODE, Inspected
from extraction.readers.raster import Raster
from extraction.sources import Pages
from extraction.types import ExtractionError, HiddenText, Page, Part, Source

MAX_CHARACTERS = 2_000_000
RESERVE_SECONDS = 10.0  # of the wall clock, for splitting and for reading the parts
NOT_REACHED, NOT_TRIED, UNREADABLE = "ocr_unfinished", "ocr_off", "unreadable_page"

FormReader = Callable[[int], Part | None]


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as read. ``form`` is the W-9 found in its picture; ``lies`` when its text layer says
    something else than its picture."""

    page: Page
    hidden: tuple[HiddenText, ...] = ()
    form: Part | None = None
    lies: bool = False


class Clock:
    """The seconds that reading pictures may still use, of those until this process is killed."""

    def __init__(self, options: Options) -> None:
        left = min(options.deadline_seconds, seconds_left())
        self._end = time.monotonic() + left - RESERVE_SECONDS
        self._longest = 0.0

    @property
    def left(self) -> float:
        return max(self._end - time.monotonic(), 0.0)

    @property
    def enough(self) -> bool:
        """Is there time for one more form, as far as those before it tell?"""
        return self.left > self._longest

    def timed(self, read_form: FormReader, number: int) -> Part | None:
        began = time.monotonic()
        sign_of_life()
        form = read_form(number)
        self._longest = max(self._longest, time.monotonic() - began)
        return form


Known = Mapping[int, PageReading | None]


def read_pages(
    pages: Pages,
    layers: Sequence[Inspected],
    options: Options,
    read_form: FormReader,
    known: Known = MappingProxyType({}),
) -> Iterator[PageReading]:
    """The pages that ``inspected`` named, in that order. ``read_form`` tries to read a W-9 from a picture.

    ``known``: pages that were read before, None for one that could not be read.
    """
    clock = Clock(options)
    with ThreadPoolExecutor(options.ocr_workers) as pool:
        waiting: deque[PageReading | Future[PageReading]] = deque()
        done = 0
        for layer in layers:
            if layer.page.number in known:
                waiting.append(known[layer.page.number] or _given_up(layer))
            else:
                waiting.append(_started(pages, layer, options, clock, read_form, pool))
            while len(waiting) > options.ocr_workers or (waiting and done + len(waiting) == len(layers)):
                reading = waiting.popleft()
                done += 1
                yield reading.result() if isinstance(reading, Future) else reading
                report_progress(done, len(layers))


def _given_up(layer: Inspected) -> PageReading:
    page = replace(layer.page, words=(), source=Source.OCR, quality=0.0, problem=UNREADABLE)
    return PageReading(page, layer.hidden)


def scanned(layers: Sequence[Inspected]) -> tuple[int, ...]:
    """The numbers of the pages that must be read from their pictures."""
    return tuple(layer.page.number for layer in layers if needs_ocr(layer.page, layer.look))


def inspected(pages: Pages, numbers: Sequence[int]) -> Iterator[Inspected]:
    """The text layers of the pages ``numbers``. Raises ExtractionError ``too_long``, and ``corrupt`` when no
    page can be read; one among others that cannot be read is marked with ``problem``.
    """
    characters, broken = 0, 0
    for done, number in enumerate(numbers, start=1):
        try:
            layer = pages.layer(number)
        except ExtractionError:
            broken += 1
            if broken == len(numbers):
                raise
            layer = Inspected(Page(number, 0, 0, 0, (), Source.TEXT, 0.0, UNREADABLE), Look(), ())
        characters += sum(len(word.text) + 1 for word in layer.page.words)
        if characters > MAX_CHARACTERS:
            message = "This file holds more than two million characters. Please send the contract alone."
            raise ExtractionError("too_long", message)
        if done % 25 == 0:
            report_progress(0, len(numbers))  # a sign of life
        yield layer


def _started(
    pages: Pages,
    layer: Inspected,
    options: Options,
    clock: Clock,
    read_form: FormReader,
    pool: ThreadPoolExecutor,
) -> PageReading | Future[PageReading]:
    """The page itself, or its OCR under way. Pictures are drawn here: PDFium knows only one thread."""
    if not needs_ocr(layer.page, layer.look):
        return PageReading(layer.page, layer.hidden, lies=options.ocr and _shows_otherwise(pages, layer.page))
    page = replace(layer.page, source=Source.OCR, quality=0.0)
    if not options.ocr:
        return PageReading(replace(page, problem=NOT_TRIED), layer.hidden)
    if not clock.enough:
        return PageReading(replace(page, problem=NOT_REACHED), layer.hidden)
    form = clock.timed(read_form, page.number)
    if form is not None:
        return PageReading(replace(page, quality=1.0), _beyond_ocr_layer(layer), form)
    picture = pages.picture(page.number, ocr.DPI)
    if picture is None:
        return PageReading(layer.page, layer.hidden)
    return pool.submit(_recognised, layer, picture, clock)


def _shows_otherwise(pages: Pages, page: Page) -> bool:
    """A Form W-9 is left out: its own reader asks more witnesses about its tax id."""
    if kinds.face_of(page)[0] is Face.W9_FORM:
        return False
    return shown.otherwise(page.words, lambda: pages.picture(page.number, ocr.DPI))


def _recognised(layer: Inspected, picture: Raster, clock: Clock) -> PageReading:
    """OCR of a page; what its text layer said is compared with what was seen."""
    page = ocr.read_raster(picture, layer.page.number, clock.left)
    unseen = " ".join(hidden.text for hidden in layer.hidden if hidden.code == INVISIBLE_MODE)
    said = " ".join(word.text for word in layer.page.words) + " " + unseen
    seen = " ".join(word.text for word in page.words)
    if layer_lies(said, page.words, page.quality) or shown.contradicted(said, seen):
        return PageReading(page, layer.hidden, lies=True)
    return PageReading(page, _beyond_ocr_layer(layer))


def _beyond_ocr_layer(layer: Inspected) -> tuple[HiddenText, ...]:
    """Hidden text without the invisible letters that scanners lay over the picture of the same words."""
    return tuple(hidden for hidden in layer.hidden if hidden.code != INVISIBLE_MODE)
