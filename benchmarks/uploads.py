"""Hostile files and hostile names through the web: a copy of the whole product, driven from outside.

    VOUCH_DATA=... python -m benchmarks.uploads [--sample N] [--only CLASS,CLASS] [--show]

Starts ``manage.py up`` in a folder of its own (SQLite, embedded broker, real engines), opens a case for each
file and sends it in turn through the portal and the API. Prints PASS or FAIL: no answer of 500 and above, no
process that ended, every file at rest in 60 s with the outcome the manifest expects, a code and a sentence
where it was not taken, nothing served inline, the case never stuck, no temporary folder left.
"""

import argparse
import json
import os
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.hostile import Memory
from benchmarks.product import Product

OUTCOMES = {"accepted": "accept", "warning": "warn", "rejected": "reject", "needs_human": "warn"}
STUCK = {"invited", "processing", "failed"}
MAX_SECONDS, MAX_BYTES = 60.0, 1500 * 1024 * 1024
GOOD_NAME = "document"


@dataclass
class Upload:
    """One file under one name; ``wrong`` says what should not have happened."""

    name: str
    content: bytes
    cls: str
    expected: list[str]
    policy: bool
    case: str = ""
    document: str = ""
    link: str = ""
    started: float = 0.0
    seconds: float = 0.0
    answer: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Client:
    """A manager's program and a vendor's browser. Every status is counted."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.http = httpx.Client(base_url=product.base, timeout=60)
        self.statuses: Counter[int] = Counter()
        answer = self.call(
            "POST",
            "/api/v1/tokens",
            json={"username": "manager", "password": product.password("manager")},
        )
        self.manager = {"Authorization": f"Token {answer.json()['token']}"}

    def call(self, method: str, address: str, **more: Any) -> httpx.Response:
        answer = self.http.request(method, address, **more)
        self.statuses[answer.status_code] += 1
        return answer

    def open_case(self, upload: Upload, number: int) -> None:
        wanted: dict[str, Any] = {
            "vendor_name": f"Vendor {number}",
            "vendor_email": f"v{number}@vendor.example",
            "contract_required": False,
        }
        answer = self.call("POST", "/api/v1/cases", json=wanted, headers=self.manager)
        upload.case = answer.json()["id"]
        end = time.monotonic() + MAX_SECONDS
        while not (link := self.product.link_of(wanted["vendor_email"])) and time.monotonic() < end:
            time.sleep(0.2)
        upload.link = link

    def send(self, upload: Upload, *, portal: bool) -> None:
        upload.started = time.monotonic()
        if portal:
            page = self.call("GET", upload.link)
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
            answer = self.call(
                "POST",
                f"{upload.link}upload/",
                files={"files": (upload.name, upload.content)},
                headers={"X-CSRFToken": token[1] if token else "", "Accept": "application/json"},
            )
            sentence = answer.json().get("message", "") if "json" in answer.headers["Content-Type"] else ""
        else:
            answer = self.call(
                "POST",
                f"/api/v1/cases/{upload.case}/documents",
                files={"file": (upload.name, upload.content)},
                headers=self.manager,
            )
            sentence = answer.json().get("message", "") if answer.status_code >= 400 else "taken"
        if answer.status_code >= 500 or 300 <= answer.status_code < 400:
            upload.wrong.append(f"upload answered {answer.status_code}")
        if not sentence:
            upload.wrong.append(f"no sentence with {answer.status_code}")
        if answer.status_code >= 300:
            upload.answer = {"status": "rejected", "code": str(answer.status_code), "message": sentence}

    def look(self, upload: Upload) -> bool:
        """True when document and case have come to rest."""
        if upload.answer:
            return True
        documents = self.call("GET", f"/api/v1/cases/{upload.case}/documents", headers=self.manager).json()
        if not documents["results"]:
            upload.wrong.append("taken, and then not there")
            upload.answer = {"status": "rejected", "code": "none", "message": "none"}
            return True
        found = documents["results"][0]
        if found["status"] == "received":
            return False
        case = self.call("GET", f"/api/v1/cases/{upload.case}", headers=self.manager).json()
        if case["state"] in {"processing", "approved"}:
            return False
        upload.seconds = time.monotonic() - upload.started
        upload.answer, upload.document = {**found, "state": case["state"]}, found["id"]
        return True

    def inspect(self, upload: Upload) -> None:
        """The vendor's page and the download, as a browser would get them."""
        page = self.call("GET", upload.link)
        if page.status_code != 200 or "<script>" in page.text or "onerror" in _tags(page.text):
            upload.wrong.append("the vendor's page")
        if not upload.document:
            return
        answer = self.call("GET", f"{upload.link}files/{upload.document}/")
        held = answer.headers
        safe = (
            held.get("Content-Disposition", "").startswith("attachment")
            and held.get("X-Content-Type-Options") == "nosniff"
            and held.get("Content-Type") == "application/octet-stream"
            and "sandbox" in held.get("Content-Security-Policy", "")
        )
        if upload.answer["code"] == "malware":
            if answer.status_code < 400:
                upload.wrong.append("malware given out")
        elif answer.status_code != 200 or not safe or answer.content != upload.content:
            upload.wrong.append(f"download {answer.status_code}")


def _tags(text: str) -> str:
    return " ".join(re.findall(r"<[^>]*>", text))


def judge(upload: Upload) -> None:
    answer = upload.answer
    outcome = OUTCOMES[answer["status"]]
    if not upload.policy and outcome not in upload.expected:
        upload.wrong.append(f"{outcome} {answer['code']}, not {'/'.join(upload.expected)}")
    if outcome == "reject" and not (answer["code"] and answer["message"]):
        upload.wrong.append("refused without a code and a sentence")
    nothing_said = answer.get("state") == "collecting" and outcome == "reject"
    if answer.get("state") in STUCK or nothing_said:
        upload.wrong.append(f"the case is {answer['state']}")
    if upload.seconds > MAX_SECONDS:
        upload.wrong.append(f"{upload.seconds:.0f} s")


def uploads_of(folder: Path, only: str | None, sample: int) -> Iterator[Upload]:
    """Of each class every Nth file, at least one; then one good file under each hostile name."""
    classes = defaultdict(list)
    for row in json.loads((folder / "manifest.json").read_text())["files"]:
        if only is None or row["cls"] in only.split(","):
            classes[row["cls"]].append(row)
    for cls, rows in sorted(classes.items()):
        for row in rows[::sample]:
            path = folder / row["file"]
            name = GOOD_NAME + path.suffix
            expect = row["expect"]
            yield Upload(name, path.read_bytes(), cls, expect["any_of"], expect["policy"])
    if only is None:
        good = next(row for row in classes["control_plain_docx"] if row["expect"]["any_of"] == ["accept"])
        for name in json.loads((folder / "filenames_dev.json").read_text())["names"]:
            content = (folder / good["file"]).read_bytes()
            yield Upload(name, content, "file name", ["accept", "warn", "reject"], policy=False)


def run(client: Client, uploads: list[Upload]) -> None:
    """One after the other, the next sent while the last is being read, as two vendors would."""
    waiting: list[Upload] = []
    for number, upload in enumerate(uploads):
        client.open_case(upload, number)
        client.send(upload, portal=number % 2 == 0)
        waiting.append(upload)
        while len(waiting) > 1 or (upload is uploads[-1] and waiting):
            waiting = [one for one in waiting if not client.look(one) and _patient(one)]
            time.sleep(0.1)
    for upload in uploads:
        client.inspect(upload)
        judge(upload)


def _patient(upload: Upload) -> bool:
    if time.monotonic() - upload.started <= 2 * MAX_SECONDS:
        return True
    upload.answer = {"status": "rejected", "code": "none", "message": "none"}
    upload.wrong.append("not at rest after two minutes")
    return False


def table(uploads: list[Upload], *, show: bool) -> None:
    classes = defaultdict(list)
    for upload in uploads:
        classes[upload.cls].append(upload)
    print(f"{'class':32s} {'files':>5s} {'right':>5s} {'max s':>6s}")
    for name, members in sorted(classes.items()):
        right = sum(not upload.wrong for upload in members)
        print(f"{name:32s} {len(members):5d} {right:5d} {max(one.seconds for one in members):6.1f}")
        for upload in members:
            if show and upload.wrong:
                print(f"     {upload.name[:40]!r} {len(upload.content)} bytes: {'; '.join(upload.wrong)}")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=10, help="every Nth file of each class")
    parser.add_argument("--only", help="classes, parted by commas")
    parser.add_argument("--show", action="store_true", help="list what went wrong")
    chosen = parser.parse_args()
    data = os.environ.get("VOUCH_DATA")
    if not data:
        print("VOUCH_DATA is not set: it names the folder with hostile/")
        return 0
    uploads = list(uploads_of(Path(data) / "hostile", chosen.only, chosen.sample))
    with tempfile.TemporaryDirectory(prefix="vouch-uploads-") as folder, Product(Path(folder)) as product:
        client, memory = Client(product), Memory(product.process.pid)
        before = product.parts()
        run(client, uploads)
        memory.stop()
        ended = len(before - product.parts()) + product.children_lost()
        left = [path.name for path in product.temp.iterdir() if path.name.startswith("vouch-read")]
    table(uploads, show=chosen.show)
    wrong = sum(bool(upload.wrong) for upload in uploads)
    broken = sum(count for status, count in client.statuses.items() if status >= 500)
    print(f"\n{len(uploads) - wrong} of {len(uploads)} right, {broken} answers of 500 and above")
    print(f"slowest {max(one.seconds for one in uploads):.1f} s, whole product {memory.peak / 2**20:.0f} MB")
    print(f"{ended} processes ended, {len(left)} temporary folders left")
    good = not (wrong or broken or ended or left)
    print("PASS" if good else "FAIL")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
