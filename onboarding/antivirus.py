"""A virus scanner: any server that speaks clamd's protocol (clamd(8), command INSTREAM)."""

import socket
import struct
from pathlib import Path
from urllib.parse import urlsplit

TIMEOUT = 60.0  # seconds without a byte from the scanner
CHUNK = 1 << 16
LONGEST_ANSWER = 4096
PORT = 3310


class ScannerDown(Exception):
    """The scanner gave no verdict. The file waits: no verdict is not a clean one."""


class Clamd:
    """``url`` is ``tcp://host:port`` or ``unix:///path/of/socket``. Raises ValueError for any other."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._path = parts.path if parts.scheme == "unix" else ""
        self._host, self._port = parts.hostname or "", parts.port or PORT
        if not (self._path or (parts.scheme == "tcp" and self._host)):
            raise ValueError("CLAMD_URL must be tcp://host:port or unix:///path.")

    def scan(self, path: Path) -> str | None:
        """The name of what was found in the file, or None. Raises ScannerDown."""
        try:
            with self._connect() as line, path.open("rb") as file:
                line.sendall(b"zINSTREAM\0")
                while chunk := file.read(CHUNK):
                    line.sendall(struct.pack("!L", len(chunk)) + chunk)
                line.sendall(struct.pack("!L", 0))
                answer = _answer(line)
        except OSError as error:
            raise ScannerDown(type(error).__name__) from error
        return _verdict(answer)

    def _connect(self) -> socket.socket:
        if not self._path:
            return socket.create_connection((self._host, self._port), timeout=TIMEOUT)
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(TIMEOUT)
        try:
            line.connect(self._path)
        except OSError:
            line.close()
            raise
        return line


def _answer(line: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < LONGEST_ANSWER:
        more = line.recv(LONGEST_ANSWER)
        if not more:
            break
        received += more
    return received.rstrip(b"\0").decode("utf-8", "replace").strip()


def _verdict(answer: str) -> str | None:
    """``stream: OK``, ``stream: <name> FOUND``; anything else, as an error or half a line, is no verdict."""
    if answer == "stream: OK":
        return None
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerDown("no verdict")
