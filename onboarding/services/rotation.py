"""Sealing everything again under the primary key, so that an old key can be taken away."""

import base64
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Model

from onboarding import conf
from onboarding.models import Document, Field, PageRun, VendorRecord, WebhookEndpoint
from onboarding.models.encrypted import EncryptedField
from onboarding.services import audit, files

SEALED = (Field, VendorRecord, WebhookEndpoint, PageRun)


def rotate(*, actor: str) -> dict[str, int]:
    """Seal columns and files that another key sealed. May be stopped and run again. Returns counts."""
    counts = {"values": 0, "files": 0}
    for model in SEALED:
        for column in model._meta.get_fields():
            if isinstance(column, EncryptedField):
                counts["values"] += _column(model, column.name)
    for document in Document.objects.iterator():
        for key, purpose in _keys(document):
            counts["files"] += _file(key, purpose)
    audit.record(case=None, actor=actor, action="keys_rotated", data=dict(counts))
    return counts


def _column(model: type[Model], name: str) -> int:
    ring = conf.key_ring()
    count = 0
    for pk, sealed in _stored(model._meta.db_table, name):
        if ring.key_of(base64.urlsafe_b64decode(sealed)) == ring.primary:
            continue
        with transaction.atomic():
            row = model._default_manager.select_for_update().get(pk=pk)
            row.save(update_fields=[name])
        count += 1
    return count


def _stored(table: str, column: str) -> Iterator[tuple[int, str]]:
    """The column as it stands in the database, still sealed."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {quote(column)} FROM {quote(table)} WHERE {quote(column)} <> ''"  # noqa: S608 our own names
        )
        yield from cursor.fetchall()


def _keys(document: Document) -> tuple[tuple[str, str], ...]:
    return ((document.storage_key, files.ORIGINAL), (f"{document.storage_key}.reading", files.READING))


def _file(key: str, purpose: str) -> int:
    ring = conf.key_ring()
    if not default_storage.exists(key):
        return 0
    with default_storage.open(key) as file:
        if ring.key_of(file.read(64)) == ring.primary:
            return 0
    files.put(key, files.get(key, purpose), purpose)
    return 1
