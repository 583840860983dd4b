"""A real endpoint of a model on loopback, OpenAI-compatible or Anthropic's, whose answers a test decides."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Raw:
    """A whole answer. ``drip``: seconds before each byte of the body; ``reset``: hang up instead."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    reset: bool = False


Script = Callable[[dict[str, Any]], "str | bytes | int | float | Raw"]


class ModelServer:
    """``script`` gets a request's JSON; str: what the model says; bytes: the whole body; int: an HTTP status;
    float: seconds of silence. ``received`` keeps every byte that came in."""

    def __init__(self, script: Script, wire: str = "openai") -> None:
        self.script = script
        self.said = {"openai": completion, "anthropic": message}[wire]
        self.wire = wire
        self.requests: list[dict[str, Any]] = []
        self.received: list[bytes] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        root = f"http://127.0.0.1:{self._http.server_port}"
        return root if self.wire == "anthropic" else f"{root}/v1"

    @property
    def prompts(self) -> list[str]:
        return [json.dumps(r, ensure_ascii=False) for r in self.requests]

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer(self, request: dict[str, Any]) -> Raw:
        told = self.script(request)
        if isinstance(told, float):
            time.sleep(told)
            told = ""
        if isinstance(told, Raw):
            return told
        if isinstance(told, int):
            return Raw(b'{"error": {"message": "no"}}', told)
        return Raw(told if isinstance(told, bytes) else self.said(told))


@contextmanager
def serving(script: Script, wire: str = "openai") -> Iterator[ModelServer]:
    server = ModelServer(script, wire)
    try:
        yield server
    finally:
        server.close()


def completion(content: str, reason: str = "stop", **more: Any) -> bytes:
    """What an OpenAI-compatible endpoint sends."""
    body = {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1,
        "model": "stub",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, **more},
                "finish_reason": reason,
            }
        ],
        "usage": {"prompt_tokens": 400, "completion_tokens": 60, "total_tokens": 460},
    }
    return json.dumps(body).encode()


def message(content: str, reason: str = "end_turn", *blocks: dict[str, Any]) -> bytes:
    """What Anthropic's endpoint sends."""
    body = {
        "id": "m-1",
        "type": "message",
        "role": "assistant",
        "model": "stub",
        "content": [{"type": "text", "text": content}, *blocks],
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": {"input_tokens": 400, "output_tokens": 60},
    }
    return json.dumps(body).encode()


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            server.received.append(f"{self.requestline}\n{self.headers}".encode() + body)
            server.requests.append(json.loads(body))
            try:
                self._send(server.answer(server.requests[-1]))
            except OSError:
                return  # the caller has hung up, as it should

        def _send(self, answer: Raw) -> None:
            if answer.reset:
                linger = struct.pack("ii", 1, 0)  # closing sends RST instead of FIN (socket(7), SO_LINGER)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()
                return
            self.send_response(answer.status)
            headers = {"Content-Type": "application/json", "Content-Length": str(len(answer.body))}
            for name, value in {**headers, **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if not answer.drip:
                self.wfile.write(answer.body)
                return
            for byte in answer.body:
                time.sleep(answer.drip)
                self.wfile.write(bytes([byte]))

        def log_message(self, *_: object) -> None:
            return

    return Handler
