"""Mails of a local run: one file each. Django's own name for a file is shared by workers forked from one."""

import uuid
from pathlib import Path

from django.core.mail.backends import filebased
from django.utils import timezone


class EmailBackend(filebased.EmailBackend):
    def _get_filename(self) -> str:
        """Where the messages of this connection go; asked once for each opening."""
        name = f"{timezone.now():%Y%m%d-%H%M%S}-{uuid.uuid4()}.log"
        return str(Path(self.file_path) / name)
