"""Schedules that describe services: the long, harmless part of a master agreement."""

SERVICES = (
    ("Help desk", "answering questions of users by telephone and e-mail", "tickets", "help desk report"),
    ("Network monitoring", "watching routers, switches and links", "alerts", "network report"),
    ("Payroll files", "preparing and checking payroll files", "files", "reconciliation sheet"),
    ("Data cleansing", "finding and correcting duplicate records", "records", "quality report"),
    ("Print and mail", "printing and posting letters to customers", "letters", "postage report"),
    ("Document scanning", "scanning and indexing paper files", "pages", "index file"),
    ("Web hosting", "running the public web site", "pages served", "availability report"),
    ("Translation", "translating manuals and notices", "words", "translated texts"),
    ("Training courses", "teaching new users", "courses", "attendance list"),
    ("Field repairs", "repairing equipment on site", "visits", "visit report"),
    ("Call handling", "taking orders by telephone", "calls", "call summary"),
    ("Returns processing", "receiving and sorting returned goods", "parcels", "returns ledger"),
    ("Fleet tracking", "locating vehicles and planning routes", "vehicles", "mileage report"),
    ("Survey analysis", "designing surveys and reading the answers", "surveys", "survey report"),
    ("Archive storage", "keeping boxes of records in a dry store", "boxes", "store list"),
)
REGIONS = ("the eastern region", "the western region")


def schedules(count: int) -> dict[str, list[str]]:
    """``count`` schedules, each of about four hundred and fifty words, numbered from 1."""
    found: dict[str, list[str]] = {}
    for i in range(count):
        name, work, unit, report = SERVICES[i % len(SERVICES)]
        region = REGIONS[i // len(SERVICES) % len(REGIONS)]
        found[f"Schedule {i + 1}: {name} for {region}"] = _paragraphs(name, work, unit, report, region, i)
    return found


def _paragraphs(name: str, work: str, unit: str, report: str, region: str, i: int) -> list[str]:
    team, volume, hours = 4 + i % 7, 400 + 35 * i, 7 + i % 3
    return [
        f"Purpose. This schedule describes the {name.lower()} service. It consists of {work} in {region}. "
        f"The service is performed from Vendor's premises unless the plan of the month says otherwise.",
        f"Team. Vendor assigns a team of {team} people to the service, led by a coordinator who has done "
        f"like work for at least three years. The coordinator knows the premises, the systems and the people "
        f"of Customer who take part in the service, and keeps a list of them.",
        f"Daily routine. The team starts work at {hours}:00 and reads the messages of the night first. It "
        f"sorts the {unit} of the day by urgency, marks those that need an answer from Customer, and works "
        f"through the rest in the order of arrival. At the end of the day the coordinator counts the {unit} "
        f"done, the {unit} open and the reasons why they are open.",
        f"Volumes. The plan assumes about {volume} {unit} a month. The volume is an assumption for planning "
        f"the team. The coordinator compares it with the actual number of {unit} in the monthly meeting.",
        "What Customer provides. Customer provides a work area for visits, access cards, a list of the "
        "persons who may ask for the service, and the manuals of the systems concerned. A manual may be "
        "provided in electronic form.",
        f"Reports. Vendor delivers the {report} by the fifth working day of each month. It shows the number "
        f"of {unit}, how long they took, the oldest open one, and what was learned. Charts are drawn in the "
        f"same manner every month so that months can be compared.",
        f"Meetings. The coordinator and Customer's service manager meet each month for an hour. They "
        f"read the {report}, agree on what to improve, and write down who does it. Minutes are kept.",
        f"Quality. One in fifty {unit} is looked at again by a second person of the team. What the second "
        f"person finds is discussed with the team in the following week and added to the team's notes.",
        f"Handover notes. The team keeps written notes on how the {name.lower()} service is done: the steps, "
        f"the exceptions, the names of files and where they are kept. The notes are read by every new member "
        f"of the team in the first week.",
        f"Equipment. Vendor's people use the computers and telephones that Vendor gives them. Special "
        f"equipment for the {name.lower()} service is listed in an inventory that the coordinator checks "
        f"twice a year. Worn parts are noted and replaced in the order of age.",
        f"Calendar. The service runs on working days of {region}. The coordinator sends a calendar of the "
        f"coming year in November, with the days on which a smaller team is at work. The days around the end "
        f"of a quarter are busy ones, and nobody of the team takes leave on them.",
        f"Improvement. Each quarter the team picks one step that takes too long and tries a simpler way for "
        f"two weeks. If it saves time and the quality is the same, the notes are changed. If not, the team "
        f"returns to the old way. The trials of the year are listed in the December {report}.",
    ]
