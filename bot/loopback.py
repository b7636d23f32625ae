"""A few pages over HTTP, for programs on this machine only."""

import sys
from collections.abc import Callable, Mapping
from email.message import Message
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import structlog

log = structlog.get_logger()

OWN_HOSTS = frozenset({"127.0.0.1", "localhost"})
LOOK = 0.2  # seconds between looks whether to stop
FORBIDDEN, NOT_FOUND = 403, 404
TEXT = "text/plain; charset=utf-8"


class Page(NamedTuple):
    """What is answered: HTTP's status, the kind of content, the content."""

    status: int
    kind: str
    content: bytes


class Loopback(ThreadingTCPServer):
    """Serves pages on 127.0.0.1, from a daemon thread.

    Args:
        port: where; 0 takes any free port.
        pages: what makes each page, by its path; asked anew each time.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, pages: Mapping[str, Callable[[], Page]]) -> None:
        """Listen. Raises OSError where the port is taken."""
        super().__init__(("127.0.0.1", port), Handler)
        self.pages = pages
        self.port = int(self.socket.getsockname()[1])
        Thread(target=self.serve_forever, args=(LOOK,), name="loopback", daemon=True).start()

    def stop(self) -> None:
        """Answer nothing more, and free the port."""
        self.shutdown()
        self.server_close()

    def handle_error(self, _request: object, _client: object) -> None:
        """A page that failed is an event like any other; whoever asked sees the connection close."""
        log.error("page_failed", exc_info=sys.exc_info()[1])


class Handler(BaseHTTPRequestHandler):
    """Answers GET requests that were addressed to this machine by its own name."""

    server: Loopback
    timeout = 10
    server_version, sys_version = "Followthrough", ""

    def do_GET(self) -> None:
        """Answer with the page of this path."""
        make = self.server.pages.get(urlsplit(self.path).path)
        if not is_own_host(self.headers):
            self._answer(Page(FORBIDDEN, TEXT, b"this is for this machine only\n"))
        elif make is None:
            self._answer(Page(NOT_FOUND, TEXT, f"there are {' and '.join(self.server.pages)}\n".encode()))
        else:
            self._answer(make())

    def _answer(self, page: Page) -> None:
        self.send_response(page.status)
        for name, value in {"Content-Type": page.kind, "Content-Length": len(page.content)}.items():
            self.send_header(name, str(value))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(page.content)

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 — as the library has it
        """Write nothing: requests are no events."""


def is_own_host(headers: Mapping[str, str] | Message) -> bool:
    """Whether a request was addressed to this machine by its own name.

    A page elsewhere can make a name of its own point here, and then read the answers. It can't choose the Host header
    that its visitor's browser sends.
    """
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname in OWN_HOSTS
    except ValueError:  # brackets without an address in them
        return False
