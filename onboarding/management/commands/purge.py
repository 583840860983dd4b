"""Removing closed cases whose time is over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from onboarding.models import Case
from onboarding.services import purge
from onboarding.services.errors import ServiceError

ACTOR = "command:purge"


class Command(BaseCommand):
    help = "Remove documents and personal data of cases past RETENTION_DAYS (or of --case); --yes does it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--case", help="reference of one closed case, whatever its age")
        parser.add_argument("--yes", action="store_true", help="really remove; without it only counted")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        wanted = options["case"]
        cases = Case.objects.filter(reference=wanted) if wanted else purge.due(now)
        if wanted and not cases.exists():
            raise CommandError(f"No case {wanted}.")
        for case in cases:
            if options["yes"]:
                try:
                    purge.purge(case=case, actor=ACTOR, now=now)
                except ServiceError as error:
                    raise CommandError(f"{case.reference}: {error.message}") from error
            self.stdout.write(f"{case.reference} {'removed' if options['yes'] else 'would be removed'}")
