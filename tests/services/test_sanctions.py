"""Loading a sanctions list and screening against it. Every name and number is invented."""

import pytest
from django.core.management import CommandError, call_command

from compliance.types import CheckOutcome, VendorFacts
from onboarding import checks, wiring
from onboarding.models import Event, SanctionsList
from tests.compliance.screening import invented

pytestmark = pytest.mark.django_db
PARTIES = 5_100


def sdn(parties: int) -> str:
    """The invented list, filled up with parties whose names nobody has."""
    rest = "".join(
        f'{number},"ZYXQ {number:05} QWRTZ",-0- ,"SDGT"{invented._NULLS},-0- \n'
        for number in range(1_000, 1_000 + parties - 8)
    )
    return invented.SDN + rest


@pytest.fixture(autouse=True)
def by_list(settings, monkeypatch):
    settings.SANCTIONS_PROVIDER = "list"
    for made in (wiring._providers, wiring._listed):
        made.cache_clear()
    monkeypatch.setattr(wiring, "_engines", None)
    yield
    wiring._providers.cache_clear()


def screened(name: str) -> list[tuple[CheckOutcome, str]]:
    facts = VendorFacts(name, None, "123456789", "ein", "c_corp")
    found = wiring.build().screen(facts, "case-1").checks
    return [(one.outcome, one.list_version) for one in found if one.kind.value == "sanctions"]


def load(folder, parties=PARTIES, *options: str) -> None:
    call_command("load_sanctions", str(invented.write(folder, sdn(parties))), *options)


def test_a_loaded_list_is_screened_against(tmp_path, settings, capsys):
    load(tmp_path / "in", PARTIES, "--published", "2026-11-20")
    row = SanctionsList.objects.get()
    assert (row.entries, row.current) == (PARTIES, True)
    assert row.version.startswith("ofac-2026-11-20-") and row.version in capsys.readouterr().out
    assert screened("Velmora Shipbreaking Co. LLC") == [(CheckOutcome.POSSIBLE_MATCH, row.version)]
    assert screened("Blue Heron Logistics LLC") == [(CheckOutcome.CLEAR, row.version)]
    assert Event.objects.get(action="sanctions_list_loaded").data["entries"] == PARTIES
    assert checks.what_is_chosen_is_there(None) == []
    load(tmp_path / "in", PARTIES, "--published", "2026-11-20")
    assert SanctionsList.objects.count() == 1


def test_without_a_list_nothing_is_clear_and_the_check_says_so():
    assert [outcome for outcome, _ in screened("Blue Heron Logistics LLC")] == [CheckOutcome.UNAVAILABLE]
    assert [one.id for one in checks.what_is_chosen_is_there(None)] == ["vouch.E015"]


def test_a_list_that_is_empty_short_or_fell_sharply_is_refused(tmp_path):
    load(tmp_path / "good")
    good = SanctionsList.objects.get()
    for folder in ("nowhere", "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(CommandError, match="stays"):
            call_command("load_sanctions", str(tmp_path / folder))
    with pytest.raises(CommandError, match="only 8 parties"):
        load(tmp_path / "short", 8)
    load(tmp_path / "more", PARTIES + 600)
    with pytest.raises(CommandError, match="fell from 5700 to 5100"):
        load(tmp_path / "less", PARTIES)
    assert SanctionsList.objects.get(current=True).entries == PARTIES + 600
    load(tmp_path / "less", PARTIES, "--accept-drop")
    assert SanctionsList.objects.get(current=True) == good
    assert not [path for path in (tmp_path / "sanctions").iterdir() if path.name.startswith(".")]


def test_files_that_were_changed_after_loading_clear_nobody(tmp_path):
    load(tmp_path / "in")
    kept = tmp_path / SanctionsList.objects.get().path / "sdn.csv"
    kept.write_bytes(kept.read_bytes().replace(b"VELMORA", b"HARMLESS"))
    assert [outcome for outcome, _ in screened("Velmora Shipbreaking LLC")] == [CheckOutcome.UNAVAILABLE]
