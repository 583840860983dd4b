"""What an ERP adapter must do, and the vendor that it is given."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ErpVendor:
    """A vendor to create. ``tin`` is nine digits; it is shown by no repr and no log."""

    case_id: str
    reference: str
    name: str
    business_name: str
    classification: str
    tin: str = field(repr=False)
    tin_type: str
    tin_masked: str
    address: str
    city: str
    region: str
    zip: str
    email: str


class ErpError(Exception):
    """A call that failed. ``permanent`` False: try again; ``sent`` True: the other side may have acted."""

    def __init__(self, code: str, message: str, *, permanent: bool, sent: bool, wait: float = 0.0) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.permanent = permanent
        self.sent = sent
        self.wait = wait  # seconds that the other side asked us to wait


class ErpAdapter(Protocol):
    """Both calls may be repeated with the same key and give the same vendor."""

    name: str
    sandbox: bool

    def create(self, vendor: ErpVendor, key: str) -> str:
        """Create the vendor and return its id there. Raises ErpError."""
        ...

    def find(self, key: str) -> str | None:
        """The id of the vendor that was created with ``key``, or None. Raises ErpError."""
        ...
