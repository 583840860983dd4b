"""For somebody who lost the phone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onboarding.models import User
from onboarding.services import second_factor


class Command(BaseCommand):
    help = "Take the authenticator app off a staff account; the next sign-in may set up another."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']}.")
        if not second_factor.remove(user, actor="command:remove_second_factor"):
            raise CommandError(f"{user.username} has no second factor.")
        self.stdout.write(f"{user.username} signs in with the password alone until another is set up.")
