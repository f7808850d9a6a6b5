"""Anki's own sync server on this machine, and two collections that sync with it: desktop and phone."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.anki_tools import Anki, anki_collection

_PATIENCE = 20.0
USER, SECRET = "learner", "only-on-this-machine"


@dataclass(frozen=True)
class Device:
    """A collection with its login; `full_syncs` counts how often everything had to be sent anew."""

    anki: Anki
    auth: Any
    full_syncs: list[str]

    def sync(self) -> None:
        """Sync as the Sync button does; a full sync is noted, as it loses what the other side did."""
        col = self.anki.col
        answer = col.sync_collection(self.auth, False)
        if answer.required in (answer.NO_CHANGES, answer.NORMAL_SYNC):
            return
        upload = answer.required in (answer.FULL_UPLOAD, answer.FULL_SYNC)
        self.full_syncs.append("upload" if upload else "download")
        col.close_for_full_sync()
        col.full_upload_or_download(auth=self.auth, server_usn=None, upload=upload)
        col.reopen(after_full_sync=True)


@contextmanager
def sync_server(folder: Path) -> Iterator[str]:
    """Run Anki's server in the folder; yield its address."""
    pytest.importorskip("anki", reason="the anki package (test extra) is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = {"SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port)}
    settings = {"SYNC_USER1": f"{USER}:{SECRET}", "SYNC_BASE": str(folder), **address}
    server = subprocess.Popen(
        [sys.executable, "-m", "anki.syncserver"],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"the sync server did not answer within {_PATIENCE} s")


@contextmanager
def device(folder: Path, name: str, server: str) -> Iterator[Device]:
    """Open a collection and log it in."""
    with anki_collection(folder, name) as anki:
        auth = anki.col.sync_login(username=USER, password=SECRET, endpoint=server)
        yield Device(anki, auth, [])
