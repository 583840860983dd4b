"""The embedded broker: many processes write and read the same folders, and nobody sees half a message."""

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from onboarding import folders
from onboarding.broker import QUEUE, broker_settings


@pytest.fixture
def channels(tmp_path: Path) -> Iterator[Any]:
    """A function that opens one more connection to the same folders."""
    settings = broker_settings("", tmp_path)
    opened: list[Connection] = []

    def one() -> Any:
        connection = Connection(
            settings["CELERY_BROKER_URL"], transport_options=settings["CELERY_BROKER_TRANSPORT_OPTIONS"]
        )
        opened.append(connection)
        return connection.channel()

    yield one
    for connection in opened:
        connection.release()


def test_messages_come_out_in_order_and_once(channels, tmp_path):
    sender, first, second = channels(), channels(), channels()
    for number in range(6):
        sender._put(QUEUE, {"number": number})
    taken = [reader._get(QUEUE)["number"] for _ in range(3) for reader in (first, second)]
    assert taken == list(range(6))
    with pytest.raises(Empty):
        first._get(QUEUE)
    assert not list((tmp_path / "queue").iterdir())


def test_a_message_that_is_being_written_is_not_there_yet(channels, tmp_path, monkeypatch):
    """Stop the writer between its last byte and the name: a reader looks, and finds nothing."""
    sender, reader = channels(), channels()
    rename = Path.rename
    looked = []

    def look_first(path: Path, target: Path) -> Path:
        if path.suffix == ".new":
            with pytest.raises(Empty):
                reader._get(QUEUE)
            looked.append(path)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", look_first)
    sender._put(QUEUE, {"number": 1})
    assert looked
    assert reader._get(QUEUE) == {"number": 1}


@pytest.mark.parametrize("content", [b"", b'{"body": ', b"\xff\xfe\x00"])
def test_a_message_that_makes_no_sense_is_dropped_and_the_next_one_comes(channels, tmp_path, content):
    """What a machine leaves that loses its power, or another program."""
    channel = channels()
    (tmp_path / "queue" / f"{0:020}_broken.{QUEUE}.msg").write_bytes(content)
    channel._put(QUEUE, {"number": 2})
    assert channel._get(QUEUE) == {"number": 2}
    assert not list((tmp_path / "queue").iterdir())


def test_another_queue_is_left_alone(channels):
    channel = channels()
    channel._put("other", {"number": 3})
    with pytest.raises(Empty):
        channel._get(QUEUE)
    assert channel._get("other") == {"number": 3}


def test_bindings_of_many_processes_all_stay(channels, tmp_path):
    many = [channels() for _ in range(8)]
    start = threading.Barrier(len(many))

    def bind(number: int) -> None:
        start.wait()
        for _ in range(5):
            many[number]._queue_bind("pidbox", "", "", f"worker{number}")

    threads = [threading.Thread(target=bind, args=(number,)) for number in range(len(many))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row.queue for row in many[0].get_table("pidbox")} == {f"worker{n}" for n in range(8)}
    assert not list((tmp_path / "control").glob("*.new"))


def test_the_transport_is_the_one_that_is_configured(channels):
    assert isinstance(channels(), folders.Channel)
