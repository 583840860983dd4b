"""The virus scanner: what it finds is not opened or given out; without its word nothing goes on."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from onboarding import checks, wiring
from onboarding.antivirus import Clamd, ScannerDown
from onboarding.models import Document, StepRun, WorkState
from onboarding.services import intake, links, runner
from tests import fakes
from tests.factories import vera_case
from tests.work import drain, hurry

BAD = b"THE TEST SIGNATURE"


class Server(socketserver.ThreadingTCPServer):
    """clamd's side of INSTREAM as its manual says; ``answer`` replaces the verdict."""

    allow_reuse_address = True
    daemon_threads = True
    answer: bytes | None = None


class Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert self._take(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self._take(4))[0]:
            content += self._take(size)
        verdict = b"stream: Test.Signature FOUND\0" if BAD in content else b"stream: OK\0"
        assert isinstance(self.server, Server)
        self.request.sendall(verdict if self.server.answer is None else self.server.answer)

    def _take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            taken += self.request.recv(size - len(taken))
        return taken


@pytest.fixture
def scanner() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def url(server: Server) -> str:
    return f"tcp://127.0.0.1:{server.server_address[1]}"


@pytest.fixture
def scanned(scanner, settings) -> Iterator[Server]:
    settings.CLAMD_URL = url(scanner)
    with wiring.use(replace(fakes.engines(), scan=Clamd(url(scanner)).scan)):
        yield scanner


def test_the_verdicts(scanner, tmp_path):
    clean, bad = tmp_path / "clean", tmp_path / "bad"
    clean.write_bytes(b"x" * 300_000)
    bad.write_bytes(b"x" * 70_000 + BAD)
    assert Clamd(url(scanner)).scan(clean) is None
    assert Clamd(url(scanner)).scan(bad) == "Test.Signature"


@pytest.mark.parametrize(
    "answer",
    [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK FOU", b"stream: x ERROR\0", b"\xff\0"],
)
def test_anything_but_a_verdict_is_none(scanner, tmp_path, answer):
    scanner.answer = answer
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(ScannerDown):
        Clamd(url(scanner)).scan(tmp_path / "file")


def test_nobody_there(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    for address in (f"unix://{tmp_path}/no.socket", "tcp://127.0.0.1:1"):
        with pytest.raises(ScannerDown):
            Clamd(address).scan(tmp_path / "file")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["http://127.0.0.1", "127.0.0.1:3310", "tcp://", "unix://"])
def test_an_address_that_is_none_is_said_at_the_start(settings, address):
    with pytest.raises(ValueError):
        Clamd(address)
    settings.CLAMD_URL = address
    assert [one.id for one in checks.what_is_chosen_is_there(None)] == ["vouch.E016"]


@pytest.mark.django_db
def test_a_clean_file_is_read_and_an_infected_one_is_refused_and_kept_away(scanned, client):
    case = vera_case(contract_required=False)
    token = links.issue(case=case, actor="system").token
    bad = intake.submit(case=case, name="w9.pdf", content=fakes.w9() + BAD, actor="vendor").document
    drain()
    bad.refresh_from_db()
    assert (bad.status, bad.code) == ("rejected", "malware") and "virus" in bad.message
    assert not bad.parts.exists()
    page = client.get(reverse("portal:home", args=[token])).content.decode()
    assert "virus scanner found something" in page
    assert client.get(reverse("portal:download", args=[token, bad.pk])).status_code == 404
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    drain()
    case.refresh_from_db()
    assert case.state == "active", "the case goes on with a clean file"


@pytest.mark.django_db
def test_while_the_scanner_is_away_files_wait_for_as_long_as_it_takes(scanned, client):
    scanned.answer = b""
    case = vera_case(contract_required=False)
    token = links.issue(case=case, actor="system").token
    document = intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor").document
    run = StepRun.objects.get(document=document)
    for _ in range(5):
        runner.run_step(run_id=run.pk)
        run.refresh_from_db()
        assert (run.state, run.attempts) == (WorkState.QUEUED, 0)
        assert run.not_before > timezone.now() and "virus scanner does not answer" in run.note
        hurry()
    document.refresh_from_db()
    assert document.status == Document.Status.RECEIVED and not document.parts.exists()
    assert client.get(reverse("portal:download", args=[token, document.pk])).status_code == 404
    scanned.answer = None
    drain()
    document.refresh_from_db()
    assert document.status == Document.Status.ACCEPTED
    assert client.get(reverse("portal:download", args=[token, document.pk])).status_code == 200
