"""Authenticated encryption with key ids, and the keyed look-up of a tax id.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. A sealed value names its key, so old values stay
readable after a new key is put first, until ``manage.py rotate_keys`` has sealed them again.
"""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class SealError(Exception):
    """A sealed value that cannot be opened: unknown key, or it was altered."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by id; ``primary`` seals new values, every key opens. ``index_key`` is for look-ups only."""

    primary: str
    keys: dict[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)

    @classmethod
    def parse(cls, keys: str, index_key: str) -> "KeyRing":
        """Read ``id:base64,id:base64`` (the first is the primary) and a base64 index key of 32 bytes each."""
        ring: dict[str, bytes] = {}
        for item in keys.split(","):
            name, _, encoded = item.strip().partition(":")
            ring[name] = base64.urlsafe_b64decode(encoded)
            if not name or len(ring[name]) != 32:
                raise ValueError("VOUCH_TIN_KEYS: each key is id:base64 of 32 bytes")
        return cls(next(iter(ring)), ring, base64.urlsafe_b64decode(index_key))

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """Encrypt ``plain``; ``purpose`` is authenticated, so a value cannot be moved to another column."""
        nonce = os.urandom(NONCE_BYTES)
        body = AESGCM(self.keys[self.primary]).encrypt(nonce, plain, purpose.encode())
        return self.primary.encode() + b":" + nonce + body

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """Decrypt. Raises SealError for an unknown key or an altered value."""
        name, _, rest = sealed.partition(b":")
        key = self.keys.get(name.decode("ascii", "replace"))
        if key is None:
            raise SealError("the key of this value is not in VOUCH_TIN_KEYS")
        try:
            return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], purpose.encode())
        except InvalidTag as error:
            raise SealError("the value was altered or sealed for another purpose") from error

    def key_of(self, sealed: bytes) -> str:
        """The id of the key that sealed this value."""
        return sealed.partition(b":")[0].decode("ascii", "replace")

    def blind_index(self, value: str) -> str:
        """HMAC-SHA256 in hex: equal values have equal indexes, and without the key it cannot be guessed."""
        return hmac.new(self.index_key, value.encode(), hashlib.sha256).hexdigest()
