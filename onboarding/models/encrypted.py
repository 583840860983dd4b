"""A text column whose content only this application can read."""

import base64
from typing import TYPE_CHECKING, Any

from django.db import models

from onboarding import conf


def seal_text(plain: str, purpose: str) -> str:
    return base64.urlsafe_b64encode(conf.key_ring().seal(plain.encode(), purpose)).decode()


def open_text(sealed: str, purpose: str) -> str:
    return conf.key_ring().open(base64.urlsafe_b64decode(sealed), purpose).decode()


if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField


class EncryptedField(TextField):
    """Sealed on the way in, opened on the way out; empty stays empty. It cannot be searched or ordered.

    The purpose that is authenticated is ``table.column``, so a value moved to another column does not open.
    """

    def _purpose(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        return seal_text(str(value), self._purpose()) if value else ""

    def from_db_value(self, value: str | None, *_: object) -> str:
        return open_text(value, self._purpose()) if value else ""
