"""Taking in a sanctions list."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from onboarding.services import sanctions
from onboarding.services.errors import Invalid


class Command(BaseCommand):
    help = (
        "Put OFAC's list in force for SANCTIONS_PROVIDER=list. The folder holds sdn.csv, alt.csv, add.csv, "
        "perhaps cons_*.csv. A list that is broken, short or much shorter than the last one is refused."
    )
    requires_system_checks: list[str] = []  # one of them asks for what is done here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--published", type=date.fromisoformat, help="day of publication, YYYY-MM-DD")
        parser.add_argument(
            "--accept-drop", action="store_true", help="take a list that is much shorter than the last one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            row = sanctions.load(
                folder=options["folder"],
                actor="command:load_sanctions",
                published=options["published"],
                accept_drop=options["accept_drop"],
            )
        except Invalid as error:
            raise CommandError(f"{error.message} The list in force stays.") from error
        self.stdout.write(f"{row.version} is in force: {row.entries} parties.")
