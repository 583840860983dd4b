"""Recomputing the decisions of a case."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onboarding.management.local.cases import find_case
from onboarding.services import replay


class Command(BaseCommand):
    help = (
        "Recompute every decision of a case from its stored facts and compare; exit status 1 if one differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", help="reference (V-XXXXXX) or id")

    def handle(self, *args: Any, **options: Any) -> None:
        case = find_case(options["case"])
        found = replay.replay(case=case)
        for one in found:
            mark = "same" if one.same else "DIFFERS"
            self.stdout.write(
                f"{one.decision.created_at:%Y-%m-%d %H:%M:%S} {one.decision.outcome:<11} {mark}"
            )
            for line in one.differences:
                self.stdout.write(f"    {line}")
        if not all(one.same for one in found):
            raise CommandError("A decision does not follow from its stored facts.")
