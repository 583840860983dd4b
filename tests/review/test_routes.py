"""Every route and method x every kind of caller, from one checked-in table; a route missing there fails."""

import csv
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from onboarding.services import links
from tests import scenes
from tests.factories import vera_case

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("routes.csv")
CALLERS = (
    "anonymous",
    "vendor",
    "stranger",
    "norole",
    "outsider",
    "requester",
    "tax",
    "legal",
    "manager",
    "admin",
    "auditor",
)


def routes() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Every named route; the admin site counts by its index and change lists."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or pattern.pattern}"


def wanted(name: str) -> bool:
    return not name.startswith("admin:") or name == "admin:index" or name.endswith("_changelist")


def test_every_route_is_in_the_table() -> None:
    known = {row["route"] for row in routes()}
    found = {name for name in names(get_resolver().url_patterns) if wanted(name)}
    assert found - known == set(), "add these to tests/review/routes.csv"
    assert known - found == set(), "these are gone: take them out of tests/review/routes.csv"


def address(row: dict[str, str], scene: scenes.Scene, caller: str, other_token: str, forged: str) -> str:
    """The route with Vera's ids. A stranger has his own link, or a forged one where the route has no id."""
    if row["route"] in {"healthz", "readyz"}:
        return f"/{row['route']}"
    ids = {
        "case_id": scene.case.pk,
        "document_id": scene.form.pk,
        "item_id": scene.tax_item.pk,
        "finding_id": scene.finding.pk,
        "requirement_id": scene.need.pk,
        "push_id": scene.push.pk,
        "run_id": scene.run.pk,
        "proposal_id": scene.proposal.pk,
        "number": 1,
    }
    given = {name: ids[name] for name in row["ids"].split() if name != "token"}
    if "token" in row["ids"].split():
        own = other_token if len(given) else forged
        given["token"] = own if caller == "stranger" else scene.token
    return reverse(row["route"], kwargs=given)


def outcome(client: Client, row: dict[str, str], url: str) -> str:
    """The status, or ``login`` for the way to the log-in page."""
    data = dict(pair.split("=", 1) for pair in row["data"].split("&")) if row["data"] else {}
    send = getattr(client, row["method"].lower())
    kwargs = {"content_type": "application/json"} if row["method"] == "DELETE" else {}
    response = send(url, data, **kwargs)
    if response.status_code == 302 and "/login/" in response.headers["Location"]:
        return "login"
    return str(response.status_code)


def test_every_caller_gets_what_the_table_says(engines: object) -> None:
    people = {"requester": scenes.rob()}
    scene = scenes.in_review(requester=people["requester"])
    people = scenes.everybody()
    other = links.issue(case=vera_case(vendor_name="Wes LLC"), actor="system").token
    forged = f"{scene.link.handle}.{uuid.uuid4().hex}"
    wrong = []
    for row in routes():
        for caller in CALLERS:
            client = Client(raise_request_exception=False)
            with transaction.atomic():
                if caller in people:
                    client.force_login(people[caller], backend="django.contrib.auth.backends.ModelBackend")
                got = outcome(client, row, address(row, scene, caller, other, forged))
                transaction.set_rollback(True)
            if got != row[caller]:
                wrong.append(
                    f"{row['method']} {row['route']} by {caller}: {got}, the table says {row[caller]}"
                )
    assert wrong == [], "\n".join(wrong)
