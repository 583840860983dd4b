"""The server answers as its own schema says, also to requests that nobody would write by hand."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from onboarding.wsgi import application
from tests import scenes
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = examples(
    max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def token() -> str:
    from knox.models import AuthToken

    user = UserFactory(username="robot", roles=["manager"])
    return AuthToken.objects.create(user=user)[1]


def test_the_documentation_page_needs_no_inline_script(client):
    page = client.get(reverse("api:docs"))
    assert page.status_code == 200
    body = page.content.decode()
    assert body.count("<script") == body.count("<script src=")


@pytest.fixture
def one_connection():
    """A bare WSGI call closes the database connection at its end, as a server must and a test cannot."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_answers_keep_to_the_schema(engines, one_connection, settings):
    settings.DEBUG_PROPAGATE_EXCEPTIONS = True
    scenes.in_review()
    headers = {"Authorization": f"Token {token()}"}
    schema = schemathesis.openapi.from_wsgi(reverse("api:schema"), application)
    seen, wrong = 0, []
    for found in schema.get_all_operations():
        operation = found.ok()
        seen += 1

        @EXAMPLES
        @given(case=operation.as_strategy())
        def answers(case):
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)

        try:
            answers()
        except FailureGroup as group:
            wrong.append(f"{operation.label}: {group.exceptions}")
    assert wrong == [], "\n".join(wrong)
    assert seen >= 17
