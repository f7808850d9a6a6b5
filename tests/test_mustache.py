"""Templates filled by ankibuild and by Anki: the same HTML."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankibuild.identity.times import Clock
from ankibuild.model import FIELDS, CardKind, Note
from ankibuild.packaging.frozen import NOTE_TYPES, card_ordinals
from ankibuild.packaging.notetypes import models
from ankibuild.packaging.templates import load_templates
from ankibuild.pipeline import gather, pack, prepare
from ankibuild.preview.mustache import UnbalancedError, parse, render, special
from ankibuild.preview.preview import sides
from tests.anki_tools import Anki, anki_collection, note, package_of

SEEDS = Path(__file__).parent.parent / "seeds"
CASES = tomllib.loads((Path(__file__).parent / "cases" / "mustache.toml").read_text("utf-8"))
_SOUND = re.compile(r"\[sound:.*?\]|\[anki:play:\w:\d+\]|\[anki:tts .*?\[/anki:tts\]")
_HINT = re.compile(r"hint[0-9a-f]{16}")


def same(html: str) -> str:
    """Make alike what differs on purpose: Anki numbers the sounds and hashes hints with blake3."""
    return _HINT.sub("hint", _SOUND.sub("[sound]", html))


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    with anki_collection(tmp_path_factory.mktemp("mustache")) as opened:
        yield opened


class Filler:
    """A note of a case, filled by Anki and by ankibuild."""

    def __init__(self, anki: Anki, kind: str, front: str, back: str, fields: dict[str, str]) -> None:
        self.type = anki.col.models.by_name(kind) or _note_type(anki, kind)
        self.card: dict[str, Any] = {"name": "Card", "qfmt": front, "afmt": back, "ord": 0}
        self.note = anki.col.new_note(self.type)
        self.note.tags = ["a::b", "c"]
        for name, value in fields.items():
            self.note[name] = value

    def sides(self, number: int = 1) -> tuple[str, str]:
        """Return both sides by Anki, of the card of a cloze."""
        card = self.note.ephemeral_card(number - 1, custom_template=self.card)
        output = card.render_output()
        return same(output.question_text), same(output.answer_text)

    def ours(self, number: int = 1) -> tuple[str, str]:
        """Return both sides by ankibuild."""
        values = dict(self.note.items()) | special(
            deck="(Deck)", tags=("a::b", "c"), note_type=self.type["name"], card_type="Card", card_id=0
        )
        front = "".join(render(parse(self.card["qfmt"]), values, cloze=number))
        back = "".join(render(parse(self.card["afmt"]), values, cloze=number, front_side=front))
        return same(front), same(back)


def _note_type(anki: Anki, kind: str) -> Any:
    """Add a note type of the fields A to D; its own templates are never used."""
    made = anki.col.models.new(kind)
    for name in "ABCD":
        anki.col.models.add_field(made, anki.col.models.new_field(name))
    card = anki.col.models.new_template("Card")
    card["qfmt"] = card["afmt"] = "{{cloze:A}}" if kind == "gaps" else "{{A}}"
    anki.col.models.add_template(made, card)
    made["type"] = int(kind == "gaps")
    anki.col.models.add_dict(made)
    return anki.col.models.by_name(kind)


@pytest.mark.parametrize("name", CASES)
def test_templates_are_filled_as_in_anki(anki: Anki, name: str) -> None:
    case = dict(CASES[name])
    filler = Filler(anki, "plain", case.pop("Front"), case.pop("Back"), case)
    assert filler.ours() == filler.sides()


_BITS = [
    "{{c1::",
    "{{c2::",
    "{{c01,3::",
    "{{c",
    "}}",
    "::",
    ":",
    "x",
    "é 日本",
    '<b>"&amp;</b>',
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\n",
    "'",
    "&nbsp;",
    "\u00a0",
    "&lt;<br>",
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(_BITS), max_size=14).map("".join), st.sampled_from((1, 2, 3)))
def test_clozes_are_cut_as_in_anki(anki: Anki, text: str, number: int) -> None:
    text = f"{{{{c{number}::s}}}} {text}"
    front = "{{#c1}}1{{/c1}}{{^c2}}not 2{{/c2}}{{cloze:A}}|{{text:cloze:A}}|{{cloze-only:A}}"
    filler = Filler(anki, "gaps", front, "{{cloze:A}}|{{cloze-only:A}}", {"A": text})
    assert filler.ours(number) == filler.sides(number)


def check(anki: Anki, notes: list[Note], made: Any) -> int:
    """Compare all sides of packaged notes with what Anki shows; return their number."""
    count = 0
    for each in notes:
        for place, ordinal in enumerate(card_ordinals(each)):
            ours = ["".join(pieces) for pieces in sides(each, ordinal, made, each.id + place)]
            assert tuple(map(same, ours)) == tuple(map(same, anki.sides(each.guid, ordinal)))
            count += 2
    return count


def test_every_card_of_the_seed_is_what_anki_shows(tmp_path: Path) -> None:
    prepared = prepare(gather([SEEDS], tmp_path / "none.lock"), Clock(1_700_000_000, 1_700_000_000))
    (tmp_path / "deck.apkg").write_bytes(pack(prepared))
    with anki_collection(tmp_path) as anki:
        anki.import_package(tmp_path / "deck.apkg")
        assert check(anki, list(prepared.notes), prepared.models) >= 52


def test_made_up_notes_are_what_anki_shows(tmp_path: Path) -> None:
    full = {kind: {name: f"{name} <b>太字</b> <br>" for name in names} for kind, names in FIELDS.items()}
    made_up: list[tuple[CardKind, dict[str, str]]] = [
        ("qa", {"Swap": ""}),
        ("qa", {"Swap": "1", "Options": "", "Extra1": ""}),
        ("contrast", {"Swap": ""}),
        ("contrast", {"Swap": "1"}),
        ("contrast", {"Swap": "<br>", "Prompt": " "}),
        ("cloze", {"Text": r"{{c1::甲::{{c2::乙}}}} {{c3::丙}} \(x\)"}),
    ]
    filled = [
        note(number, kind, fields={**full[kind], "Removed": "", **fields})
        for number, (kind, fields) in enumerate(made_up, start=10)
    ]
    notes = [note(1), note(2, "contrast"), note(3, "cloze"), *filled]
    made = models(load_templates(), "en")
    (tmp_path / "deck.apkg").write_bytes(package_of(notes, models=models(load_templates(), "en")))
    with anki_collection(tmp_path) as anki:
        anki.import_package(tmp_path / "deck.apkg")
        assert check(anki, notes, made) == 2 * (4 + 2 * len(NOTE_TYPES["qa"].cards) - 1 + 3 * 2 + 3)


@pytest.mark.parametrize("bad", ["{{#A}}", "{{/A}}", "{{#A}}{{#B}}{{/A}}{{/B}}"])
def test_unbalanced_conditions_are_refused(bad: str) -> None:
    with pytest.raises(UnbalancedError):
        parse(bad)
