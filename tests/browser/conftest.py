"""One Chromium and one Anki collection for all tests of rendered cards."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from .cards import Deck, Sides
from .clients import FLAGS
from .samples import SAMPLES


def missing(what: str, install: str) -> None:
    """Skip the test for want of a program; fail where tests must be complete (the variable CI is set)."""
    message = f"{what} is missing: {install}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        missing("Chromium", "install Debian's package chromium, or Google Chrome")
    return str(found)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield started
    started.close()


@pytest.fixture(scope="session")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deck]:
    made = Deck(tmp_path_factory.mktemp("collection") / "collection.anki2")
    yield made
    made.close()


@pytest.fixture(scope="session")
def sides(deck: Deck) -> dict[str, Sides]:
    """Both sides of every sample."""
    return {name: deck.sides(kind, fields) for name, (kind, fields) in SAMPLES.items()}


@pytest.fixture(scope="session")
def collection_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("more")
