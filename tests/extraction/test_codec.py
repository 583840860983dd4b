"""What goes over the pipe comes back whole; what goes out is masked."""

import json

from extraction import codec
from extraction.types import Extraction, Field, Issue, Kind, Part, Source, Status, Witness


def field(name: str, value: str) -> Field:
    return Field(name, value, 0.99, 1, (1.0, 2.0, 3.0, 4.0), Source.TEXT, (Witness(Source.TEXT, value, 0.9),))


def extraction(**values: str) -> Extraction:
    part = Part(Kind.W9, (1,), "2024-03", {name: field(name, value) for name, value in values.items()})
    return Extraction("a.pdf", "00", Status.ACCEPTED, None, 1, (part,), (Issue("x", "warning", "y"),), 0.5)


def test_round_trip():
    whole = extraction(name="Vera Vendor", ssn="987654321")
    assert codec.from_json(codec.to_json(whole)) == whole


def test_tax_ids_are_masked_everywhere_unless_asked():
    whole = extraction(ssn="987654321", account_numbers="my id 987-65-4321", name="Vera 987 65 4321")
    shown = json.dumps(codec.public(whole))
    assert "***-**-4321" in shown
    assert "98765" not in shown.replace("-", "").replace(" ", "")
    assert codec.public(whole, reveal_tin=True)["parts"][0]["fields"]["ssn"]["value"] == "987654321"


def test_masks():
    assert codec.mask_tin("ein", "12-3456789") == "**-***6789"
    assert codec.mask_tin("ssn", "12345") == "*****"
    assert codec.mask_tin("ssn", "Applied for") == "Applied for"
