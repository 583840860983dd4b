"""Secrets of the local mode: made once, kept in the data folder, readable by the owner alone."""

import base64
import json
import os
import secrets
from pathlib import Path


def _new_secrets() -> dict[str, str]:
    def key() -> str:
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()

    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "VOUCH_TIN_KEYS": f"k1:{key()}",
        "VOUCH_INDEX_KEY": key(),
    }


def local_secrets(folder: Path) -> dict[str, str]:
    """Return the secrets in ``folder/keys.json``, making the file on the first run.

    Two processes may start together: the file is linked into place whole, and whoever was second
    reads the winner's.
    """
    path = folder / "keys.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".keys-{os.getpid()}-{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(_new_secrets(), file)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its keys count
        finally:
            draft.unlink()
    found: dict[str, str] = json.loads(path.read_text())
    return found
