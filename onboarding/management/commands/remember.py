"""Decisions that were made before decisions were remembered."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from onboarding.services import precedents

ACTOR = "command:remember"


class Command(BaseCommand):
    help = (
        "Remember what people decided about clauses before decisions were remembered, so that the same words "
        "are recognised; --yes does it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="really remember; without it only counted")

    def handle(self, *args: Any, **options: Any) -> None:
        found = precedents.forgotten()
        for policy, count in sorted(Counter(found.values_list("finding__code", flat=True)).items()):
            self.stdout.write(f"{policy}: {count}")
        if options["yes"]:
            self.stdout.write(f"{precedents.remember(actor=ACTOR)} decisions remembered.")
        else:
            self.stdout.write(f"{found.count()} decisions would be remembered.")
