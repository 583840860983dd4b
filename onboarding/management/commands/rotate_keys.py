"""Sealing everything under the first key of VOUCH_TIN_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from onboarding.services import rotation


class Command(BaseCommand):
    help = "Seal every tax id and file again under the first key of VOUCH_TIN_KEYS; old keys can go then."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = rotation.rotate(actor="command:rotate_keys")
        self.stdout.write(
            f"{counts['values']} values and {counts['files']} files sealed under the first key."
        )
