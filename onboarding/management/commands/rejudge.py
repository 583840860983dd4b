"""Judging agreements again under the playbook and the model in force."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onboarding.management.local.cases import find_case
from onboarding.models import Case, Event, StepRun
from onboarding.services import rejudge, runner
from onboarding.services.errors import ServiceError
from onboarding.workflow.states import OPEN_TO_VENDOR, State

ACTOR = "command:rejudge"


class Command(BaseCommand):
    help = (
        "Judge the agreements of an open case again under the playbook and the model in force, and say what "
        "changed. A decided case is never judged again: --dry-run tells what would differ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", nargs="?", help="reference (V-XXXXXX) or id")
        parser.add_argument("--open", action="store_true", help="every case that is not decided")
        parser.add_argument("--decided", action="store_true", help="every decided case; needs --dry-run")
        parser.add_argument("--dry-run", action="store_true", help="compare only, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["case"]) + options["open"] + options["decided"] != 1:
            raise CommandError("Name a case, or give --open or --decided.")
        if options["decided"] and not options["dry_run"]:
            raise CommandError("A decided case is not judged again: use --dry-run.")
        for case in _cases(options):
            try:
                self._differences(case) if options["dry_run"] else self._judge(case)
            except ServiceError as error:
                raise CommandError(f"{case.reference}: {error.message}") from error

    def _judge(self, case: Case) -> None:
        runs = rejudge.rejudge(case=case, actor=ACTOR)
        if not runs:
            self.stdout.write(f"{case.reference}: judged by the versions in force already.")
        for run in runs:
            runner.run_step(run_id=run.pk)
            self.stdout.write(f"{case.reference} {run.document}: {_said(StepRun.objects.get(pk=run.pk))}")

    def _differences(self, case: Case) -> None:
        for one in rejudge.would_differ(case=case):
            if one.same:
                self.stdout.write(f"{case.reference} {one.document}: nothing would differ.")
                continue
            self.stdout.write(f"{case.reference} {one.document}:")
            for name, codes in (("new", one.appeared), ("gone", one.gone), ("new version", one.renewed)):
                for code in codes:
                    self.stdout.write(f"    {name}: {code}")


def _cases(options: dict[str, Any]) -> list[Case]:
    if options["case"]:
        return [find_case(options["case"])]
    if options["open"]:
        return list(Case.objects.filter(state__in=OPEN_TO_VENDOR).order_by("created_at"))
    ended = (State.APPROVED, State.ACTIVE, State.REJECTED)
    return list(Case.objects.filter(state__in=ended, purged_at=None).order_by("created_at"))


def _said(run: StepRun) -> str:
    event = Event.objects.filter(case_id=run.case_id, action="contract_judged").order_by("-number").first()
    if run.state != "done" or event is None:
        return f"a worker is on it ({run.words})." if run.open else f"{run.note}."
    appeared, gone = event.data["appeared"], event.data["gone"]
    if not appeared and not gone:
        return "judged again, the same findings."
    return f"judged again; new: {', '.join(appeared) or 'none'}; gone: {', '.join(gone) or 'none'}."
