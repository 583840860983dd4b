import json
from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from compliance.screening import TinQuery
from compliance.screening.http_tin import HttpTin, HttpTinConfig
from compliance.screening.irs_file import IrsFileTin, irs_name, parse_answers, write_request
from compliance.types import CheckOutcome, ProviderError

QUERY = TinQuery("O'Malley & Søns, Inc.", "123456789", "ein", "v-17")
DIGITS = "123456789"


@pytest.fixture
def service(httpserver: HTTPServer) -> Iterator[HttpTin]:
    yield HttpTin(HttpTinConfig(httpserver.url_for("/match"), "secret", b"k" * 32, 1.0, 1.0))


def test_a_request_file_is_as_the_irs_wants_it() -> None:
    text = write_request(
        [QUERY, TinQuery("José Niño", "912701234", "ssn", "v-18"), TinQuery("X", DIGITS, None)]
    )
    assert text == "1;123456789;OMALLEY & SONS INC;v-17\r\n2;912701234;JOSE NINO;v-18\r\n3;123456789;X;\r\n"


def test_names_lose_what_the_irs_refuses() -> None:
    assert irs_name("  Smith–Jones,  (Holdings) Co.  ") == "SMITH-JONES HOLDINGS CO"
    assert len(irs_name("A" * 60)) == 40


@pytest.mark.parametrize("query", [TinQuery("A", "12345", "ein"), TinQuery("...", DIGITS, "ein")])
def test_what_cannot_be_asked_is_refused_without_digits(query: TinQuery) -> None:
    with pytest.raises(ValueError) as caught:
        write_request([query])
    assert query.tin not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "tin_type", "outcome"),
    [
        ("0", "ein", CheckOutcome.CLEAR),
        ("1", "ein", CheckOutcome.INVALID),
        ("2", "ein", CheckOutcome.UNKNOWN),
        ("3", "ein", CheckOutcome.MISMATCH),
        ("4", "ein", CheckOutcome.UNAVAILABLE),
        ("6", "ein", CheckOutcome.MISMATCH),  # known as an SSN, given as an EIN
        ("6", "ssn", CheckOutcome.CLEAR),
        ("7", "ein", CheckOutcome.CLEAR),
        ("8", None, CheckOutcome.CLEAR),
    ],
)
def test_answers_of_the_irs(code: str, tin_type: str | None, outcome: CheckOutcome) -> None:
    answers = parse_answers(f"1;{DIGITS};OMalley & Sons Inc;v-17;{code}\r\n\x1a")
    result = IrsFileTin(answers).match(TinQuery("O'Malley", DIGITS, tin_type, "v-17"))
    assert result.outcome is outcome
    assert DIGITS not in repr(result) + repr(answers)


def test_a_vendor_without_an_answer_is_unavailable() -> None:
    with pytest.raises(ProviderError) as caught:
        IrsFileTin(()).match(QUERY)
    assert not caught.value.permanent


def test_a_broken_answer_names_its_line_only() -> None:
    with pytest.raises(ProviderError) as caught:
        parse_answers(f"1;{DIGITS};A;v-1;0\n1;{DIGITS};B;v-2;x\n")
    assert "Line 2" in str(caught.value)
    assert DIGITS not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"outcome": "match"}, CheckOutcome.CLEAR),
        ({"outcome": "mismatch"}, CheckOutcome.MISMATCH),
        ({"outcome": "unknown"}, CheckOutcome.UNKNOWN),
        ({"code": 3}, CheckOutcome.MISMATCH),
    ],
)
def test_a_service_is_asked(
    httpserver: HTTPServer, service: HttpTin, answer: dict[str, object], outcome: CheckOutcome
) -> None:
    httpserver.expect_request("/match", method="POST").respond_with_json({**answer, "request_id": "r-1"})
    assert service.match(QUERY).outcome is outcome


def test_a_repeated_question_has_the_same_key_and_the_key_hides_the_tax_id(
    httpserver: HTTPServer, service: HttpTin
) -> None:
    httpserver.expect_request("/match").respond_with_json({"outcome": "match"})
    for _ in range(2):
        service.match(QUERY)
    service.match(TinQuery(QUERY.name, "123456780", "ein", "v-17"))
    keys = [request.headers["Idempotency-Key"] for request, _ in httpserver.log]
    assert keys[0] == keys[1] != keys[2]
    assert DIGITS not in keys[0] + httpserver.log[0][0].url
    assert json.loads(httpserver.log[0][0].data)["tin"] == DIGITS


@pytest.mark.parametrize(
    ("status", "body", "permanent"),
    [
        (500, "boom 123456789", False),
        (429, "", False),
        (503, "", False),
        (401, "", True),
        (302, "", True),
        (200, "not json 123456789", False),
        (200, '{"outcome": "maybe 123456789"}', False),
        (200, "[]", False),
        (200, "x" * 200_000, False),
    ],
)
def test_failures_are_told_without_the_tax_id(
    httpserver: HTTPServer, service: HttpTin, status: int, body: str, permanent: bool
) -> None:
    httpserver.expect_request("/match").respond_with_data(body, status=status, headers={"Location": "/other"})
    with pytest.raises(ProviderError) as caught:
        service.match(QUERY)
    assert caught.value.permanent is permanent
    assert DIGITS not in repr(caught.value) + str(caught.value)


def test_silence_is_a_timeout(httpserver: HTTPServer, service: HttpTin) -> None:
    import time

    def silent(_: Request) -> Response:
        time.sleep(2.5)
        return Response("{}")

    httpserver.expect_request("/match").respond_with_handler(silent)
    with pytest.raises(ProviderError, match="tin_timeout") as caught:
        service.match(QUERY)
    assert not caught.value.permanent


def test_nobody_listening_can_be_tried_again() -> None:
    with pytest.raises(ProviderError, match="tin_unreachable") as caught:
        HttpTin(HttpTinConfig("http://127.0.0.1:9/match")).match(QUERY)
    assert not caught.value.permanent


def test_a_service_without_tls_is_refused() -> None:
    with pytest.raises(ValueError, match="https"):
        HttpTin(HttpTinConfig("http://tin.example.com/match"))
