"""References to numbered parts: each finds the part that it names, or says that there is none."""

from extraction.contracts import read_text, references

REFERRING = """1. Definitions. None.

4. Fees. See Sections 4.1 and 6, Schedule 1, Article 2 and Section 4.1(b)(ii).

4.1 Rate. See Exhibit 4, Section 365 of the Bankruptcy Code, Section 6 of the Agreement or Section 9.

(b) Late. See Sections 4 and 30 days later.

Article II Term

6.0 Length. One year. See Sections 1128 of no law.

Schedule 1

All services.
"""


def test_each_reference_finds_what_it_names_or_nothing() -> None:
    document = read_text(REFERRING)
    ids = {section.id: section.number for section in document.sections}
    found = [(REFERRING[ref.start : ref.end], ids.get(ref.target or "")) for ref in references(document)]
    assert found == [
        ("Sections 4.1", "4.1"),
        ("6", "6.0"),
        ("Schedule 1", "Schedule 1"),
        ("Article 2", "Article II"),
        ("Section 4.1(b)(ii)", "4.1(b)"),
        ("Exhibit 4", None),
        ("Section 365", None),
        ("Section 6", "6.0"),
        ("Section 9", None),
        ("Sections 4", "4"),
    ]
