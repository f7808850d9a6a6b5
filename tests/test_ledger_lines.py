"""The quick way to read and write lines of the ledger does what the patient one does, or leaves the line to it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankibuild.identity import ledger as ledgers
from ankibuild.identity.entry import Given, Ledger, digest
from ankibuild.identity.ledger import Entry, _entry, _object
from ankibuild.identity.ledger_text import LedgerText
from ankibuild.identity.lines import read_line, written
from ankibuild.model import OTHER_PARTS, PROMPT_PARTS
from ankibuild.values import replace
from tests.test_ledger import TEXT, entries, entry

TEXTS = st.lists(TEXT, max_size=3).map(tuple)


@st.composite
def full(draw: st.DrawFn) -> Entry:
    made = Given(draw(TEXTS), draw(TEXTS), draw(TEXTS))
    return replace(draw(entries()), tags=draw(TEXTS), given=made if made.fields else Given())


def as_json(entry: Entry) -> str:
    """Return the line as the layout says it is made."""
    record: dict[str, object] = {
        "guid": entry.guid, "kind": entry.kind, "id": entry.id, "mod": entry.mod,
        "page": entry.page, "headings": entry.headings, "context": entry.context,
        "prompt": digest(entry.prompt), "rest": digest(entry.rest), "fields": entry.fields,
    }  # fmt: skip
    record |= {"tags": entry.tags} if entry.tags else {}
    record |= {"explicit": entry.explicit} if entry.explicit else {}
    record |= {"removed": True} if entry.removed else {}
    if entry.given:
        record["given"] = {name: getattr(entry.given, name) for name in ("fields", "tags", "decks")}
    names = PROMPT_PARTS[entry.kind] + OTHER_PARTS[entry.kind]
    record["text"] = {name: entry.parts[name] for name in names if name in entry.parts}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


@settings(derandomize=True, deadline=None, max_examples=300)
@given(full())
def test_both_ways_are_one(card: Entry) -> None:
    line = written(card)
    assert line == as_json(card)
    assert read_line(line) == _entry(_object(line)) == card


@settings(derandomize=True, deadline=None, max_examples=300)
@given(full(), st.data())
def test_no_damage_is_read_over(card: Entry, data: st.DataObject) -> None:
    line = written(card)
    at = data.draw(st.integers(0, len(line) - 2))
    damaged = (
        line[:at]
        + data.draw(st.sampled_from(['"', "0", "x", "", ",", "null", "-", "[", "\\"]))
        + line[at + 1 :]
    )
    if quick := read_line(damaged):
        assert quick == _entry(_object(damaged))


LINE = written(entry("aa")).rstrip("\n")


@pytest.mark.parametrize(
    "line",
    [
        "",
        '{"page":"a.md","deck":"題"}',
        LINE.replace('"id":1700000000123', '"id":0'),
        LINE.replace('"mod":1700000000', '"mod":true'),
        LINE.replace('"guid":"aa"', '"guid":""'),
        LINE.replace('"page":"a.md"', '"page":7'),
        LINE.replace('"fields":', '"felder":'),
        LINE.replace("束ねる", "解く"),
        LINE.replace('"answer":', '"incorrect":'),
        LINE[:-1],
        "[1]",
    ],
)
def test_what_has_a_fault_is_left_to_the_patient_way(line: str) -> None:
    assert read_line(LINE)
    assert read_line(line) is None


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(full(), max_size=8, unique_by=lambda card: card.guid), st.data())
def test_a_text_in_which_few_lines_change_is_that_of_the_whole_ledger(
    cards: list[Entry], data: st.DataObject
) -> None:
    known = {card.guid: card for card in cards}
    pages = (
        data.draw(st.sets(st.sampled_from(sorted({card.page for card in cards})))) if cards else set[str]()
    )
    text = LedgerText(ledgers.dumps(Ledger("箱", entries=tuple(cards))).encode())
    part = {card.guid for card in text.part(pages).entries}
    assert part >= {card.guid for card in cards if card.removed or card.page in pages}
    assert part <= known.keys()
    changed = data.draw(st.lists(full(), max_size=4, unique_by=lambda card: card.guid))
    changed += [replace(card, mod=card.mod + 1) for card in cards[::2] if card.mod < 10**9]
    changed = list({card.guid: card for card in changed}.values())
    assert [text.knows(card.guid) for card in changed] == [card.guid in known for card in changed]
    after = known | {card.guid: card for card in changed}
    assert text.with_entries(changed).decode() == ledgers.dumps(Ledger("箱", entries=tuple(after.values())))
