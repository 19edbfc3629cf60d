"""A server on this machine that takes messages, well or badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

Behaviour = Callable[[BaseHTTPRequestHandler], None]


class Handler(BaseHTTPRequestHandler):
    """Keeps what it was told, then behaves as it was set."""

    behave: ClassVar[Behaviour]
    taken: ClassVar[list]

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).taken.append((self.path, dict(self.headers), body))
        type(self).behave(self)

    def log_message(self, *_words):
        """Nothing on the console."""


@contextmanager
def served(behave: Behaviour):
    """The address of a server that behaves so, and what it took: path, headers, body."""
    handler = type("Set", (Handler,), {"behave": staticmethod(behave), "taken": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler.taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(text: str | dict, status: int = 200, **headers: str) -> Behaviour:
    """A whole answer."""
    content = (text if isinstance(text, str) else json.dumps(text)).encode()

    def behave(request):
        request.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return behave


def half(request):
    """It breaks off in the middle of a success."""
    request.send_response(200)
    request.send_header("Content-Length", "100")
    request.end_headers()
    request.wfile.write(b'{"errcode": 0, "code": 0')


def silent(request):
    """It takes everything and says nothing for a while."""
    time.sleep(0.6)
    request.close_connection = True


def dripping(request):
    """A byte now and then, each within every timeout."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    drip(request)


def dripping_its_head(request):
    """The same before the answer has even begun."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    drip(request)


def drip(request):
    for _ in range(30):
        time.sleep(0.05)
        try:
            request.wfile.write(b" ")
        except OSError:
            return
