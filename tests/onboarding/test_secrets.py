"""Keys, sealed values, look-ups, logs: a tax id is nowhere in the clear."""

import base64
import json
import logging

import pytest
from django.core.checks import run_checks
from django.core.files.storage import default_storage
from django.core.management import call_command

from onboarding import conf
from onboarding.models import Document, Event, Field, Mail, StepRun, VendorRecord
from onboarding.secrets.crypto import KeyRing, SealError
from onboarding.secrets.keys import local_secrets
from onboarding.secrets.logs import logging_config, scrub_text
from onboarding.secrets.masking import without_tins
from onboarding.services import files, intake
from tests import fakes
from tests.factories import vera_case
from tests.work import drain

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
OTHER = base64.urlsafe_b64encode(b"o" * 32).decode()


def test_a_sealed_value_opens_with_its_key_for_its_purpose_only():
    ring = KeyRing.parse(f"a:{KEY}", OTHER)
    sealed = ring.seal(b"123456789", "table.column")
    assert b"123456789" not in sealed
    assert ring.open(sealed, "table.column") == b"123456789"
    assert ring.seal(b"123456789", "table.column") != sealed
    for broken in (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"b" + sealed[1:]):
        with pytest.raises(SealError):
            ring.open(broken, "table.column")
    with pytest.raises(SealError):
        ring.open(sealed, "other.column")
    assert KeyRing.parse(f"b:{OTHER},a:{KEY}", OTHER).open(sealed, "table.column") == b"123456789"


def test_look_ups_need_the_index_key():
    one, other = KeyRing.parse(f"a:{KEY}", KEY), KeyRing.parse(f"a:{KEY}", OTHER)
    assert one.blind_index("123456789") == one.blind_index("123456789") != other.blind_index("123456789")


@pytest.mark.parametrize("keys", ["", "a:", f"{KEY}", "a:c2hvcnQ="])
def test_bad_keys_are_refused_at_the_door(keys):
    with pytest.raises(ValueError):
        KeyRing.parse(keys, KEY)


def test_local_secrets_are_made_once_and_private(tmp_path):
    made = local_secrets(tmp_path)
    assert local_secrets(tmp_path) == made
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("spelt", ["123-45-6789", "12-3456789", "123456789", "123 45 6789", "123.45.6789"])
def test_logs_hold_no_tax_id_and_no_link(spelt):
    config = logging_config("INFO")
    formatter = config["formatters"]["json"]
    handler = logging.Formatter
    from structlog.stdlib import ProcessorFormatter

    handler = ProcessorFormatter(
        foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
    )
    record = logging.LogRecord("x", logging.INFO, "f", 1, "GET /v/abcdef.secret/ with %s", (spelt,), None)
    line = handler.format(record)
    assert spelt not in line and "secret" not in line
    assert json.loads(line)["event"] == "GET /v/***/ with ***"


def test_what_is_no_tax_id_stays():
    text = "case 5f1d6c3e-1c8a-4f7e-9d0f-123456789012 took 1732389600 ms on 2026-11-23"
    assert scrub_text(text) == text


def test_ids_are_masked_in_any_spelling():
    assert without_tins("EIN 12-3456789 / 123 456 789 / 9123456789", ["123456789"]) == (
        "EIN ***-**-6789 / ***-**-6789 / 9123456789"
    )


@pytest.mark.django_db
def test_keys_can_be_changed(engines, settings):
    case = vera_case(contract_required=False)
    document = intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor").document
    drain()
    old = settings.VOUCH_TIN_KEYS
    settings.VOUCH_TIN_KEYS = f"fresh:{KEY},{old}"
    call_command("rotate_keys")
    settings.VOUCH_TIN_KEYS = f"fresh:{KEY}"
    assert "123456789" in Field.objects.get(name="ein").secret
    assert VendorRecord.objects.get().tin == "123456789"
    assert files.original(document=document) == fakes.w9()
    assert conf.key_ring().primary == "fresh"


@pytest.mark.django_db
def test_a_canary_is_nowhere_but_in_sealed_places(
    engines, caplog, private_data, mailoutbox, no_broker, django_capture_on_commit_callbacks
):
    canary = "12-7654321"
    case = vera_case(contract_required=False)
    flags = {"ein": canary, "account_numbers": f"see {canary}"}
    with caplog.at_level("DEBUG"), django_capture_on_commit_callbacks(execute=True):
        intake.submit(case=case, name="w9.pdf", content=fakes.w9(**flags), actor="vendor")
        intake.message_to_requester(case=case, text=f"my number is {canary}", actor="vendor")
        drain()
    assert no_broker and mailoutbox
    for spelt in ("127654321", canary, "7654321"):
        assert spelt not in caplog.text
        assert spelt not in str(no_broker)
        assert not [one for one in mailoutbox if spelt in one.body + one.subject]
        for model in (Field, Document, Event, Mail, StepRun, VendorRecord):
            names = [f.name for f in model._meta.concrete_fields if f.name not in {"secret", "tin"}]
            assert spelt not in str(list(model.objects.values(*names)))
        assert spelt not in str(list(case.decisions.values())) + str(list(case.notes.values()))
        for path in private_data.rglob("*"):
            assert not path.is_file() or spelt.encode() not in path.read_bytes(), path


@pytest.mark.django_db
def test_an_altered_file_is_refused(engines):
    case = vera_case(contract_required=False)
    document = intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor").document
    with default_storage.open(document.storage_key, "r+b") as file:
        file.seek(40)
        file.write(b"\0\0\0")
    with pytest.raises(Exception, match="file_unreadable"):
        files.original(document=document)


def test_a_production_run_is_refused_until_it_is_safe(settings):
    assert not [one for one in run_checks(tags=["security"]) if one.id and one.id.startswith("vouch")]
    settings.VOUCH_MODE = "production"
    settings.SECRET_KEY_FALLBACKS = []
    settings.VOUCH_TIN_KEYS = settings.VOUCH_INDEX_KEY = ""
    settings.DEBUG = settings.WEBHOOK_ALLOW_PRIVATE = True
    settings.DATABASE_URL = ""
    found = {one.id for one in run_checks(tags=["security"]) if one.id}
    assert {f"vouch.E{n:03}" for n in (2, 3, 5, 8, 9, 10, 11)} <= found
