"""Accounts for each role, with random passwords that are printed once."""

from typing import Any

from django.core.management.base import BaseCommand

from onboarding.services import staff


class Command(BaseCommand):
    help = "Make a staff account for each role that has none; prints each password once."

    def handle(self, *args: Any, **options: Any) -> None:
        made = staff.create_missing(actor="command:create_staff")
        if not made:
            return
        self.stdout.write("Staff accounts (the passwords are shown this once):")
        for account in made:
            roles = ", ".join(role.value for role in account.roles)
            self.stdout.write(f"  {account.username:<10} {account.password}   {roles}")
