"""Proving that the audit chain is whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onboarding.services import audit


class Command(BaseCommand):
    help = "Walk every audit chain and name the first bad entry of each; exit status 1 if there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        report = audit.verify()
        for problem in report.problems:
            self.stdout.write(problem)
        self.stdout.write(f"{report.events} entries in {report.chains} chains, seal {report.seal}")
        if not report.ok:
            raise CommandError(f"The audit chain is broken in {len(report.problems)} places.")
