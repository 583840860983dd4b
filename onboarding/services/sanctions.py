"""Taking in a sanctions list: kept in the data folder, put in force only when it can be trusted."""

import shutil
import tempfile
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from compliance.types import ProviderError
from onboarding import conf, wiring
from onboarding.models import SanctionsList
from onboarding.services import audit
from onboarding.services.errors import Invalid

NAME = wiring.LoadedList.name
FILES = frozenset({"sdn.csv", "alt.csv", "add.csv", "cons_prim.csv", "cons_alt.csv", "cons_add.csv"})
FOLDER = "sanctions"


def load(
    *, folder: Path, actor: str, published: date | None = None, accept_drop: bool = False
) -> SanctionsList:
    """Copy OFAC's list files and put them in force; the list before stays in force when they are refused.

    Raises Invalid with the reader's code: files missing, not as specified, too few parties, or, unless
    ``accept_drop``, far fewer than the list in force holds.
    """
    if not folder.is_dir():
        raise Invalid("sanctions_list_missing", f"There is no folder {folder}.")
    home = conf.data_dir() / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    before = SanctionsList.objects.filter(name=NAME, current=True).first()
    draft = Path(tempfile.mkdtemp(dir=home, prefix="."))
    try:
        for source in folder.iterdir():
            if source.name.lower() in FILES:
                shutil.copyfile(source, draft / source.name.lower())
        previous = 0 if before is None or accept_drop else before.entries
        version, parties = wiring.check_list(draft, published, previous)
        if not (home / version).exists():
            draft.rename(home / version)
    except ProviderError as error:
        raise Invalid(error.code, error.message) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return _put_in_force(version, parties, actor)


@transaction.atomic
def _put_in_force(version: str, parties: int, actor: str) -> SanctionsList:
    SanctionsList.objects.filter(name=NAME).exclude(version=version).update(current=False)
    values = {
        "entries": parties,
        "path": f"{FOLDER}/{version}",
        "current": True,
        "loaded_at": timezone.now(),
    }
    row, _ = SanctionsList.objects.update_or_create(name=NAME, version=version, defaults=values)
    data = {"list": NAME, "version": version, "entries": parties}
    audit.record(case=None, actor=actor, action="sanctions_list_loaded", data=data)
    return row
