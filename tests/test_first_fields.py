"""The first field of every note is its own: Anki's browser lists notes by it and calls equal ones duplicates."""

from pathlib import Path

from ankibuild.identity.times import Clock
from ankibuild.model import FIELDS, Card, CardKind, Part
from ankibuild.packaging.fields import fields_of
from ankibuild.packaging.first_fields import said, told_apart
from ankibuild.pipeline import gather, pack, prepare
from tests.anki_tools import Anki, anki_collection

NOTES = """\
# 模試

## 41.

- 自動で増減させる。
  - 需要に応じます。
- 手動で再送する。は不正解です。
  - 運用が増えます。

## 42.

- 自動で増減させる。
  - 需要に応じます。
- 手動で再送する。は不正解です。
  - 手間が増えます。

## Docker とは？

箱。

## 速さは？ {#speed}

速い。

# 別の章

## 速さは？

遅い。

## 記法

a :: b

- 穴は {{c1::甲}} か乙。
"""


def fields(kind: CardKind, **parts: str) -> tuple[CardKind, dict[str, str]]:
    made = {name: Part(((1, 1),), text.replace("<b>", ""), text) for name, text in parts.items()}
    return kind, fields_of(Card(kind, "s", "a.md", (), made, context="章 › 節"), source="")


def titles(*pairs: dict[str, str]) -> list[str]:
    return [each.fields["Title"] for each in told_apart(fields("contrast", **pair) for pair in pairs)]


def test_a_title_is_plain_text_of_what_is_mixed_up() -> None:
    pair = {"correct": "甲 <b>a", "incorrect": "乙\n丙", "cue": "＿＿ は速い。"}
    assert titles(pair) == ["乙 丙 ↔ 甲 a"]
    picture = {"correct": "甲", "incorrect": '<img src="b.png">'}
    kind, filled = fields("contrast", **picture)
    assert kind == "contrast"
    assert "↔ 甲" in filled["Title"]


def test_a_pair_that_only_shows_pictures_is_named_by_them() -> None:
    made = {name: Part(((1, 1),), "", f'<img src="{name}.png">') for name in ("correct", "incorrect")}
    card = Card("contrast", "s", "a.md", (), made)
    assert fields_of(card, source="")["Title"] == "incorrect.png ↔ correct.png"


def test_equal_titles_go_on_with_what_is_asked() -> None:
    pair = {"correct": "甲", "incorrect": "乙"}
    assert titles(pair, pair | {"prompt": "どれ？"}, pair | {"prompt": "どれ？"}, pair, pair) == [
        "乙 ↔ 甲",
        "乙 ↔ 甲 · どれ？",
        "乙 ↔ 甲 · どれ？ · 章 › 節",
        "乙 ↔ 甲 · 章 › 節",
        "乙 ↔ 甲 · 章 › 節 (2)",
    ]


def test_an_equal_question_says_more_only_in_the_browser() -> None:
    first, second, third = (
        each.fields["Question"]
        for each in told_apart([fields("qa", question="速さは？", answer=a) for a in ("1", "2", "3")])
    )
    assert first == '<div class="short">速さは？</div>'
    assert second == f"{first}<span hidden> · 章 › 節</span>"
    assert said(third) == "速さは？ · 章 › 節 (2)"


def field_states(anki: Anki) -> set[int]:
    """Return what Anki's editor says of all notes: 0 normal, 1 empty, 2 duplicate, 3 and more: clozes missing."""
    return {int(anki.note(guid).fields_check()) for guid in anki.guids()}


def test_anki_finds_every_note_normal(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(NOTES, "utf-8")
    prepared = prepare(gather([page, Path(__file__).parent.parent / "seeds"], tmp_path / "x.lock"), Clock(1))
    assert {note.kind for note in prepared.notes} == set(FIELDS)
    (tmp_path / "deck.apkg").write_bytes(pack(prepared))
    with anki_collection(tmp_path) as anki:
        anki.import_package(tmp_path / "deck.apkg")
        assert field_states(anki) == {0}
        firsts = anki.col.db.list("SELECT sfld FROM notes")
        assert len(set(firsts)) == len(firsts) == len(prepared.notes)
