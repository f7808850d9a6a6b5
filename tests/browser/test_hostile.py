"""Cards out of hostile notes, in a real browser: nothing runs, nothing is asked for."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.anki_tools import anki_collection
from tests.hostile import PAYLOADS, PLACES, pages
from tests.test_cli import run

HOME = "http://card.test/"
PROBE = """
window.hits = [];
window.hit = () => { hits.push(new Error().stack || "hit"); };
document.addEventListener("securitypolicyviolation", event => hits.push(event.violatedDirective + " " + event.blockedURI));
"""
# No script of a page, and nothing from elsewhere: what tries is told of by the event above.
POLICY = "default-src 'self' data:; script-src 'none'; style-src 'unsafe-inline'; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for place, text in pages():
        (folder / f"{place}.md").write_text(text, "utf-8")
    (folder / "x.png").write_bytes(b"x")
    (folder / "ankibuild.toml").write_text('remote_media = "refuse"\n', "utf-8")
    return folder


@pytest.fixture(autouse=True)
def _read_once(notes: Path, _own_cache: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all tests here share what was read of the pages: reading them takes most of the time."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(notes.with_name("hostile-cache")))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(PROBE)
    yield context.new_page()
    context.close()


def visited(page: Page, html: str, policy: str) -> tuple[list[str], list[str]]:
    """Show a page; return what ran or tried to, and what was asked for elsewhere."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        url = route.request.url
        if url == HOME:
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
            route.fulfill(body=html, headers=headers)
            return
        if not url.startswith(HOME):
            asked.append(url)
        route.abort()

    page.route("**/*", answer)
    page.goto(HOME, wait_until="load")
    page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
    page.evaluate(
        "() => { for (const each of document.querySelectorAll('*')) { each.dispatchEvent(new Event('mouseover')); each.focus?.(); } }"
    )
    page.wait_for_timeout(300)
    hits = page.evaluate("() => window.hits")
    page.unroute("**/*")
    assert page.url == HOME
    return list(hits), asked


def test_the_probe_sees_what_runs_and_what_is_asked_for(page: Page) -> None:
    hits, _ = visited(
        page, "<script>hit()</script>", POLICY.replace("script-src 'none'", "script-src 'unsafe-inline'")
    )
    assert hits
    hits, _ = visited(page, "<img src=x onerror=hit()>", POLICY)
    assert any("script-src" in hit for hit in hits)
    _, asked = visited(page, "<img src=https://evil.example/x.png>", POLICY.replace("'self' data:", "*"))
    assert asked == ["https://evil.example/x.png"]


def test_nearly_every_payload_is_on_a_card_of_every_place(notes: Path) -> None:
    """What swallowed the rest of its page would spare us the rest of the payloads."""
    met: set[tuple[str, int]] = set()
    for row in run("cards", notes, "--format", "jsonl").output.splitlines():
        if row.startswith("{"):
            card = json.loads(row)
            said = json.dumps([card["parts"], card["context"]], ensure_ascii=False)
            met |= {(card["path"], n) for n in range(len(PAYLOADS)) if chr(0x4E00 + n) in said}
    assert len(met) > 0.97 * len(PAYLOADS) * len(PLACES)


def test_no_card_runs_or_asks_for_anything(notes: Path, page: Page, tmp_path: Path) -> None:
    assert run("build", notes, "-o", tmp_path / "a.apkg").exit_code in (0, 1)
    sides: list[str] = []
    with anki_collection(tmp_path) as anki:
        anki.import_package(tmp_path / "a.apkg")
        for guid in anki.guids():
            for card in anki.cards(guid):
                output = card.render_output()
                assert output.question_av_tags == output.answer_av_tags == []
                sides += [output.question_text, output.answer_text]
    assert len(sides) > len(PAYLOADS) * len(PLACES)
    for start in range(0, len(sides), 400):
        html = "".join(f"<div>{own_scripts_left_out(side)}</div>" for side in sides[start : start + 400])
        assert visited(page, html, POLICY) == ([], []), html


def own_scripts_left_out(side: str) -> str:
    """Take out the scripts of our own templates, which the policy would stop; a script of a note differs from them."""
    for script in own_scripts():
        side = side.replace(script, "")
    return side


@cache
def own_scripts() -> tuple[str, ...]:
    from ankibuild.packaging.notetypes import models
    from ankibuild.packaging.templates import load_templates

    return tuple(
        f"<script>{piece.partition('</script>')[0]}</script>"
        for model in models(load_templates(None), "ja").values()
        for template in model.templates
        for text in (template["qfmt"], template["afmt"])
        for piece in text.split("<script>")[1:]
    )


def test_the_preview_runs_and_asks_for_nothing_of_the_notes(
    notes: Path, browser: Browser, tmp_path: Path
) -> None:
    run("preview", notes, "-o", tmp_path / "p.html")
    context = browser.new_context()
    context.add_init_script(PROBE)
    asked: list[str] = []
    shown = context.new_page()
    shown.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("file:", "data:", "blob:", "about:"))
            else asked.append(request.url)
        ),
    )
    shown.goto((tmp_path / "p.html").as_uri())
    shown.wait_for_timeout(2000)
    hits = [hit for frame in shown.frames for hit in frame.evaluate("() => window.hits ?? []")]
    context.close()
    assert (asked, [hit for hit in hits if "hit" in hit]) == ([], [])
