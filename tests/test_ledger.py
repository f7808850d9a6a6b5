"""The ledger as a text: it comes back as it was, an edit is one line, branches merge, damage is named."""

import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankibuild.identity.candidate import candidate
from ankibuild.identity.ledger import (
    Entry,
    Ledger,
    LedgerError,
    Look,
    dumps,
    fields_digest,
    loads,
    pruned,
    read,
)
from ankibuild.model import OTHER_PARTS, PROMPT_PARTS, Card, CardKind, Part
from ankibuild.values import replace

KINDS: tuple[CardKind, ...] = ("qa", "contrast", "cloze")


def entry(guid: str, **others: Any) -> Entry:
    parts = {"question": f"{guid} とは？", "answer": "束ねる技術。"}
    made = Entry(guid, "qa", 1_700_000_000_123, 1_700_000_000, "a.md", ("題", "41."), parts, "題 › 41", "0f")
    return replace(made, **others)


def ledger(*entries: Entry) -> Ledger:
    return Ledger("題", {"qa": Look("9f86", 1_700_000_000)}, entries)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    kind = draw(st.sampled_from(KINDS))
    names = PROMPT_PARTS[kind] + OTHER_PARTS[kind]
    return Entry(
        guid=draw(st.text("abcdefgh234567", min_size=1, max_size=13)),
        kind=kind,
        id=draw(st.integers(1, 10**14)),
        mod=draw(st.integers(1, 10**11)),
        page=unicodedata.normalize("NFC", draw(TEXT)),
        headings=tuple(draw(st.lists(TEXT, max_size=3))),
        parts=draw(st.dictionaries(st.sampled_from(names), TEXT)),
        context=draw(TEXT),
        fields=draw(TEXT),
        explicit=draw(TEXT),
        removed=draw(st.booleans()),
    )


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(entries(), max_size=5, unique_by=lambda entry: entry.guid), TEXT)
def test_comes_back_as_it_was(known: list[Entry], deck: str) -> None:
    cards = tuple(sorted(known, key=lambda entry: entry.guid))
    before = Ledger(deck, {"cloze": Look("x", 3)}, cards, "", {"b.md": deck, "a.md": f"{deck}::題"})
    text = dumps(before)
    assert loads(text) == before
    assert dumps(loads(text)) == dumps(replace(before, entries=before.entries[::-1])) == text
    assert text.count("\n") == 5 + len(known)
    assert not {"\x85", "\u2028", "\u2029"} & set(text), (
        "no text breaks its line in any editor, whatever it holds"
    )


def test_an_edit_changes_one_line_where_it_stands() -> None:
    cards = [entry(guid) for guid in "abcdefg"]
    moved = replace(cards[3], page="z.md", mod=cards[3].mod + 1, parts={"question": "？", "answer": "！"})
    before, after = (
        dumps(ledger(*cards)).split("\n"),
        dumps(ledger(*cards[:3], moved, *cards[4:])).split("\n"),
    )
    assert [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [5]


V1 = (
    '{"ankibuild":"ledger","version":1,"deck":"題"}\n'
    '{"note_type":"qa","digest":"9f86","mod":1700000000}\n'
    '{"guid":"aa","kind":"qa","id":1700000000123,"mod":1700000000,"page":"a.md","headings":["題","41."],'
    '"context":"題 › 41","prompt":"7957ed7e7638ceeb","rest":"482cfab0f03d0b5c","fields":"0f",'
    '"text":{"question":"aa とは？","answer":"束ねる技術。"}}\n'
    '{"guid":"zz","kind":"qa","id":1700000000123,"mod":1700000000,"page":"a.md","headings":["題","41."],'
    '"context":"","prompt":"ee0b9db347b0252f","rest":"482cfab0f03d0b5c","fields":"0f","explicit":"x",'
    '"removed":true,"text":{"question":"zz とは？","answer":"束ねる技術。"}}\n'
)


def test_the_layout_of_version_2() -> None:
    """Ledgers of this form are in people's repositories: the form must not change under its number."""
    head, look, *cards = V1.splitlines(keepends=True)
    decks = '{"page":"b.md","deck":"題::二"}\n{"page":"a.md","deck":"題::一"}\n'
    lines = [head.replace(":1,", ":2,"), look, decks, *cards, '{"end":"ledger","at_least":2}\n']
    tombstone = entry("zz", explicit="x", removed=True, context="")
    known = replace(ledger(entry("aa"), tombstone), decks={"b.md": "題::二", "a.md": "題::一"})
    assert dumps(known) == "".join(lines)
    assert loads(V1) == replace(known, decks={}), "version 1 is read"


@pytest.mark.parametrize("cards", [1, 4, 7])
def test_a_file_that_was_cut_between_two_lines_is_noticed(cards: int) -> None:
    lines = dumps(ledger(*map(entry, "abcdefgh"))).splitlines(keepends=True)
    for end in range(1, len(lines)):
        with pytest.raises(LedgerError, match="the closing line is missing: the file was cut"):
            loads("".join(lines[:end]))
    whole = [*lines[: 2 + cards], lines[-1]]
    with pytest.raises(LedgerError, match=f"holds {cards} cards, and there were 8 at least.* write 0"):
        loads("".join(whole))
    assert len(loads("".join(whole).replace(":8}", ":0}")).entries) == cards


def test_a_lower_count_is_that_of_a_branch() -> None:
    text = dumps(ledger(*map(entry, "abcdefgh")))
    assert loads(text.replace('"at_least":8', '"at_least":6')).entries == loads(text).entries
    both = f'{text}{{"end":"ledger","at_least":12}}\n'
    assert loads(both) == loads(text), "of two branches' counts the lower"


def test_branches_merge(tmp_path: Path) -> None:
    """Two branches add, edit and remove different cards and pages; git makes of it what one branch would have."""
    base = [entry(guid) for guid in "bdfhjlprt"]
    ours = [base[0], entry("c"), *base[1:6], entry("o"), base[6], replace(base[7], mod=9), base[8]]
    theirs = [*base[:3], replace(base[3], removed=True), *base[4:], entry("v")]
    pages = {"base": "cfghklmq", "ours": "cdfghklmq", "theirs": "cefghjklmq"}
    for name, cards in {"base": base, "ours": ours, "theirs": theirs}.items():
        known = replace(ledger(*cards), decks={f"{page}.md": f"題::{page}" for page in pages[name]})
        (tmp_path / name).write_text(dumps(known), "utf-8")
    subprocess.run(["git", "merge-file", "ours", "base", "theirs"], cwd=tmp_path, check=True)
    together = read(tmp_path / "ours")
    merged = {each.guid: each for each in together.entries}
    assert set(merged) == {*"bcdfhjloprtv"}
    assert together.decks == {f"{page}.md": f"題::{page}" for page in "cdefghjklmq"}
    assert merged["h"].removed
    assert merged["r"].mod == 9


GOOD = dumps(ledger(entry("aa"), entry("bb")))
LINES = GOOD.split("\n")
DECK = '{"page":"a.md","deck":"題"}'


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "no header"),
        ("# RAID\n", 1, "no header"),
        (GOOD.replace('"version":2', '"version":3'), 1, "newer ankibuild"),
        (GOOD.replace('"ankibuild":"ledger"', '"ankibuild":"other"'), 1, "no header"),
        (GOOD.replace(',"deck":"題"', ""), 1, "'deck' is missing"),
        (
            "\n".join([*LINES[:2], "<<<<<<< HEAD", LINES[2], "=======", LINES[3], ">>>>>>> x"]),
            3,
            "merge conflict",
        ),
        ("\n".join([*LINES[:3], LINES[2], *LINES[3:]]), 4, "second time"),
        ("\n".join([*LINES[:2], DECK, DECK, *LINES[2:]]), 4, "the deck of a.md stands here a second time"),
        (
            "\n".join([*LINES[:2], DECK.replace("a.md", "").replace(':""', ":1"), *LINES[2:]]),
            3,
            "1 is not a text",
        ),
        (GOOD.replace(":2}", ":-1}"), 5, "not a whole number"),
        (GOOD[:-50], 4, "damaged"),
        (GOOD.replace("bb とは", "bb って"), 4, "does not fit its digest"),
        (GOOD.replace("束ねる技術", "束ねた技術", 1), 3, "does not fit its digest"),
        (GOOD.replace('"guid":"bb"', '"guid":""'), 4, "damaged"),
        (GOOD.replace('"guid":"bb"', '"name":"bb"'), 4, "missing or unknown: guid, name"),
        (GOOD.replace('"kind":"qa"', '"kind":"quiz"', 1), 3, "'quiz' is none of qa, contrast, cloze"),
        (
            GOOD.replace('"mod":1700000000,"page"', '"mod":"today","page"', 1),
            3,
            "not a positive whole number",
        ),
        (GOOD.replace('"mod":1700000000,"page"', '"mod":true,"page"', 1), 3, "not a positive whole number"),
        (GOOD.replace('"headings":["題","41."]', '"headings":"題"', 1), 3, "damaged"),
        (GOOD.replace('"answer":', '"reply":', 1), 3, "'reply' is none of"),
        (GOOD.replace('"note_type":"qa"', '"note_type":"x"'), 2, "damaged"),
        ("\n".join([LINES[0], "[1]", *LINES[1:]]), 2, "not a JSON object"),
        ("\n".join([LINES[0], "[" * 100_000, *LINES[1:]]), 2, "nested too deeply"),
        ("\n".join([LINES[0], '{"a":' * 100_000, *LINES[1:]]), 2, "nested too deeply"),
        (GOOD.replace('"mod":1700000000,"page"', f'"mod":{2**63},"page"', 1), 3, "whole number up to"),
        (GOOD.replace('"mod":1700000000,"page"', f'"mod":{"9" * 5000},"page"', 1), 3, "damaged"),
        (GOOD.replace('"mod":1700000000,"page"', '"mod":1e999,"page"', 1), 3, "whole number"),
        (GOOD.replace("とは？", "\\ud800", 1), 3, "half a surrogate pair"),
        (GOOD.replace("とは？", "\0", 1), 3, "Invalid control character"),
        (GOOD.replace('"headings":["題","41."]', '"headings":[["題"]]', 1), 3, "is not a text"),
        (GOOD.replace('"fields"', '"tags":3,"fields"', 1), 3, "is not a list of texts"),
        (GOOD.replace('"fields"', '"given":{"tags":{}},"fields"', 1), 3, "is not a list of texts"),
        (GOOD.replace('"guid":"bb"', '"guid":" "'), 4, "a value of the wrong sort"),
    ],
)
def test_damage_is_named(text: str, line: int, what: str) -> None:
    with pytest.raises(LedgerError) as caught:
        loads(text, "notes/ankibuild.lock")
    assert (caught.value.path, caught.value.line) == ("notes/ankibuild.lock", line)
    assert what in caught.value.what
    assert caught.value.now
    assert str(caught.value).startswith(f"notes/ankibuild.lock:{line}: ")


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "ankibuild.lock"
    assert read(path) == Ledger()
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode() + b"\r\n")
    assert read(path) == loads(GOOD), "a checkout on Windows changes line ends; it is no other ledger"
    path.write_bytes(GOOD.encode("utf-8") + b"\xff")
    with pytest.raises(LedgerError, match="not UTF-8") as caught:
        read(path)
    assert caught.value.line == 6


def test_prompts_are_those_of_cards() -> None:
    for kind in KINDS:
        names = PROMPT_PARTS[kind] + OTHER_PARTS[kind]
        parts = {name: Part(((1, 1),), f"の {name}", "") for name in reversed(names)}
        card = Card(kind, "s", "a.md", ("題",), parts)
        now = candidate(card)
        then = entry("a", kind=kind, parts=now.parts)
        assert now.prompt == then.prompt == card.prompt
        assert now.rest == then.rest == card.answer


def test_a_card_that_shows_a_picture_is_known_by_it() -> None:
    part = Part(((1, 1),), "", '<p><img alt="q03" src="img/q03.png" /></p>')
    assert candidate(Card("qa", "s", "a.md", (), {"question": part})).prompt == "img/q03.png"


def test_digest_of_fields() -> None:
    digest = fields_digest({"Question": "a", "Answer": "b"}, ("x", "y"))
    assert digest == fields_digest({"Answer": "b", "Question": "a"}, ("y", "x")), "no order, as in Anki"
    assert digest != fields_digest({"Answer": "b", "Question": "a"}, ("x",))
    assert digest != fields_digest({"Answer": "a", "Question": "b"}, ("x", "y"))


def test_prune_forgets_tombstones() -> None:
    assert pruned(ledger(entry("aa"), entry("bb", removed=True))) == ledger(entry("aa"))
