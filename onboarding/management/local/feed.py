"""A running commentary: what happens to each case, one line an event, as it happens."""

from collections.abc import Callable

from django.utils import timezone

from onboarding import selectors
from onboarding.models import Case, Event, StepRun


class Feed:
    """Prints new events and steps of all cases. ``tell`` writes one line."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._seen = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self._words: dict[int, str] = {}

    def read(self) -> None:
        """Print what is new since the last call."""
        self._progress()
        for event in Event.objects.filter(pk__gt=self._seen, case__isnull=False).order_by("pk"):
            self._seen = event.pk
            self._line(event.case, selectors.describe(event))

    def _progress(self) -> None:
        running = StepRun.objects.filter(state__in=("running", "waiting")).select_related("case")
        current = {run.pk: run.words for run in running}
        for run in running:
            if run.words and self._words.get(run.pk) != run.words:
                self._line(run.case, run.words)
        self._words = current

    def _line(self, case: Case | None, words: str) -> None:
        name = case.vendor_name if case else ""
        self._tell(f"  {timezone.localtime():%H:%M:%S}  {name:<28.28}  {words}")
