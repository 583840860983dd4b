"""Handing in files from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onboarding.models import Case
from onboarding.services import intake, invitations, links
from onboarding.services.errors import ServiceError

ACTOR = "command:submit"


class Command(BaseCommand):
    help = (
        "Open a case for a vendor (or take --case) and hand in files; prints the case and the vendor's link."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--vendor", help="name of the vendor, for a new case")
        parser.add_argument("--email", default="", help="where the vendor gets mail")
        parser.add_argument("--case", help="reference of a case that exists (V-XXXXXX)")
        parser.add_argument("--no-contract", action="store_true", help="ask for the W-9 only")

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = options["files"]
        missing = [str(path) for path in paths if not path.is_file()]
        if missing:
            raise CommandError(f"No such file: {', '.join(missing)}")
        try:
            case = self._case(options)
            for path in paths:
                self._submit(case, path)
        except ServiceError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"case {case.reference}\nlink {links.issue(case=case, actor=ACTOR).url}")

    def _case(self, options: dict[str, Any]) -> Case:
        if options["case"]:
            case = Case.objects.filter(reference=options["case"]).first()
            if case is None:
                raise CommandError(f"No case {options['case']}.")
            return case
        return invitations.create_case(
            vendor_name=options["vendor"] or "",
            vendor_email=options["email"],
            contract_required=not options["no_contract"],
            actor=ACTOR,
            invite=False,
        )

    def _submit(self, case: Case, path: Path) -> None:
        done = intake.submit(
            case=case, name=path.name, content=path.read_bytes(), actor=ACTOR, source="command"
        )
        word = "known already" if done.duplicate else "taken in"
        self.stdout.write(f"{path.name}: {word}")
