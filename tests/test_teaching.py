"""One example teaches an author's hand: what is learnt, what comes of it, and what does not change."""

from dataclasses import replace
from pathlib import Path

import pytest

from ankibuild.config import Config, ConfigError, TaughtHand, read_config
from ankibuild.markdown.outline import Section, outline
from ankibuild.markdown.source import Source
from ankibuild.model import Card, Page
from ankibuild.reading import Reader
from ankibuild.teaching.learn import Taught, learn
from ankibuild.teaching.looks import looks_of

EXAM = """# Kraut und Rüben

## Aufgabe 1
Der Wagen verliert Öl. Die Fachfrau sieht zuerst nach.
* (a) am Deckel
* (b) am Rad
* (c) am Spiegel
Lösungsbuchstabe » a
Begründung » Dort tritt es aus.

## Aufgabe 2
Die Milch ist sauer. Der Koch nimmt sie trotzdem.
* (a) für den Tee
* (b) für den Teig
* (c) für das Kind
Lösungsbuchstabe » b
Begründung » Sie lockert ihn.

## Aufgabe 3
Das Licht flackert. Der Hausmeister tauscht es.
* (a) die Lampe
* (b) das Fenster
Lösungsbuchstabe » a
Begründung » Sie ist alt.

## Aufgabe 4
Ein Satz ohne Lösung.
* (a) so
* (b) anders

## Nachwort
Das war alles.
"""
ROLES = "stem stem option option option key explanation"
HAND = (
    "stem: ## Aufgabe {n}", "stem: {text}", "option: - ({A}) {text}", "key:   Lösungsbuchstabe » {key}",
    "explanation:   Begründung » {text}",
)  # fmt: skip


def section_of(text: str) -> Section:
    reader = Reader(Config())
    return outline(reader.dialect.convert(text, 1), "a.md", text.count("\n") + 1, reader.words)[0]


def taught(text: str, first: int, roles: str, *, fences: bool = False) -> tuple[str, ...]:
    """Return the hand that the rows from a line on teach, a role a row."""
    section = section_of(text)
    looks = [look for look in looks_of(section, fences=fences) if look.text or look.row.whole]
    at = next(i for i, look in enumerate(looks) if look.line >= first)
    example = [Taught(look, role) for look, role in zip(looks[at:], roles.split(), strict=False)]
    return learn(example, looks, section.words)


def read(text: str, *hands: tuple[str, ...], pages: tuple[str, ...] = ("*",)) -> Page:
    config = replace(Config(), hands=tuple(TaughtHand(str(n), pages, rows) for n, rows in enumerate(hands)))
    return Reader(config).read(Source("a.md", Path("a.md"), text))


def answers(cards: tuple[Card, ...]) -> list[tuple[str, str]]:
    return [(card.parts["question"].text, card.parts["answer"].text) for card in cards if card.kind == "qa"]


def test_an_example_is_learnt_as_rows_with_the_words_that_the_page_repeats() -> None:
    assert taught(EXAM, 3, ROLES) == HAND


def test_all_that_is_written_like_the_example_becomes_cards() -> None:
    page = read(EXAM, HAND)
    assert answers(page.cards) == [
        ("Der Wagen verliert Öl. Die Fachfrau sieht zuerst nach.", "am Deckel"),
        ("Die Milch ist sauer. Der Koch nimmt sie trotzdem.", "für den Teig"),
        ("Das Licht flackert. Der Hausmeister tauscht es.", "die Lampe"),
    ]
    assert {card.style for card in page.cards} == {"taught"}
    assert [(each.line, each.slug) for each in page.problems] == [(27, "no-answer")]


def test_no_card_of_a_page_changes_that_no_hand_names() -> None:
    assert read(EXAM, HAND, pages=("b.md",)) == read(EXAM)


def test_plain_notes_are_learnt_by_their_two_halves() -> None:
    text = "".join(f"#### Wunsch Nummer {n} des Kunden\n→ Dienst {n}\n\n" for n in range(1, 6))
    hand = taught(text, 1, "question answer")
    assert len(answers(read(text, hand).cards)) == 5


def test_a_row_of_a_config_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "ankibuild.toml").write_text(
        '[[hands]]\nname = "x"\npages = ["a.md"]\nrows = ["stem: {text}", "kex: {key}"]\n', "utf-8"
    )
    with pytest.raises(ConfigError) as raised:
        read_config(tmp_path)
    assert "hands.rows" in str(raised.value)
    assert ":4:" in str(raised.value)
