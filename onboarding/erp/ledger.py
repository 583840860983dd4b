"""The built-in ledger: a table, and a CSV file that a person can open."""

import csv
import os
import secrets
from pathlib import Path

from django.db import IntegrityError, transaction

from onboarding import conf
from onboarding.erp.base import ErpVendor
from onboarding.models import VendorRecord

COLUMNS: tuple[str, ...] = (
    "number",
    "name",
    "business_name",
    "classification",
    "tin_masked",
    "address",
    "city",
    "region",
)
COLUMNS += ("zip", "email", "created_at")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


class LedgerAdapter:
    """Creates rows of VendorRecord; unique keys make a repeated create give the same row."""

    name = "ledger"
    sandbox = False

    def __init__(self, csv_path: Path) -> None:
        self.csv_path = csv_path

    def create(self, vendor: ErpVendor, key: str) -> str:
        try:
            with transaction.atomic():
                record = self._insert(vendor, key)
        except IntegrityError:
            record = VendorRecord.objects.get(idempotency_key=key)
        self.write_csv()
        return record.number

    def find(self, key: str) -> str | None:
        record = VendorRecord.objects.filter(idempotency_key=key).first()
        return record.number if record else None

    def _insert(self, vendor: ErpVendor, key: str) -> VendorRecord:
        values = {
            "name": vendor.name,
            "business_name": vendor.business_name,
            "classification": vendor.classification,
            "tin": vendor.tin,
            "tin_index": conf.key_ring().blind_index(vendor.tin),
            "tin_masked": vendor.tin_masked,
            "tin_type": vendor.tin_type,
            "address": vendor.address,
            "city": vendor.city,
            "region": vendor.region,
            "zip": vendor.zip,
            "email": vendor.email,
        }
        record = VendorRecord(number=f"tmp-{secrets.token_hex(6)}", case_id=vendor.case_id, **values)
        record.idempotency_key = key
        record.save(force_insert=True)
        record.number = f"LV-{record.pk:06d}"
        record.save(update_fields=["number"])
        return record

    def write_csv(self) -> None:
        """Write the whole file anew from the table and put it in place at once."""
        self.csv_path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.csv_path.with_name(f".vendors-{os.getpid()}-{secrets.token_hex(4)}.csv")
        with draft.open("x", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for record in VendorRecord.objects.order_by("pk").iterator():
                writer.writerow([neutral(getattr(record, column)) for column in COLUMNS])
        draft.replace(self.csv_path)
