"""What reviewers' reasons propose to change, tried and decided."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onboarding.models import Proposal, User
from onboarding.services import proposals, trials
from onboarding.services.errors import ServiceError


class Command(BaseCommand):
    help = (
        "List the open proposals that reviewers' decisions have led to. Nothing changes before an "
        "administrator accepts one, and none is accepted without a dry run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--build", action="store_true", help="draft what the decisions speak for")
        parser.add_argument("--try", dest="tried", type=int, metavar="ID", help="dry run")
        parser.add_argument("--last", type=int, default=trials.LAST, help="contracts of the dry run")
        parser.add_argument("--accept", type=int, metavar="ID")
        parser.add_argument("--decline", type=int, metavar="ID")
        parser.add_argument("--by", metavar="USER", help="the administrator who decides")
        parser.add_argument("--note", default="")
        parser.add_argument("--sentences", metavar="FILE", help="write accepted training sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._run(options)
        except ServiceError as error:
            raise CommandError(error.message) from error

    def _run(self, options: dict[str, Any]) -> None:
        if options["build"]:
            made = proposals.build(actor="command:proposals")
            self.stdout.write(f"{len(made)} new proposals.")
        if options["tried"]:
            self._said(proposals.dry_run(proposal=_find(options["tried"]), last=options["last"]))
        for name, act in (("accept", proposals.accept), ("decline", proposals.decline)):
            if options[name]:
                row = act(proposal=_find(options[name]), user=_user(options["by"]), note=options["note"])
                self.stdout.write(f"{row.pk} {row}: {row.get_state_display()}")
        if options["sentences"]:
            lines = proposals.training_lines()
            Path(options["sentences"]).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            self.stdout.write(f"{sum(not line.startswith('#') for line in lines)} sentences written.")
        for row in Proposal.objects.filter(state=Proposal.State.OPEN).order_by("pk"):
            self.stdout.write(f"{row.pk} {row}: {row.why}")

    def _said(self, result: dict[str, Any]) -> None:
        if "contracts" not in result:
            self.stdout.write(f"{result['sentences']} sentences; they count after the next training.")
            return
        found = (
            f"{result['contracts']} contracts, {result['asked']} findings",
            f"{result['appear_count']} would appear, {result['gone_count']} would go",
            f"{result['milder']} milder, {result['stricter']} stricter",
            f"{result['contradicts_count']} decisions say otherwise",
        )
        self.stdout.write("; ".join(found) + ".")
        for name in ("appear", "gone", "contradicts"):
            for one in result[name]:
                self.stdout.write(f"    {name}: {one['case']} {one['policy']} {one['quote'][:80]!r}")


def _find(number: int) -> Proposal:
    row = Proposal.objects.filter(pk=number).first()
    if row is None:
        raise CommandError(f"No proposal {number}.")
    return row


def _user(name: str | None) -> User:
    user = User.objects.filter(username=name or "", is_active=True).first()
    if user is None:
        raise CommandError("Name the administrator with --by.")
    return user
