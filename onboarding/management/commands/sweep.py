"""One round of the sweeper by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from onboarding.services import sweeper


class Command(BaseCommand):
    help = "Free stuck work and hand over what is due, as the scheduler does every 30 seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        done = sweeper.sweep()
        self.stdout.write(f"{done['requeued']} handed over, {done['stopped']} given up.")
