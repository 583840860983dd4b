"""A real OpenAI-compatible endpoint on loopback whose answers a test decides."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[[dict[str, Any]], "str | bytes | int | float"]


class ModelServer:
    """``script`` gets a request's JSON; str: the message's content; bytes: the whole body; int: an HTTP
    status; float: seconds of silence."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[dict[str, Any]] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    @property
    def prompts(self) -> list[str]:
        return [json.dumps(r, ensure_ascii=False) for r in self.requests]

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def serving(script: Script) -> Iterator[ModelServer]:
    server = ModelServer(script)
    try:
        yield server
    finally:
        server.close()


def completion(content: str) -> bytes:
    message = {"role": "assistant", "content": content}
    body = {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1,
        "model": "stub",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 400, "completion_tokens": 60, "total_tokens": 460},
    }
    return json.dumps(body).encode()


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("content-length", 0))
            request = json.loads(self.rfile.read(size))
            server.requests.append(request)
            answer = server.script(request)
            if isinstance(answer, float):
                time.sleep(answer)
                answer = ""
            status = answer if isinstance(answer, int) else 200
            body = answer if isinstance(answer, bytes) else completion(str(answer))
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return  # the caller has hung up, as it should

        def log_message(self, *_: object) -> None:
            return

    return Handler
