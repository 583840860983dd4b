"""Publishing the playbook."""

from typing import Any

from django.core.management.base import BaseCommand

from onboarding.services import policies


class Command(BaseCommand):
    help = (
        "Publish the playbook: each new or changed policy becomes a version; running it again adds nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        added = policies.publish(actor="command:load_policies")
        self.stdout.write(f"{added} policies are new or changed." if added else "The playbook is up to date.")
