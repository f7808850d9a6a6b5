"""Answer browsers on this machine, and nobody else.

Any page in the browser can send requests here, and a name that it controls can be made to point to this
machine. So: only requests for this very address, only from its own page or from no page at all. There are
two answers, the page and the news of another one; no path leads to a file.
"""

import socketserver
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from ankibuild.errors import AnkibuildError
from ankibuild.serving.live import Live
from ankibuild.speech import _

HOST: Final = "127.0.0.1"
_OWN_NAMES: Final = (HOST, "localhost")
_NO_STRANGERS: Final = ("", "none", "same-origin")
_HEARTBEAT: Final = 10.0
"""Seconds: so often it is tried whether a browser that waits is still there."""
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class ServeError(AnkibuildError):
    """The page cannot be served: what is wrong, and what to do now."""


class Server(ThreadingHTTPServer):
    """Serves one live page; raises OSError if the port (0: any that is free) is taken."""

    daemon_threads = True
    block_on_close = False
    # On Windows it would let two programs share one port.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, live: Live, port: int) -> None:
        self.live = live
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """Bind without asking a name server who we are."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    @property
    def address(self) -> str:
        """What to type into the browser."""
        return f"http://{HOST}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version, sys_version = "ankibuild", ""
    timeout = 30

    def do_GET(self) -> None:
        if not self._is_from_here():
            self.send_error(403, _("This page is for this machine only"))
        elif self.path == "/":
            self._answer("text/html; charset=utf-8", self.server.live.page)
        elif self.path == "/news":
            with suppress(ConnectionError, TimeoutError):  # the browser has gone
                self._tell_news()
        else:
            self.send_error(404)

    def _is_from_here(self) -> bool:
        port = self.server.server_port
        hosts = [f"{name}:{port}" for name in _OWN_NAMES]
        origin = self.headers.get("Origin")
        return (
            self.headers.get("Host") in hosts
            and (origin is None or origin in [f"http://{host}" for host in hosts])
            and self.headers.get("Sec-Fetch-Site", "") in _NO_STRANGERS
        )

    def _answer(self, kind: str, data: bytes | None) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": kind, **_HEADERS}.items():
            self.send_header(name, value)
        if data is not None:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if data is not None:
            self.wfile.write(data)

    def _tell_news(self) -> None:
        """Say which page is up, and again each time that it is another (server-sent events)."""
        self._answer("text/event-stream", None)
        live, told = self.server.live, ""
        while not live.closed:
            version = live.other_than(told, _HEARTBEAT)
            self.wfile.write(f"data: {version}\n\n".encode() if version != told else b": still here\n\n")
            told = version

    def log_message(self, *_: object) -> None:
        """Say nothing: what is asked for here is of no interest."""
