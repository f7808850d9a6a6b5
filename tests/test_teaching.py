"""One example teaches an author's hand: what is learnt, what comes of it, and what does not change."""

import html
import json
from pathlib import Path

import pytest
from click.testing import Result

from ankibuild.config import Config, ConfigError, TaughtHand, read_config
from ankibuild.identity.ledger import read as read_ledger
from ankibuild.markdown.outline import Section, outline
from ankibuild.markdown.source import Source
from ankibuild.model import Card, Page
from ankibuild.reading import Reader
from ankibuild.teaching.alike import looks_alike
from ankibuild.teaching.learn import Taught, learn
from ankibuild.teaching.looks import looks_of
from ankibuild.teaching.read import Known, stretches
from ankibuild.teaching.table import with_hand
from ankibuild.values import replace
from tests.case_files import FOLDER, read_cases
from tests.test_cli import run
from tests.test_preview import made

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


SEEDS = Path(__file__).parent.parent / "seeds"
OTHERS = (TaughtHand("others", ("other/",), ("question: {asks}", "answer: {text}")),)


def write_hand(folder: Path, rows: tuple[str, ...]) -> None:
    hand = TaughtHand("h", ("*.md",), rows)
    (folder / "ankibuild.toml").write_text(with_hand("", hand), "utf-8")


def guids(folder: Path) -> list[str]:
    """Return the identities of all notes that the folder's ledger knows."""
    return sorted(entry.guid for entry in read_ledger(folder / "ankibuild.lock").entries if not entry.removed)


def section_of(text: str) -> Section:
    reader = Reader(Config())
    return outline(reader.dialect.convert(text, 1), "a.md", text.count("\n") + 1, reader.words)[0]


def taught(text: str, first: int, roles: str, *, fences: bool = False) -> tuple[str, ...]:
    """Return the hand that the rows from a line on teach, a role a row."""
    section = section_of(text)
    rows = looks_of(section, fences=fences)
    looks = [look for look in rows if look.shows]
    at = next(i for i, look in enumerate(looks) if look.line >= first)
    example = [Taught(look, role) for look, role in zip(looks[at:], roles.split(), strict=False)]
    return learn(example, rows, section.words)


def read(text: str, *hands: tuple[str, ...], pages: tuple[str, ...] = ("*",)) -> Page:
    config = replace(Config(), hands=tuple(TaughtHand(str(n), pages, rows) for n, rows in enumerate(hands)))
    return Reader(config).read(Source("a.md", Path("a.md"), text))


def answers(cards: tuple[Card, ...]) -> list[tuple[str, str]]:
    return [(card.parts["question"].text, card.parts["answer"].text) for card in cards if card.kind == "qa"]


def reasons(cards: tuple[Card, ...]) -> dict[str, str]:
    """Return what is said against each wrong option."""
    pairs = (card.parts for card in cards if card.kind == "contrast")
    return {
        parts["incorrect"].text: parts["why_incorrect"].text for parts in pairs if "why_incorrect" in parts
    }


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


def test_no_card_of_the_seeds_and_the_cases_changes_where_a_hand_names_another_page() -> None:
    plain, taught_ = (Reader(replace(Config(), hands=hands)) for hands in ((), OTHERS))
    texts = [path.read_text("utf-8") for path in SEEDS.glob("*.md")]
    texts += [case.notes for folder in sorted(FOLDER.iterdir()) for case in read_cases(folder.name)[::23]]
    assert len(texts) > 25
    for n, text in enumerate(texts):
        source = Source(f"notes/{n}.md", Path(f"{n}.md"), text)
        assert taught_.read(source) == plain.read(source)


def test_what_the_hand_and_the_page_both_teach_is_one_card_with_one_identity(tmp_path: Path) -> None:
    text = "".join(
        f"### 問{n} 番号{n}の役割はどれか。\n- A. 甲{n}\n- B. 乙{n}\n\n正解：B\n\n" for n in (1, 2, 3)
    )
    (tmp_path / "a.md").write_text(text, "utf-8")
    assert run("build", str(tmp_path), "-o", str(tmp_path / "x.apkg")).exit_code == 0
    before = guids(tmp_path)
    write_hand(tmp_path, taught(text, 1, "stem option option key"))
    assert run("cards", str(tmp_path)).output.count("[taught]") == 3
    assert run("build", str(tmp_path), "-o", str(tmp_path / "x.apkg")).exit_code == 0
    assert len(before) == 3
    assert guids(tmp_path) == before


MARKED = """# 覚え書き

### 第1問
社内の端末の名前を番号に直したい。
□ DHCP
□ DNS
☞ DNS
なるほど＞ 名前と番号の対応を持つから。

### 第2問
端末に番号を自動で配りたい。
□ DHCP
□ ARP
☞ DHCP
なるほど＞ 空いた番号を貸し出すから。

### 第3問
時計をそろえたい。
□ SMTP
□ NTP
☞ NTP
なるほど＞ 時刻を配るから。
"""


def test_options_and_keys_behind_signs_are_learnt() -> None:
    hand = taught(MARKED, 3, "skip stem option option key explanation")
    assert hand == (
        "skip: ### 第{n}問",
        "stem: {text}",
        "option: □ {text}",
        "key: ☞ {key}",
        "explanation: なるほど＞ {text}",
    )
    assert [answer for _, answer in answers(read(MARKED, hand).cards)] == ["DNS", "DHCP", "NTP"]


GAPS = """## Aufgabe 1
Welches Rad lenkt?
* (a) vorne
* (b) hinten
Lösungsbuchstabe » a

## Aufgabe 2
Noch ohne Lösung: welches Rad bremst?
* (a) vorne
* (b) hinten

## Aufgabe 3
Welches Rad treibt an?
A. vorne
B. hinten
**Antwort: B**

## Aufgabe 4
Welches Rad dreht?
* (a) vorne
* (b) hinten
Lösungsbuchstabe » b
"""
GAPS_HAND = (
    "stem: ## Aufgabe {n}",
    "stem: {text}",
    "option: - ({A}) {text}",
    "key: Lösungsbuchstabe » {key}",
)


def test_an_item_without_its_answer_takes_none_of_the_next() -> None:
    page = read(GAPS, GAPS_HAND)
    assert answers(page.cards) == [
        ("Welches Rad lenkt?", "vorne"),
        ("Welches Rad treibt an?", "hinten"),
        ("Welches Rad dreht?", "hinten"),
    ]
    assert [each.line for each in page.problems] == [8]


def test_a_row_that_opens_an_item_is_never_inside_another() -> None:
    text = "".join(
        f"Fall#{n} Band 3\n\nEin Kunde fragt nach Ding {n}.\n\nWeil {n}.\n\n" for n in range(1, 5)
    ).replace("Weil 2.\n\n", "")
    hand = ("skip: Fall#{n} Band 3", "question: {text}", "answer: {text}")
    assert [q for q, _ in answers(read(text, hand).cards)] == [
        f"Ein Kunde fragt nach Ding {n}." for n in (1, 3, 4)
    ]


def test_a_hand_of_questions_in_words_leaves_items_with_options_to_their_key() -> None:
    text = (
        "### Wozu ein Zaun?\nEr hält Tiere ab.\n\n### Wozu ein Tor?\nEs lässt Leute ein.\n\n"
        "### Übung\nWas hält Tiere ab?\n- A. Zaun\n- B. Tor\n\n**Antwort: A**\n"
    )
    assert answers(read(text, ("question: ### {text}", "answer: {text}")).cards)[-1] == (
        "Was hält Tiere ab?",
        "Zaun",
    )


def test_an_example_that_asks_teaches_rows_that_ask() -> None:
    text = "# T\n" + "".join(
        f"### {title}\nEin Satz zu {title.strip('?')}.\n\n"
        for title in ("Wozu der Zaun?", "Zaun", "Wozu das Tor?", "Tor", "Wozu das Dach?")
    )
    hand = taught(text, 2, "question answer")
    assert hand[0] == "question: ### {asks}"
    assert sum(card.style == "taught" for card in read(text, hand).cards) == 3


def test_what_stands_beside_the_items_of_a_hand_stays_as_it_is_without_one() -> None:
    text = "# T\n" + "".join(
        f"### {title}\n= {title.strip('?')} hält.\n\n"
        for title in ("Wozu der Zaun?", "Zaun", "Wozu das Tor?", "Tor", "Wozu das Dach?", "Dach")
    )
    plain, cards = read(text).cards, read(text, ("question: ### Wozu {text}", "answer: = {text}")).cards
    assert len(plain) == 6
    assert answers(cards) == [(q.replace("Wozu ", ""), a) for q, a in answers(plain)]
    assert [card.style for card in cards] == ["taught", "rhythm"] * 3


def test_no_plain_text_below_an_item_becomes_a_card_because_a_hand_reads_less_of_it() -> None:
    text = "".join(
        f"**F{n}**\n\nWelches Teil {n} trägt das Rad?\n\nA. Achse {n}\nB. Bremse {n}\n\nLösung: A\n\n"
        "Der Rest:\n\nEins.\n\nZwei.\n\nDrei.\n\n- Feder: sie federt den Stoß ab\n- Nabe: sie hält die Speichen\n\n"
        for n in (1, 2, 3)
    )
    hand = ("skip: **F{n}**", "stem: {text}", "option: {A}. {text}", "key: Lösung: {key}")
    assert len(answers(read(text).cards)) == 3
    assert [card.style for card in read(text, hand).cards if card.kind == "qa"] == ["taught"] * 3


def test_what_one_question_is_about_is_not_learnt_as_the_head_of_all() -> None:
    text = "".join(
        f"## Frage\nNorm {100 + n}: was gilt?\n## Antwort\nRegel {n}\n\n" if n < 4
        else f"## Frage\nWas gilt im Fall {n}?\n## Antwort\nRegel {n}\n\n"
        for n in range(1, 12)
    )  # fmt: skip
    hand = taught(text, 1, "skip stem skip answer")
    assert "Norm" not in "".join(hand)


def test_signs_before_a_question_are_learnt() -> None:
    text = "".join(f"###Welches Rad {n} lenkt?\n- A vorn\n- B hinten\n\n! A\n\n" for n in range(1, 5))
    assert taught(text, 1, "stem option option key") == (
        "stem: ###{text}",
        "option: - {A} {text}",
        "key: ! {key}",
    )


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


# --- what is proposed ---------------------------------------------------------------------------------

UNKNOWN = "# Buch\n\n" + "".join(
    f"**Fall {n}**\n\nEin Kunde mit Wunsch {n} kommt.\n\n» Dienst {n}\n\n" for n in range(1, 7)
).replace("»", "=>")


def test_stretches_that_look_alike_and_gave_no_card_are_proposed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(UNKNOWN, "utf-8")
    for command in ("check", "init"):
        result = run(command, str(tmp_path))
        assert (
            f"6 stretches look alike and gave no card ⇒ ankibuild teach {tmp_path / 'a.md'}:3-7"
            in result.output
        )


def test_check_proposes_last_before_its_summary_what_to_teach(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(UNKNOWN, "utf-8")
    *listed, one, other, summary = run("check", str(tmp_path)).output.splitlines()
    assert ["ankibuild teach" in row for row in (one, other, summary)] == [True, True, False]
    assert "ankibuild teach" not in "".join(listed)
    assert any("uncarded" in row for row in listed)


def test_stretches_whose_headings_are_counted_and_titled_are_proposed(tmp_path: Path) -> None:
    titles = ("Hof", "Marktplatz", "Mühle", "Stall am Bach", "Schmiede")
    text = "".join(
        f"## Rätsel {n} – {title}\nDer Wagen {n} steht.\n\n> a) schieben\n> b) ziehen\n\nWahl » a\n\n"
        for n, title in enumerate(titles, 1)
    )
    (tmp_path / "a.md").write_text(text, "utf-8")
    assert "5 stretches look alike and gave no card" in run("check", str(tmp_path)).output


def test_the_preview_names_the_command_that_teaches(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(UNKNOWN, "utf-8")
    page = made(tmp_path)
    assert "6 stretches look alike and gave no card ⇒ ankibuild teach a.md:3-7" in html.unescape(page)
    assert "ankibuild teach" not in page.replace("ankibuild teach a.md:3-7", "")


def test_plain_notes_are_no_stretches_to_teach(tmp_path: Path) -> None:
    text = "# N\n" + "".join(f"## Thema {n}\nEin Text zum Thema {n}.\nNoch ein Satz.\n\n" for n in range(9))
    (tmp_path / "a.md").write_text(text, "utf-8")
    assert "ankibuild teach" not in run("check", str(tmp_path)).output


def test_what_is_taught_is_proposed_no_more(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(UNKNOWN, "utf-8")
    (tmp_path / "roles").write_text("skip 3\nquestion 5\nanswer 7\n", "utf-8")
    assert "6 whole" in run("teach", f"{tmp_path / 'a.md'}:3-7", "--roles", str(tmp_path / "roles")).output
    assert "ankibuild teach" not in run("check", str(tmp_path)).output


# --- the command --------------------------------------------------------------------------------------

ROWS = "stem 3\nstem 4\noption 5-7\nkey 8\nexplanation 9\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(EXAM, "utf-8")
    return tmp_path / "notes"


def teach(notes: Path, roles: str, lines: str = "3-9", *more: str, file: str = "a.md") -> Result:
    (notes.parent / "roles").write_text(roles, "utf-8")
    return run("teach", f"{notes / file}:{lines}", "--roles", str(notes.parent / "roles"), *more)


def test_what_is_taught_is_written_into_the_config_and_its_effect_told(notes: Path) -> None:
    (notes / "ankibuild.toml").write_text('# mine\ndeck = "X"  # so\n\n[words]\n# none yet\n', "utf-8")
    result = teach(notes, ROWS)
    assert "4 items alike on 1 page: 3 whole, 1 doubtful (a.md:26 no key" in result.output
    assert result.output.count("[taught]") == 3
    text = (notes / "ankibuild.toml").read_text("utf-8")
    assert text.startswith('# mine\ndeck = "X"  # so\n\n[words]\n# none yet\n')
    assert read_config(notes).hands == (TaughtHand("a", ("a.md",), HAND),)
    cards = run("cards", str(notes)).output
    assert cards.count("[taught]") == 3
    assert "Begründung" not in cards


def test_a_hand_is_taught_anew_in_its_place(notes: Path) -> None:
    config = """# mine
deck = "X" # so

[[hands]] # the first
name = "a"
pages = ["none.md"] # old
rows = ["question: {asks}", "answer: {text}"]

# between
[[hands]]
name = "b"
pages = ["b.md"]
rows = ["question: ## {text}", "answer: {text}"]  # by hand

[words]
question = ["Aufgabe"]
"""
    (notes / "ankibuild.toml").write_text(config, "utf-8")
    teach(notes, ROWS, "3-9", "--name", "a")
    assert [hand.name for hand in read_config(notes).hands] == ["a", "b"]
    assert read_config(notes).hands[0].rows == HAND
    text = (notes / "ankibuild.toml").read_text("utf-8")
    assert text[: text.index("pages")] == config[: config.index("pages")]
    assert text[text.index("# between") :] == config[config.index("# between") :]
    run("teach", "--forget", "a", str(notes))
    left = (notes / "ankibuild.toml").read_text("utf-8")
    assert 'rows = ["question: ## {text}", "answer: {text}"]  # by hand' in left
    assert left.startswith('# mine\ndeck = "X" # so\n')
    assert read_config(notes).hands[0].name == "b"


def test_a_dry_run_writes_nothing(notes: Path) -> None:
    assert "3 whole" in teach(notes, ROWS, "3-9", "--dry-run").output
    assert not (notes / "ankibuild.toml").exists()


def test_roles_may_be_json(notes: Path) -> None:
    roles = [
        {"role": "stem", "lines": [3, 4]},
        {"role": "option", "lines": [5, 7]},
        {"role": "key", "lines": [8, 8]},
    ]
    assert "3 whole" in teach(notes, json.dumps(roles)).output


REASONS = """## Aufgabe 1
Welches Rad lenkt?
(a) vorne
(b) hinten
(c) oben
Lösungsbuchstabe » a
1. hinten ist starr
2. oben ist keines

## Aufgabe 2
Welches Rad bremst?
(a) unten
(b) vorne
(c) hinten
Lösungsbuchstabe » b
1. unten ist keines
2. hinten ist es nicht
"""


def test_a_reason_goes_to_the_option_that_it_is_said_to_be_of(notes: Path) -> None:
    (notes / "a.md").write_text(REASONS, "utf-8")
    roles = [
        {"role": "stem", "lines": [1, 2]},
        {"role": "option", "lines": [3, 5]},
        {"role": "key", "lines": [6, 6]},
        {"role": "reason", "of": 4, "lines": [7, 7]},
        {"role": "reason", "of": "c", "lines": [8, 8]},
    ]
    assert "2 whole" in teach(notes, json.dumps(roles), "1-8").output
    page = Reader(read_config(notes)).read(Source("a.md", notes / "a.md", REASONS))
    pairs = [(c.parts["incorrect"].text, c.parts["why_incorrect"].text) for c in page.cards if c.kind != "qa"]
    assert pairs == [
        ("hinten", "hinten ist starr"),
        ("oben", "oben ist keines"),
        ("unten", "unten ist keines"),
        ("hinten", "hinten ist es nicht"),
    ]


@pytest.mark.parametrize(
    ("of", "says"),
    [("d", "'d' is none of the options"), ("9", "'9' is none of the options"), ("b", "is about line 4")],
)
def test_a_reason_of_no_option_or_of_another_is_told(notes: Path, of: str, says: str) -> None:
    (notes / "a.md").write_text(REASONS, "utf-8")
    roles = [
        {"role": "stem", "lines": [1, 2]},
        {"role": "option", "lines": [3, 5]},
        {"role": "key", "lines": [6, 6]},
        {"role": "reason", "of": of, "lines": [8, 8]},
    ]
    result = teach(notes, json.dumps(roles), "1-8")
    assert says in result.output
    assert not (notes / "ankibuild.toml").exists()


def test_what_was_taught_is_listed_and_forgotten(notes: Path) -> None:
    teach(notes, ROWS, "3-9", "--name", "kraut")
    assert "kraut: a.md" in run("teach", "--list", str(notes)).output
    assert "did you mean 'kraut'" in run("teach", "--forget", "krautt", str(notes)).output
    run("teach", "--forget", "kraut", str(notes))
    assert read_config(notes).hands == ()
    assert "nothing was taught" in run("teach", "--list", str(notes)).output


@pytest.mark.parametrize(
    ("roles", "lines", "says"),
    [
        (ROWS, "2-2", "no text there"),
        (ROWS, "9-3", "the lines run backwards"),
        (ROWS, "x", "name one item by its file and lines"),
        ("# stem 2\nstam 3\n", "3-9", "line 3: 'stam' is no role; did you mean 'stem'?"),
        ("stem\n", "3-9", "'stem' is no role with a line"),
        ("stem 4-3\n", "3-9", "lines 4-3 run backwards"),
        ("[{}]", "3-9", "not understood; write them as"),
        ("stem 2\n", "3-9", "hold no text"),
        ("stem 3\nstem 4\noption 5-7\n", "3-9", "no answer in the example"),
        ("option 5-7\nkey 8\n", "3-9", "no question in the example"),
        ("question 4\nanswer 12\n", "3-9", "look alike"),
        ("stem 26\noption 27-28\nkey 4\n", "24-27", "the example itself would not be read"),
        ("question+answer 4\n", "3-9", "parts the two that stand on this line"),
        ("stem 4\nkey 32\n", "3-32", "look alike"),
        ("question 4\nkeys 8\n", "3-9", "no row looks like what the roles say"),
    ],
)
def test_an_example_that_teaches_nothing_is_told_and_nothing_written(
    notes: Path, roles: str, lines: str, says: str
) -> None:
    result = teach(notes, roles, lines)
    assert says in result.output
    assert result.exit_code == 2
    assert not (notes / "ankibuild.toml").exists()


def test_a_page_that_is_gone_is_told(notes: Path) -> None:
    assert "no such file" in teach(notes, ROWS, file="b.md").output
    teach(notes, ROWS)
    (notes / "a.md").rename(notes / "c.md")
    assert "no such page" in run("teach", "--list", str(notes)).output


def test_the_editor_shows_each_row_with_its_role(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def edit(text: str) -> str:
        seen.append(text)
        return ROWS

    monkeypatch.setattr("click.edit", edit)
    assert "3 whole" in run("teach", f"{notes / 'a.md'}:3-9").output
    assert seen[0].splitlines()[2].split(None, 2) == ["option", "5", "- (a) am Deckel"]


def test_nothing_saved_is_nothing_learnt(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.edit", lambda _text: None)
    assert "nothing was saved" in run("teach", f"{notes / 'a.md'}:3-9").output


# --- further examples ---------------------------------------------------------------------------------

TWO_KEYS = """## Aufgabe 1
Welches Rad lenkt?
* (a) vorne
* (b) hinten
Lösungsbuchstabe » a

## Aufgabe 2
Welches Rad bremst?
1) vorne
2) hinten
So ist es ~ 2

## Aufgabe 3
Welches Rad treibt an?
* (a) vorne
* (b) hinten
Lösungsbuchstabe » b

## Aufgabe 4
Welches Rad dreht?
1) vorne
2) hinten
So ist es ~ 1

## Aufgabe 5
Welches Rad hält?
1) vorne
2) hinten
So ist es ~ 2

## Aufgabe 6
Welches Rad rollt?
1) vorne
2) hinten
Lösungsbuchstabe » 1
"""


def test_a_second_example_refines_the_first(notes: Path) -> None:
    (notes / "a.md").write_text(TWO_KEYS, "utf-8")
    first = teach(notes, "stem 1-2\noption 3-4\nkey 5\n", "1-5")
    assert "2 whole" in first.output
    second = teach(notes, "stem 7-8\noption 9-10\nkey 11\n", "7-11")
    assert "6 items alike on 1 page: 6 whole" in second.output
    (hand,) = read_config(notes).hands
    assert hand.name == "a"
    assert hand.rows == (
        "stem: ## Aufgabe {n}", "stem: {asks}", "option: - ({A}) {text}", "option: 1. {text}",
        "key:   Lösungsbuchstabe » {key}", "key:   So ist es ~ {key}",
    )  # fmt: skip


def test_an_example_of_another_shape_is_a_hand_of_its_own(notes: Path) -> None:
    words = "".join(f"Zu Wort{n} gehört\n=> Sinn {n}\n\n" for n in range(1, 5))
    (notes / "a.md").write_text(f"{EXAM}\n{words}", "utf-8")
    teach(notes, ROWS)
    line = EXAM.count("\n") + 2
    output = teach(notes, f"question {line}\nanswer {line + 1}\n", f"{line}-{line + 1}").output
    assert "4 whole" in output
    assert [hand.name for hand in read_config(notes).hands] == ["a", "a-2"]
    assert run("cards", str(notes)).output.count("[taught]") == 7


def test_an_item_is_read_by_the_hand_that_it_is_most_like() -> None:
    plain = ("question: ## Aufgabe {n}", "answer: {text}")
    for hands in ((plain, HAND), (HAND, plain)):
        assert [answer for _, answer in answers(read(EXAM, *hands).cards)][:3] == [
            "am Deckel",
            "für den Teig",
            "die Lampe",
        ]


def test_two_hands_that_read_the_same_item_give_one_card() -> None:
    alike = tuple(row.replace("stem: {text}", "stem: {text} …") for row in HAND)
    assert read(EXAM, HAND, alike).cards == read(EXAM, HAND).cards


# --- keys elsewhere -----------------------------------------------------------------------------------

KEYS_BELOW = """# Räder

## Blatt 1
Frage 1) Welches Rad lenkt?
(a) vorne
(b) hinten

Frage 2) Welches Rad bremst?
(a) vorne
(b) hinten

Frage 3) Welches Rad fehlt?
(a) oben
(b) unten

## Lösungsbuchstaben
Nummer 1 » a
Nummer 2 » b
Nummer 3 » a
"""


def test_keys_at_the_end_of_the_page_are_learnt_from_one(notes: Path) -> None:
    (notes / "a.md").write_text(KEYS_BELOW, "utf-8")
    assert "3 whole" in teach(notes, "stem 4\noption 5-6\nkey 17\n", "4-6").output
    (hand,) = read_config(notes).hands
    assert hand.rows[-1] == "keys: Nummer {n} » {key}"
    page = Reader(read_config(notes)).read(Source("a.md", notes / "a.md", KEYS_BELOW))
    assert [answer for _, answer in answers(page.cards)] == ["vorne", "hinten", "oben"]


def test_keys_whose_numbers_begin_anew_go_by_their_order() -> None:
    text = KEYS_BELOW.replace("Frage 3)", "Frage 1)").replace("Nummer 3", "Nummer 1")
    hand = ("stem: Frage {n}) {text}", "option: ({A}) {text}", "keys: Nummer {n} » {key}")
    assert [answer for _, answer in answers(read(text, hand).cards)] == ["vorne", "hinten", "oben"]
    fewer = text.replace("Nummer 1 » a\nNummer 2", "Nummer 2")
    assert [each.slug for each in read(fewer, hand).problems] == ["no-answer"] * 3
    assert answers(read(fewer, hand).cards) == []


LOTS = "".join(
    f"### Los {n}\nWelches Rad {n} lenkt?\n\n**A.** vorne {n}\n\n**B.** hinten {n}\n\n---\n\n" for n in (1, 2)
) + (
    "## Zettel\n\n**Los 1: B**\n- A: ❌ es bremst\n- B: ✅ es lenkt\n\n"
    "**Los 2: A**\n- A: ✅ es geht\n- B: ❌ es steht\n\nSo war es.\n"
)  # fmt: skip
LOTS_HAND = ("skip: ### Los {n}", "stem: {asks}", "option: **{A}.** {text}", "keys: **Los {n}: {key}**")


def test_what_stands_right_below_a_key_of_a_list_explains_it() -> None:
    page = read(LOTS, LOTS_HAND)
    assert answers(page.cards) == [("Welches Rad 1 lenkt?", "hinten 1"), ("Welches Rad 2 lenkt?", "vorne 2")]
    assert reasons(page.cards) == {"vorne 1": "es bremst", "hinten 2": "es steht"}
    assert {card.style for card in page.cards} == {"taught"}, "the list of keys makes no cards of its own"


def test_a_row_of_a_list_that_calls_its_option_wrong_is_no_key() -> None:
    text = "".join(f"Frage {n}) Welches Rad lenkt {n}?\n(A) vorne\n(B) hinten\n\n" for n in (1, 2, 3))
    keys = (
        "## Schluss\n\nNr. 1 » B\n\nNr. 2 » A is not correct because it stands.\nB is.\n\nNr. 3 » A dreht\n"
    )
    hand = ("stem: Frage {n}) {text}", "option: ({A}) {text}", "keys: Nr. {n} » {key} {text}")
    page = read(text + keys, hand)
    assert answers(page.cards) == [("Welches Rad lenkt 1?", "hinten"), ("Welches Rad lenkt 3?", "vorne")]
    assert [each.line for each in page.problems] == [5]


# --- keys on another page -----------------------------------------------------------------------------

WHEELS = """# Räder {n}

Frage 1) Welches Rad lenkt am Wagen {n}?
(a) vorne
(b) hinten

Frage 2) Welches Rad bremst am Wagen {n}?
(a) oben
(b) unten
"""
SLIPS = "Blatt {n}\n\nNummer 1 » {one}\nNummer 2 » {two}\n"


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    (tmp_path / "notes" / "zettel").mkdir(parents=True)
    for n, one, two in ((1, "a", "b"), (2, "b", "a")):
        (tmp_path / "notes" / f"rad{n}.md").write_text(WHEELS.format(n=n), "utf-8")
        slips = tmp_path / "notes" / "zettel" / f"zu-rad{n}.md"
        slips.write_text(SLIPS.format(n=n, one=one, two=two), "utf-8")
    return tmp_path / "notes"


def answers_of(notes: Path) -> list[list[str]]:
    """Return the answers of the cards of a folder, page by page."""
    found = json.loads(
        "[" + ",".join(run("cards", "--format", "jsonl", str(notes)).stdout.splitlines()) + "]"
    )
    pages = sorted({card["path"] for card in found})
    return [
        [c["parts"]["answer"]["text"] for c in found if c["path"] == p and c["kind"] == "qa"] for p in pages
    ]


def test_keys_on_pages_of_their_own_are_learnt_from_one(wheels: Path) -> None:
    assert answers_of(wheels) == []
    result = teach(wheels, "stem 3\noption 4-5\nkey zettel/zu-rad1.md:3\n", "3-5", file="rad1.md")
    assert "4 items alike on 2 pages: 4 whole" in result.output
    (hand,) = read_config(wheels).hands
    assert (hand.keys, hand.rows[-1]) == ("zettel/zu-{page}.md", "keys: Nummer {n} » {key}")
    assert "keys = zettel/zu-{page}.md" in run("teach", "--list", str(wheels)).output
    assert answers_of(wheels) == [["vorne", "unten"], ["hinten", "oben"]]


def test_a_page_of_keys_for_one_page_answers_no_other(wheels: Path) -> None:
    (wheels / "zettel" / "zu-rad1.md").rename(wheels / "loesung.md")
    roles = [
        {"role": "stem", "lines": [3, 3]},
        {"role": "option", "lines": [4, 5]},
        {"role": "key", "lines": [3, 3], "file": "loesung.md"},
    ]
    assert (
        "2 items alike on 1 page: 2 whole" in teach(wheels, json.dumps(roles), "3-5", file="rad1.md").output
    )
    assert read_config(wheels).hands[0].keys == "loesung.md"
    assert answers_of(wheels) == [["vorne", "unten"]]


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("key zettel/fort.md:3", "is no page of these notes"),
        ("key zettel/zu-rad1.md:2", "no answer in the example"),
        ("explanation zettel/zu-rad1.md:3", "only a key may stand on another page"),
        ("key zettel/zu-rad1.md:3\nkey zettel/zu-rad2.md:3", "the keys stand on two pages"),
    ],
)
def test_a_key_that_stands_on_no_other_page_is_told_and_nothing_written(
    wheels: Path, key: str, says: str
) -> None:
    result = teach(wheels, f"stem 3\noption 4-5\n{key}\n", "3-5", file="rad1.md")
    assert says in result.output
    assert result.exit_code == 2
    assert not (wheels / "ankibuild.toml").exists()


# --- the roles that are guessed -----------------------------------------------------------------------


def guessed(notes: Path, lines: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the roles with which the rows of a page open in the editor."""
    seen: list[str] = []
    monkeypatch.setattr("click.edit", seen.append)
    run("teach", f"{notes / 'a.md'}:{lines}")
    return [row.split()[0] for row in seen[0].splitlines() if row and not row.startswith("#")]


def test_roles_are_guessed_as_what_was_taught_before_reads_them(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        EXAM.replace("(a) ", "«")
        .replace("(b) ", "«")
        .replace("(c) ", "«")
        .replace("» b", "» wohl für den Teig")
    )
    (notes / "a.md").write_text(text, "utf-8")
    assert "key" not in guessed(notes, "11-17", monkeypatch)
    write_hand(notes, tuple(row.replace("({A}) ", "«") for row in HAND))
    assert guessed(notes, "11-17", monkeypatch)[2:] == ["option", "right", "option", "key", "explanation"]


@pytest.mark.parametrize(
    ("behind", "roles"),
    [
        ("vorne\n\nSo ist es.\n", ["right", "option", "key", "explanation"]),
        (
            "Wahl » a\nGegen b » es schiebt\nSo ist es.\n",
            ["option", "option", "key", "reason", "explanation"],
        ),
    ],
    ids=["the text of one", "letters in the rows"],
)
def test_where_nothing_reads_them_roles_are_guessed_by_the_list_of_options(
    behind: str, roles: list[str], notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (notes / "a.md").write_text(f"Welches Rad lenkt\n\n(a) vorne\n(b) hinten\n\n{behind}", "utf-8")
    assert guessed(notes, "1-8", monkeypatch) == ["stem", *roles]


SPELT = "# Sorba\n\n" + "".join(
    f"◎ Drami {n}\nMa dun sela {w} ok barim.\n\n– {a}\n– {b}\n– {c}\n\nVelmo » {b}\nTus » Su lan {w} prosto.\n\n"
    f"Gruk ({a}) en {a} mor dakta.\nGruk ({c}) en {c} mor dakta.\n\n"
    for n, (w, a, b, c) in enumerate(
        (
            ("vazor", "tavlo", "limun", "korbi"),
            ("fanuk", "dekol", "tasim", "sapun"),
            ("krajon", "orlig", "kapit", "pupet"),
            ("sedja", "metlar", "lampik", "tambur"),
            ("katlin", "gantu", "aplor", "skalin"),
        ),
        1,
    )
)
"""Items in words that nobody knows, whose options have no letters."""


def test_a_row_that_repeats_one_of_several_alike_is_guessed_to_be_their_key(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (notes / "a.md").write_text(SPELT, "utf-8")
    assert "teach" in run("check", str(notes / "a.md")).output
    roles = "skip stem option option option key explanation reason reason"
    assert guessed(notes, "3-14", monkeypatch) == roles.split()
    cards = read(SPELT, taught(SPELT, 3, roles)).cards
    assert reasons(cards)["dekol"] == "en dekol mor dakta."
    assert {card.parts["explanation"].text for card in cards if card.kind == "qa"} == {
        f"Su lan {w} prosto." for w in ("vazor", "fanuk", "krajon", "sedja", "katlin")
    }


def test_rows_alike_are_guessed_to_be_an_answer_where_none_of_them_is_repeated(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (notes / "a.md").write_text(
        "Was rollt?\n\n– ein Rad\n– ein Fass\n– ein Reifen\n\nTus » alle drei\n", "utf-8"
    )
    (notes / "ankibuild.toml").write_text('[styles]\noff = ["inline_question", "asking"]\n', "utf-8")
    assert guessed(notes, "1-7", monkeypatch) == ["question", *["answer"] * 4]


def test_where_nothing_lists_options_each_question_is_guessed_by_its_looks(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# Sorba\n\n### Los 1\n\n* Was rollt denn?\n\nDas Rad. Rollt es auch rückwärts?\n\n* Was steht?\n\nDer Karren.\n"
    (notes / "a.md").write_text(text, "utf-8")
    (notes / "ankibuild.toml").write_text('[styles]\noff = ["inline_question"]\n', "utf-8")
    found = guessed(notes, "3-11", monkeypatch)
    assert found == ["skip", "question", "answer", "question", "answer"]


def test_roles_with_a_mistake_open_again_with_what_is_wrong(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = iter([ROWS.replace("option", "opton", 1), ROWS])
    opened: list[str] = []

    def edit(text: str) -> str | None:
        opened.append(text)
        return next(saved, None)

    monkeypatch.setattr("click.edit", edit)
    assert "learnt 'a'" in run("teach", f"{notes / 'a.md'}:3-9").output
    assert "did you mean 'option'" in opened[1].splitlines()[0]
    assert "opton" in opened[1]


def test_roles_with_a_mistake_that_nobody_mends_teach_nothing(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = iter([ROWS.replace("option", "opton", 1)])
    monkeypatch.setattr("click.edit", lambda _text: next(saved, None))
    assert "did you mean 'option'" in run("teach", f"{notes / 'a.md'}:3-9").output
    assert not (notes / "ankibuild.toml").exists()


# --- what an example says holds for all ---------------------------------------------------------------


def test_an_item_opens_with_the_words_of_all_not_of_one_level_or_with_one_number() -> None:
    levels = ("leicht", "schwer", "mittel")
    text = "".join(
        f"### Rätsel {n} ({levels[n % 3]})\nWelches Rad {n} lenkt?\n* (a) vorne {n}\n* (b) hinten {n}\nLösung » a\n\n"
        for n in range(1, 10)
    )
    hand = taught(text, 1, "skip stem option option key")
    assert hand[0] == "skip: ### Rätsel {n} {text}"
    assert len(answers(read(text, hand).cards)) == 9


@pytest.mark.parametrize(
    ("behind", "end"), [("\n---", "end: ---"), ("### Quellen\nBuch {n}", "end: ### Quellen")]
)
def test_what_stands_behind_the_example_ends_an_item(behind: str, end: str) -> None:
    text = "".join(
        f"## Wunsch {n}\nEin Kunde will {n} Räder haben.\n### Rat\nNimm den Wagen {n}.\n{behind.format(n=n)}\nNachsatz {n}.\n\n"
        for n in range(1, 5)
    )
    hand = taught(text, 1, "skip question skip answer")
    assert hand[-1] == end
    assert [answer for _, answer in answers(read(text, hand).cards)] == [
        f"Nimm den Wagen {n}." for n in range(1, 5)
    ]


def test_options_of_another_alphabet_are_options() -> None:
    text = EXAM.replace("(a) für", "(1) für").replace("(b) für", "(2) für").replace("(c) für", "(3) für")
    text = text.replace("Lösungsbuchstabe » b", "Lösungsbuchstabe » 2")
    assert [answer for _, answer in answers(read(text, HAND).cards)] == [
        "am Deckel",
        "für den Teig",
        "die Lampe",
    ]


def test_the_heading_of_a_chapter_opens_no_item() -> None:
    text = (
        "".join(
            f"### Kapitel {c}\n"
            + "".join(f"- Wunsch {c}{n} des Kunden\n  - Dienst {c}{n}\n" for n in range(1, 4))
            + "\n"
            for c in "abc"
        )
        .replace("Kapitel a", "Hof")
        .replace("Kapitel b", "Garten")
        .replace("Kapitel c", "Haus")
    )
    hand = taught(text, 1, "skip question answer")
    assert hand == ("question: - {text}", "answer:   - {text}")


def test_numbers_that_do_not_count_are_none_of_items() -> None:
    text = "".join(
        f"- {n} => {m} umrechnen\n```\nRezept {n}\n```\n" for n, m in ((2, 10), (10, 2), (16, 2), (2, 8))
    )
    assert taught(text, 1, "question answer")[0] == "question: - {text}"


def test_wrong_answers_below_their_label_need_no_reason() -> None:
    text = (
        "".join(
            f"## {n}\nWelches Rad lenkt am Wagen {n}?\n- Antwort\n  **vorne {n}**\n\n**Falsch wäre**\n* hinten {n} → zu schwach {n}\n\n"
            for n in range(1, 4)
        )
        + "## 4\nWelches Rad lenkt am Wagen 4?\n- Antwort\n  **vorne 4**\n\n**Falsch wäre**\n* hinten 4\n* oben 4\n"
    )
    hand = taught(text, 1, "skip stem skip answer skip option+reason")
    pairs = [
        (c.parts["correct"].text, c.parts["incorrect"].text) for c in read(text, hand).cards if c.kind != "qa"
    ]
    assert pairs[-2:] == [("vorne 4", "hinten 4"), ("vorne 4", "oben 4")]


def test_a_label_of_the_answer_parts_it_from_the_question_on_its_line() -> None:
    text = "".join(f"- **Rad {n}:** Was dreht es? Und wie? (Lösung: die Achse {n})\n" for n in range(1, 4))
    text += "- **Rad 4:** Wer weiß es?\n"
    hand = taught(text, 1, "question+answer")
    assert hand == ("question: - {question}? (Lösung: {answer})",)
    found = answers(read(text, hand).cards)
    assert found[:1] == [("Rad 1: Was dreht es? Und wie?", "die Achse 1")]
    assert len(found) == 3


def test_halves_that_nothing_tells_apart_teach_nothing(notes: Path) -> None:
    text = "".join(f"## Thema {n}\n\nEin Satz {n}.\n\nNoch ein Satz {n}.\n\n" for n in range(5))
    (notes / "a.md").write_text(text.replace("Thema", "").replace("## 0", "## A"), "utf-8")
    assert "look alike" in teach(notes, "skip 1\nquestion 3\nanswer 5\n", "1-5").output


def test_a_reason_that_says_what_another_says_is_no_key() -> None:
    text = "".join(
        f"## Fall {n}\nWelches Rad lenkt am Wagen {n}?\nA. vorne {n}\nB. hinten {n}\nC. oben {n}\nD. unten {n}\n"
        f"## Heraus {n}\nheraus : A\nB(X) : zu weit hinten.\nC(X) : wie bei B.\nD(X) : wie bei B.\n\n"
        for n in range(1, 4)
    )
    hand = (
        "skip: ## Fall {n}",
        "stem: {text}",
        "option: {A}. {text}",
        "skip: ## Heraus {n}",
        "key: heraus : {key}",
    )
    assert [a for _, a in answers(read(text, hand).cards)] == ["vorne 1", "vorne 2", "vorne 3"]


def test_no_plain_text_of_an_item_that_lacks_its_key_is_a_card() -> None:
    text = EXAM.replace(
        "* (b) anders\n",
        "* (b) anders\n  Begründung » Es dreht.\n  - **Kraft** → was ein Rad dreht\n  - **Weg** → was es läuft\n",
    )
    fronts = [question for question, _ in answers(read(text, HAND).cards)]
    assert len(fronts) == 3
    assert not any("Kraft" in front for front in fronts)


LAZY = """# Schlüssel
## Hof
1. **b.** So steht es.
1. **a.** Wie oben.

## Haus
1. **a, b.** Beide.
"""


def test_keys_with_reasons_are_given_by_chapter_and_place_in_their_list(notes: Path) -> None:
    text = "# Räder\n" + "".join(
        f"## {chapter}\n\n" + "".join(f"Frage {n}) Welches Rad {chapter}{n} lenkt?\n(a) vorne\n(b) hinten\n(c) oben\n\n"
                                       for n in range(1, count + 1))
        for chapter, count in (("Hof", 2), ("Haus", 1))
    )  # fmt: skip
    (notes / "a.md").write_text(text, "utf-8")
    (notes / "b.md").write_text(LAZY, "utf-8")
    assert "3 whole" in teach(notes, "stem 4\noption 5-7\nkey b.md:3\n", "4-7").output
    assert read_config(notes).hands[0].rows[-1] == "keys: 1. **{key}.** {text}"
    assert answers_of(notes) == [["hinten", "vorne", "vorne\nhinten"]]


def test_keys_below_numbered_headings_are_given_by_those(notes: Path) -> None:
    text = "".join(f"{n}. Welches Rad {n} lenkt?\n\nA. vorne\nB. hinten\n\n" for n in (1, 2))
    keys = "# 1번\n## Antwort\n- B\n## Grund\n- A nicht\n# 2번\n## Antwort\n- A\n"
    (notes / "a.md").write_text(text, "utf-8")
    (notes / "b.md").write_text(keys, "utf-8")
    assert "2 whole" in teach(notes, "stem 1\noption 3-4\nkey b.md:3\n", "1-4").output
    assert answers_of(notes) == [["hinten", "vorne"]]


def test_a_rule_on_another_page_says_nothing_of_what_ends_an_item() -> None:
    text = "".join(f"Zu Wort {n} gehört\n\n=> Sinn {n}\n\n---\n\nNachsatz {n}.\n\n" for n in range(1, 4))
    rows = looks_of(section_of(text))
    example = [Taught(look, role) for look, role in zip(rows[:2], ("question", "answer"), strict=True)]
    others = looks_of(section_of("Oben\n\n---\n\nUnten\n"))
    assert learn(example, [*rows, *others], section_of(text).words)[-1] == "end: ---"


QUOTED = """# Fehlerheft

> Welches Tier legt Eier?

Das Huhn.
Es brütet sie aus.

#### Zweitens

> Das Tier, das am schnellsten läuft

Der Gepard.

- Warum eigentlich?
  - Er hat lange Beine.

> Welches Tier hat einen Höcker?

Das Kamel.
"""


def test_a_quote_tells_the_question_from_its_answer() -> None:
    hand = taught(QUOTED, 3, "question answer answer")
    assert hand == ("question: > {asks}", "answer: {text}")
    assert [question for question, _answer in answers(read(QUOTED, hand).cards)] == [
        "Welches Tier legt Eier?",
        "Das Tier, das am schnellsten läuft",
        "Warum eigentlich?",
        "Welches Tier hat einen Höcker?",
    ]


HIGHLIGHTED = """## Fall 1
- Ein Kunde möchte Obst;
- Was geben wir ihm?
- Auswahl:
  - Kein Brot, denn es ist kein Obst;
  - ==Einen Apfel.==

## Fall 2
- Eine Kundin möchte Gemüse;
- Was geben wir ihr?
- Auswahl:
  - Keine Birne, denn sie ist süß;
  - Keine Wurst, denn sie ist Fleisch;
  - ==Eine Gurke.==
"""


def test_a_colour_tells_the_right_answer_from_the_wrong_ones() -> None:
    hand = taught(HIGHLIGHTED, 1, "skip stem stem skip option answer")
    assert hand[-2:] == ("option:   - {text}", "answer:   - =={text}==")
    pairs = [card for card in read(HIGHLIGHTED, hand).cards if card.kind == "contrast"]
    assert [(card.parts["correct"].text, card.parts["incorrect"].text[:12]) for card in pairs] == [
        ("Einen Apfel", "Kein Brot, d"),
        ("Eine Gurke", "Keine Birne,"),
        ("Eine Gurke", "Keine Wurst,"),
    ]


CHAPTERS = """## 1. Der Bach
Er fließt.

## 2. Das Meer
Es ist groß.

### 塩とは
海の水に含まれている白い結晶。

## 3. Der See
Er ruht.
"""


def test_a_question_that_everyone_knows_stays_a_card_within_a_taught_answer() -> None:
    hand = ("question: ## {n}. {text}", "answer: {text}")
    fronts = [question for question, _answer in answers(read(CHAPTERS, hand).cards)]
    assert fronts == ["Der Bach", "Das Meer", "塩とは", "Der See"]
    whole = (*hand, "answer: ### {text}", "answer: {text}")
    assert [question for question, _answer in answers(read(CHAPTERS, whole).cards)] == fronts
    assert "塩とは" in dict(answers(read(CHAPTERS, whole).cards))["Das Meer"]


REASONED = """### 問1 甲の役割はどれか。
- A. 走る
- B. 泳ぐ
- C. 飛ぶ

正解：A

### 問2 乙の役割はどれか。
- A. 走る
- B. 泳ぐ
- C. 飛ぶ

正解：B

- A: 足がないため誤り
- C: 羽がないため誤り

### 問3 丙の役割はどれか。
- A. 走る
- B. 泳ぐ
- C. 飛ぶ

正解：C
"""


def test_no_pair_is_lost_for_which_the_example_has_no_reason() -> None:
    hand = taught(REASONED, 1, "stem option option option key")
    pairs = [
        [
            (card.parts["correct"].text, card.parts["incorrect"].text)
            for card in page.cards
            if card.kind == "contrast"
        ]
        for page in (read(REASONED), read(REASONED, hand))
    ]
    assert pairs[1] == pairs[0] == [("泳ぐ", "走る"), ("泳ぐ", "飛ぶ")]


CALL_OUTS = """> [!note] Erster Fall
> Ein Gast hat Durst.
>
> ## Kern
> Er bekommt Wasser.
>
> ## Abgrenzung
>
> | Getränk | Urteil | Grund |
> |---|---|---|
> | Wasser | ✅ | löscht den Durst |
> | Sirup | ❌ | macht durstig |
> | Schnaps | ❌ | trocknet aus |

> [!note] Zweiter Fall
> Ein Kind hat Hunger.
>
> ## Kern
> Es bekommt Brot.
>
> ## Abgrenzung
>
> | Speise | Urteil | Grund |
> |---|---|---|
> | Bonbon | ❌ | macht nicht satt |
> | Brot | ✅ | macht satt |

> [!note] Dritter Fall
> Ein Hund friert.
>
> ## Kern
> Er bekommt eine Decke.
>
> ## Abgrenzung
>
> | Sache | Urteil | Grund |
> |---|---|---|
> | Leine | ❌ | wärmt nicht |
"""


def test_a_table_of_wrong_answers_refutes_each_that_the_answer_does_not_say() -> None:
    hand = taught(CALL_OUTS, 1, "skip stem skip answer skip reason")
    assert hand[-1] == "reason: |"
    pairs = [card for card in read(CALL_OUTS, hand).cards if card.kind == "contrast"]
    told = [
        tuple(card.parts[name].text for name in ("correct", "incorrect", "why_incorrect")) for card in pairs
    ]
    assert told == [
        ("Er bekommt Wasser", "Sirup", "macht durstig"),
        ("Er bekommt Wasser", "Schnaps", "trocknet aus"),
        ("Es bekommt Brot", "Bonbon", "macht nicht satt"),
        ("Er bekommt eine Decke", "Leine", "wärmt nicht"),
    ]


SEVERAL = """## Kapitel Eins
- Der Hahn
  - Er kräht am Morgen.

## Kapitel Zwei
- Der Esel
  - Er trägt Säcke.
- Der Hund
  - Er wacht in der Nacht.

## Kapitel Drei
- Die Katze
  - Sie fängt Mäuse.
"""


def test_several_questions_may_stand_below_the_heading_of_one() -> None:
    hand = ("skip: ## Kapitel {text}", "question: - {text}", "answer:   - {text}")
    assert [question for question, _answer in answers(read(SEVERAL, hand).cards)] == [
        "Der Hahn", "Der Esel", "Der Hund", "Die Katze",
    ]  # fmt: skip


ANALYSED = """質問#1 分野1

川を渡る乗り物はどれですか？

- A. 船
- B. 車
- C. 橋脚だけ

### 回答

正解は **A. 船** です。

### 解説

水に浮きます。

### 川の分類

流れの速さで分けます。

### 選択肢の分析

**選択肢A（正解）: 船**

- 浮くので渡れる

**選択肢B: 車**

- 沈むので渡れない

**選択肢C: 橋脚だけ**

- 上に何も載っていない

質問#2 分野1

空を飛ぶ乗り物はどれですか？

- A. 馬
- B. 飛行機

### 回答

正解は **B. 飛行機** です。

### 解説

翼があります。

### 不正解の選択肢

**A. 馬**

- 走るだけである
"""


def test_no_reason_comes_out_empty_that_stands_behind_what_the_reader_knows() -> None:
    hand = (
        "skip: 質問#{n} 分野{n}", "stem: {text} …", "option: - {A}. {text}", "skip: ### 回答", "key: 正解は {key}",
        "skip: ### 解説", "explanation: {text}", "explanation: ### {text}", "explanation: {text}",
        "skip: ### 不正解の選択肢", "reason: **{A}. {text}**", "explanation: **{text}** {text}",
    )  # fmt: skip
    pairs = [card for card in read(ANALYSED, hand).cards if card.kind == "contrast"]
    assert [(card.parts["incorrect"].text, card.parts["why_incorrect"].text) for card in pairs] == [
        ("車", "沈むので渡れない"), ("橋脚だけ", "上に何も載っていない"), ("馬", "走るだけである"),
    ]  # fmt: skip


PROSE = "".join(
    f"### F{n}\n{stem}\n\n- A. {a}\n- B. {b}\n- C. {c}\n\nKlar: B\n\nDarum:\n{why}\n\n"
    for n, stem, a, b, c, why in (
        (1, "Womit misst man Wärme?", "Lineal", "Thermometer", "Waage", "Ein Thermometer zeigt Grad."),
        (
            2, "Was hält Wasser warm?", "Ein Sieb", "Eine Thermoskanne", "Ein Korb aus Weide",
            "Eine Thermoskanne hat zwei Wände. Wasser läuft durch Sieb und Geflecht.",
        ),
        (
            3, "Womit trennt man Salz?", "mit dem Magnet MX3", "durch Kochen", "mit einem Sieb der Größe S7",
            "Beim Kochen bleibt es zurück (nichts zieht MX3 an, und S7 hält kein gelöstes).",
        ),
    )
)  # fmt: skip


def test_a_taught_reason_is_about_the_options_that_it_names_by_words_of_their_own() -> None:
    hand = ("skip: ### F{n}", "stem: {asks}", "option: - {A}. {text}", "key: Klar: {key}", "skip: Darum:")
    plain = read(PROSE, (*hand, "explanation: {text}"))
    told = read(PROSE, (*hand, "reason: {text}"))
    # untaught only what speaks against an option, or is about it from its first words on
    assert reasons(plain.cards) == {
        "Ein Sieb": "Wasser läuft durch Sieb und Geflecht.",
        "mit einem Sieb der Größe S7": "und S7 hält kein gelöstes",
    }
    assert reasons(told.cards) == {
        "Ein Sieb": "Wasser läuft durch Sieb und Geflecht.",
        "mit dem Magnet MX3": "nichts zieht MX3 an",
        "mit einem Sieb der Größe S7": "und S7 hält kein gelöstes",
    }


WRAPPED = """---
What keeps tea warm?

A. Sieve<br>B. Flask<br>C. Basket

**B**

The flask is the one, its two walls hold the heat for hours and hours of
walking. A sieve is a thing with holes, and whoever pours tea into it has
wet shoes. Baskets are woven from willow, and they let the water through.

---
The baker has run out of yeast, and the
shops are shut.
What lifts the dough?

A. Salt<br>B. Sand<br>C. Soda

**C**

The soda gives off gas when it meets something sour, and that lifts the
dough. Salt slows it down instead, and nobody will want to eat so much of
it. Sand does nothing at all.

---
What cuts the bread?

A. Knife<br>B. Spoon<br>C. Thread

**A**

The knife has an edge. A spoon has none.
"""


def test_a_paragraph_amid_which_a_reason_begins_is_one_of_reasons() -> None:
    roles = "stem option option option key explanation reason reason"
    assert taught(WRAPPED, 2, roles)[:-1] == (
        "stem: {asks}", "option: {A}. {text}", "key: **{key}**", "reason: {text}",
    )  # fmt: skip


def test_options_on_one_line_have_each_its_own_reason_and_a_question_its_whole_paragraph() -> None:
    hand = ("stem: {asks}", "option: {A}. {text}", "key: **{key}**", "reason: {text}")
    page = read(WRAPPED, hand)
    assert answers(page.cards)[1][0].startswith("The baker has run out of yeast, and the")
    assert reasons(page.cards) == {
        "Sieve": "A sieve is a thing with holes, and whoever pours tea into it has\nwet shoes.",
        "Basket": "Baskets are woven from willow, and they let the water through.",
        "Salt": "Salt slows it down instead, and nobody will want to eat so much of\nit.",
        "Sand": "Sand does nothing at all.",
        "Spoon": "A spoon has none.",
    }


TITLED = "".join(
    f"## 問{n}\n{stem}\n\n{options}\n\n答え ＝ C\n\nCにする訳:\n- よく効く\n- 安い\n- 軽い\n\n"
    + "".join(f"{letter}にしない訳:\n- {one}\n- {two}\n\n" for letter, one, two in why)
    for n, stem, options, why in (
        (
            1,
            "釘を打つ道具",
            "A. 綿\nB. 紙\nC. 槌",
            (("A", "柔らかい", "飛ばない"), ("B", "破れる", "軽すぎる")),
        ),
        (
            2,
            "水を運ぶ道具",
            "A. 網\nB. 籠\nC. 桶",
            (("A", "全部漏れる", "重い"), ("B", "半分漏れる", "編むのに手間")),
        ),
    )
)


def test_a_row_that_names_an_option_above_its_reasons_is_one_of_them() -> None:
    roles = (
        "stem stem option option option key skip explanation explanation explanation skip reason reason skip"
    )
    hand = taught(TITLED, 1, f"{roles} reason reason")
    assert "reason: {A}にしない訳:" in hand
    assert reasons(read(TITLED, hand).cards) == {
        "綿": "柔らかい\n飛ばない", "紙": "破れる\n軽すぎる",
        "網": "全部漏れる\n重い", "籠": "半分漏れる\n編むのに手間",
    }  # fmt: skip


def test_lines_of_one_paragraph_name_options_by_letter_though_the_options_have_none() -> None:
    text = (
        "1. Was trägt ein Zelt? (2)\n\n- [x] Stangen\n- [ ] Nebel\n- [x] Schnüre\n- [ ] Farbe\n\n"
        "  - Bild: Zelt am Hang\n    A 〇 Sie stehen\n    B × Er zieht fort\n    C 〇 Sie spannen\n    D × Sie blättert ab\n\n"
        "2. Was hält das Seil?\n\n- [ ] Luft\n- [x] Haken\n- [ ] Laub\n\n  - Ein Haken ist fest, also B\n  - A,Cは軽い\n\n"
    )
    hand = ("stem: 1. {text}", "option: - [ ] {text}", "reason:   - {text}", "right: - [x] {text}")
    assert reasons(read(text, hand).cards) == {
        "Nebel": "Er zieht fort", "Farbe": "Sie blättert ab", "Luft": "A,Cは軽い", "Laub": "A,Cは軽い",
    }  # fmt: skip


def test_a_mark_around_a_line_may_hold_others_but_two_beside_each_other_are_none() -> None:
    inner, text = (
        '<mark class="r">Stein</mark>',
        "- <mark>Pfeiler aus {} tragen</mark>\n- <mark>A</mark> und <mark>B</mark>\n",
    )
    marked = [look.marked for look in looks_of(section_of("# T\n" + text.format(inner))) if look.kind == "-"]
    assert marked == ["==", ""]


BOOK = (
    "# 台所の本\n\n## 1. はじめに\n\n前の章のつづき。\n\n## 2. 包丁\n\n切る道具。\n\n## 3. まな板\n\nここからは、まな板について解説します。\n\n"
    "下に敷く板。\n\n## 4. 鍋\n\n煮る道具。\n\n## 5. 確かめ\n\n- 包丁とは何ですか。\n- 鍋とは何ですか。\n\n"
    "## 6. まとめ\n\n道具の章でした。\n"
)


def test_a_hand_of_headings_leaves_those_that_frame_a_chapter_and_lists_of_questions() -> None:
    page = read(BOOK, ("question: ## {n}. {text}", "answer: {text}"))
    mine = tuple(card for card in page.cards if card.style == "taught")
    assert answers(mine) == [("包丁", "切る道具。"), ("まな板", "下に敷く板。"), ("鍋", "煮る道具。")]
    assert [(each.line, each.slug) for each in page.problems if each.slug == "unlike-example"] == [
        (21, "unlike-example")
    ]


def test_below_a_bold_question_the_next_paragraph_answers_and_no_plain_line_asks() -> None:
    text = "".join(
        f"**{n}. Rad {n}**\n\n{answer}\n\n- Beleg {n}\n\n  Quelle {n}\n\n" for n, answer in
        ((1, "**Es** trägt."), (2, "Es lenkt."), (3, "**Es** dreht."))
    )  # fmt: skip
    found = answers(read(text, ("question: **{n}. {text}**", "answer: **{text}** {text}")).cards)
    assert [q for q, _ in found] == ["Rad 1", "Rad 2", "Rad 3"]


def test_a_taught_key_names_its_option_by_words_that_no_other_has() -> None:
    text = "".join(
        f"### F{n}\n\n{stem}\n\nA. {a}\nB. {b}\nC. {c}\n\nMerke:\n\n* {hint}\n\n"
        for n, stem, a, b, c, hint in (
            (1, "Was prüft den Umzug?", "box pack now", "box plan", "van start", "Erst `plan`, dann packen"),
            (2, "Was trägt man?", "Kiste aus Holz", "Kiste aus Blech", "Kiste", "Blech ist leichter"),
            (3, "Was bleibt?", "Kiste aus Holz", "Kiste aus Blech", "Kiste", "Holz oder Blech, je nachdem"),
            (4, "Was fehlt?", "Plan Z der Kiste", "Plan der Kiste", "Kiste", "Z ist der Rest"),
        )
    )
    hand = ("skip: ### F{n}", "stem: {asks}", "option: {A}. {text}", "skip: Merke:", "key: - {key}")
    assert answers(read(text, hand).cards) == [
        ("Was prüft den Umzug?", "box plan"),
        ("Was trägt man?", "Kiste aus Blech"),
    ]


QUIZ = (
    "# Küche\n\n1. Wasser holen\n2. Herd anmachen\n\n## Fragen\n\n**Nr. 1:** Was kocht zuerst?\n\n**Nr. 2:** Nenne zwei Löffel:\n"
    "- aus Holz\n- aus Stahl\n\n**Nr. 3:** Ein Satz ohne Antwort\n\n---\n\n# Lösungen\n\n"
    "## Nr. 1\nDas Wasser.\n\nEs siedet früh.\n\n## Nr. 2\n1. Rühren: mit Holz\n2. Schöpfen: mit Stahl\n\n## Nr. 3\nRichtig.\n\n## Dank\nAn alle.\n"
)


def test_answers_in_words_in_a_list_elsewhere_go_to_their_questions_by_number() -> None:
    section = section_of(QUIZ)
    rows = looks_of(section)
    example = [
        Taught(look, role)
        for line, role in ((8, "question"), (20, "keys"))
        for look in rows
        if look.line == line
    ]
    hand = learn(example, rows, section.words)
    assert hand == ("question: **Nr. {n}:** {text}", "keys: ## Nr. {n}")
    page = read(QUIZ, hand)
    assert [(q.split("\n")[0], a.split("\n")[0]) for q, a in answers(page.cards)] == [
        ("Was kocht zuerst?", "Das Wasser."), ("Nenne zwei Löffel", "Rühren: mit Holz"), ("Ein Satz ohne Antwort", "Richtig."),
    ]  # fmt: skip
    assert {card.style for card in page.cards} == {"taught"}


def test_two_lists_of_steps_with_the_same_numbers_are_no_questions_with_their_answers() -> None:
    hand = ("question: 1. {text}", "keys: 1. {text}")
    steps = "1. Wasser holen\n2. Herd anmachen\n\nDanach:\n\n1) Salz dazu\n2) Nudeln hinein\n"
    asked = steps.replace("holen", "ist was?").replace("anmachen", "wozu?")
    assert answers(read(steps, hand).cards) == []
    assert answers(read(asked, hand).cards) == [
        ("Wasser ist was?", "Salz dazu"),
        ("Herd wozu?", "Nudeln hinein"),
    ]


def test_an_answer_in_words_at_the_end_of_the_page_is_taught_by_its_line(notes: Path) -> None:
    text = "1. Was rollt?\n2. Was trägt?\n3. Was bremst?\n\n---\n\nEin Absatz.\n\n**Antworten**:\n1) Rad\n2) Achse\n3) Klotz\n"
    (notes / "a.md").write_text(text, "utf-8")
    assert "3 whole" in teach(notes, "question 1\nanswer 10\n", "1-1").output
    (hand,) = read_config(notes).hands
    assert hand.rows == ("question: 1. {asks}", "keys: 1. {text}")
    page = Reader(read_config(notes)).read(Source("a.md", notes / "a.md", text))
    assert [answer for _, answer in answers(page.cards)] == ["Rad", "Achse", "Klotz"]


def test_no_answer_that_is_none_of_the_options_stands_where_a_hand_misses_its_key() -> None:
    text = "".join(
        f"## Q{n} {sign}\n\nWelches Rad {n} lenkt?\n\n  A. vorne {n}\n  B. hinten {n}\n\n- Meine Antwort: **{own}**\n- 正解: **{key}**\n\n---\n\n"
        for n, sign, own, key in ((1, "x", "A", "B"), (2, "o", "?", "（正解）"), (3, "x", "B", "A"))
    )
    hand = (
        "skip: ## Q{n} {text}", "stem: {asks}", "option: {A}. {text}", "own: - Meine Antwort: {text}",
        "key: - 正解: {key}", "end: ---",
    )  # fmt: skip
    assert [a for _, a in answers(read(text).cards)] == ["hinten 1", "（正解）", "vorne 3"]
    assert [a for _, a in answers(read(text, hand).cards)] == ["hinten 1", "vorne 3"]


def test_where_no_key_stands_the_option_without_a_reason_is_right_that_the_explanation_names() -> None:
    def item(n: int, stem: str, told: str, key: str = "") -> str:
        return f"### 第{n}問 {stem}\n- ア 針\n- イ 鍋\n- ウ 傘\n\n- {told}\n- ア：細い{n}\n- イ：重い{n}\n{key}\n"

    text = (
        item(1, "雨の日に使う物", "雨をよける。", "- 正答: ウ\n")
        + item(2, "日の当たる日に使う物", "したがって（ウ）がよい。")
        + item(3, "風の日に使う物", "（ア）も（ウ）も飛ぶ。")
        + item(4, "雪の日に使う物", "よく考える。")
    )
    hand = (
        "stem: ### 第{n}問 {text}", "option: - {ア} {text}", "explanation: - {text}", "reason: - {ア}：{text}",
        "key: - 正答: {key}",
    )  # fmt: skip
    mine = tuple(card for card in read(text, hand).cards if card.style == "taught")
    assert answers(mine) == [("雨の日に使う物", "傘"), ("日の当たる日に使う物", "傘")]
    assert [card.parts["why_incorrect"].text for card in mine if card.kind == "contrast"][2:] == [
        "細い2",
        "重い2",
    ]


def test_a_word_that_announces_is_no_answer() -> None:
    text = (
        "".join(
            f"Frage#{n} Band\n\nWas zeigt Bild {n}?\n\n- A. Rad\n- B. Tor\n\n**正解:** B\n\n**解説:**\n\nEin Tor.\n\n"
            for n in (1, 2)
        )
        + "Frage#3 Band\n\nWas zeigt Bild 3?\n\n**正解:**\n\n**解説:**\n\n"
    )
    hand = (
        "skip: Frage#{n} Band",
        "stem: {text}",
        "option: - {A}. {text}",
        "key: **正解:** {key}",
        "skip: **解説:**",
    )
    assert [a for _, a in answers(read(text, hand).cards)] == ["Tor", "Tor"]


def test_a_heading_that_is_none_of_the_labels_of_its_level_ends_an_item() -> None:
    text = "".join(
        f"### Karte {n}\n\n- Fach: Rad\n- Stufe: 1\n\n### Frage\n\nWas ist Rad {n}?\n\n### Versuch\n\nLeer.\n\n### Lösung\n\nTeil {n}.\n\n"
        for n in (1, 2, 3)
    )
    hand = (
        "skip: ### Frage",
        "question: {asks}",
        "skip: ### Versuch",
        "skip: {text}",
        "skip: ### Lösung",
        "answer: {text}",
    )
    mine = tuple(card for card in read(text, hand).cards if card.style == "taught")
    assert answers(mine) == [
        ("Was ist Rad 1?", "Teil 1."),
        ("Was ist Rad 2?", "Teil 2."),
        ("Was ist Rad 3?", "Teil 3."),
    ]


LOGGED = "".join(
    f"**Q{n}. Welches Rad lenkt {n}?**\n- 回答: {own}\n- 判定: {said}\n{more}\n"
    for n, own, said, more in (
        (1, "vorne", "✅ 正解", ""),
        (2, "hinten", "❌ 不正解", "- 正解: oben\n"),
        (3, "unten", "✅ 正解", ""),
    )
)


def test_an_answer_that_known_words_call_wrong_is_the_learners_own() -> None:
    hand = taught(LOGGED, 1, "question answer answer")
    assert hand == ("question: **Q{n}. {text}**", "answer: - 回答: {text}")
    page = read(LOGGED, hand)
    assert [answer.split("\n")[0] for _, answer in answers(page.cards)] == ["vorne", "oben", "unten"]
    (pair,) = (card for card in page.cards if card.kind == "contrast")
    assert (pair.parts["correct"].text, pair.parts["incorrect"].text) == ("oben", "hinten")


def _twice(n: int, key: str) -> str:
    return (
        f"## Blatt {n}\nWelches Rad lenkt {n}?\n\nA. vorne {n}\nB. hinten {n}\n\n[noch einmal]\n{'Rad' * n} steuert.\n\n"
        f"A. front {n}\nB. rear {n}\n\nLösungsbuchstabe » {key}\n\nA. vorne {n}\n\nweil A {n}\n\nB. hinten {n}\n\nweil B {n}\n\n"
    )


def test_options_that_an_example_lists_again_are_on_no_card() -> None:
    text = _twice(1, "B") + _twice(2, "A") + _twice(3, "B")
    hand = taught(
        text, 1, "skip stem option right skip skip option right key reason reason explanation explanation"
    )
    assert hand[:6] == (
        "skip: ## Blatt {n}", "stem: {asks}", "option: {A}. {text}", "skip: [noch einmal] …",
        "key: Lösungsbuchstabe » {key}", "reason: {A}. {text}",
    )  # fmt: skip
    page = read(text, hand)
    assert [answer for _, answer in answers(page.cards)] == ["hinten 1", "vorne 2", "hinten 3"]
    assert reasons(page.cards) == {"vorne 1": "weil A 1", "hinten 2": "weil B 2", "vorne 3": "weil A 3"}
    assert not any("noch einmal" in part.text for card in page.cards for part in card.parts.values())


def test_a_key_with_a_known_word_is_one_though_it_looks_otherwise_than_the_examples() -> None:
    text = "".join(
        f"## Welche Räder lenken {n}?\n\n1. vorne\n1. hinten\n1. oben\n\n### Dazu\n\n{key}\n\nSo ist das {n}.\n\n"
        for n, key in ((1, "vorne"), (2, "> 解答：1, 3"), (3, "oben"))
    )
    hand = ("stem: ## {text}", "option: 1. {text}", "skip: ### Dazu", "key: {key}")
    assert [answer for _, answer in answers(read(text, hand).cards)] == ["vorne", "vorne\noben", "oben"]


def test_a_heading_of_another_level_is_no_question_where_only_the_level_tells() -> None:
    text = "# Heft\n\n## Vorn\n\nNur so.\n\n" + "".join(
        f"### Rad {w}\n\nEs rollt {w}.\n\n" for w in ("a", "b")
    )
    found = read(text, ("question: ### {text}", "answer: {text}")).cards
    assert [card.prompt for card in found if card.style == "taught"] == ["Rad a", "Rad b"]


def test_a_row_written_as_the_options_are_asks_nothing() -> None:
    text = "".join(
        f"{stem}1. vorne\n1. hinten\n1. oben\n\nLösung » 2\n\n----\n\n"
        for stem in ("Welches Rad lenkt?\n\n", "```\nlenkt()\n```\n\n", "Welches Rad bremst?\n\n")
    )
    hand = ("stem: {asks} …", "option: 1. {text}", "key: Lösung » {key}", "end: ---")
    found = [card for card in read(text, hand).cards if card.kind == "qa"]
    assert "vorne" not in {card.prompt for card in found}
    assert [card.prompt for card in found][::2] == ["Welches Rad lenkt?", "Welches Rad bremst?"][
        : len(found[::2])
    ]


def test_options_need_no_mark_where_others_have_none_and_a_key_tells() -> None:
    text = "".join(
        f"**Frage:** Welches Rad lenkt {n}?\n\n**Lösung:** {key}\n\n- A. vorne{a}\n- B. hinten{b}\n{'- C. oben' * (n > 1)}\n\n"
        for n, key, a, b in (
            (1, "B", " ❌", " ✅"),
            (2, "A", " ✅", ""),
            (3, "B", " ❌", " ✅"),
            (4, "B", " ❌", " ✅"),
        )
    )
    hand = taught(text, 1, "stem key option right")
    assert hand[2:] == ("option: - {A}. {text} ❌", "option: - {A}. {text} ✅", "option: - {A}. {text}")
    page = read(text, hand)
    assert [answer for _, answer in answers(page.cards)] == ["hinten", "vorne", "hinten", "hinten"]
    shown = {card.parts["options"].text for card in page.cards if card.kind == "qa"}
    assert shown == {"vorne\nhinten", "vorne\nhinten\noben"}


def test_a_taught_reason_names_wrong_options_by_letters_in_brackets() -> None:
    text = "".join(
        f"Frage {n}) Welches Rad lenkt {n}?\n(A) eins\n(B) zwei\n(C) drei\n\nLösung » A\n\n"
        f"Dazu » Es steht vorne {n}. Es bremst nur (B), und es fehlt ganz (C).\n\n"
        for n in (1, 2, 3)
    )
    hand = ("stem: Frage {n}) {text}", "option: ({A}) {text}", "key: Lösung » {key}", "reason: Dazu » {text}")
    assert set(reasons(read(text, hand).cards)) == {"zwei", "drei"}


def test_the_label_of_an_explanation_parts_it_from_the_reason_above() -> None:
    text = "".join(
        f"Frage {n}) Welches Rad lenkt {n}?\n(A) vorne\n(B) hinten\n\n### Lösung\nA\n\n"
        f"### Warum nicht\nB\nEs bremst {n}.\n\n### Kurz\nVorne wird gelenkt {n}.\n\n"
        for n in (1, 2, 3)
    )
    hand = (
        "stem: Frage {n}) {text}", "option: ({A}) {text}", "skip: ### Lösung", "key: {key}", "skip: ### Warum nicht",
        "reason: {A}", "reason: {text}", "explanation: ### Kurz", "explanation: {text}",
    )  # fmt: skip
    pairs = [card.parts["why_incorrect"].text for card in read(text, hand).cards if card.kind == "contrast"]
    assert pairs == ["Es bremst 1.", "Es bremst 2.", "Es bremst 3."]


def test_lines_of_code_that_recur_are_no_labels() -> None:
    text = "".join(
        f"### Stück {n}\n\n```\n{'x' * n} rollt\nlos\nhalt\n\n=> {'y' * n} Mal\n```\n\n" for n in range(1, 5)
    )
    hand = taught(text, 1, "skip question question question answer", fences=True)
    assert hand == ("skip: ### Stück {n}", "question: ``` {text}", "answer: ``` => {text}")
    assert [answer for _, answer in answers(read(text, hand).cards)] == [
        f"{'y' * n} Mal" for n in range(1, 5)
    ]


def test_a_wrong_answer_that_a_label_names_stands_in_no_list() -> None:
    text = "".join(
        f"#### ❌ Zettel {n}\n\nWelches Rad lenkt {n}?\n\n**Your Answer:** ❌ Rad {w}\n**Correct Answer:** ✅ Rad {r}\n\n"
        f"Es ist vorne {n}.\n\n---\n\n"
        for n, w, r in ((1, "hinten", "vorne"), (2, "oben", "unten"), (3, "links", "rechts"))
    )
    hand = taught(text, 1, "skip stem option answer explanation")
    assert hand[2:4] == ("option: **Your Answer:** ❌ {text}", "answer: **Correct Answer:** ✅ {text}")
    page = read(text, hand)
    assert [answer for _, answer in answers(page.cards)] == ["Rad vorne", "Rad unten", "Rad rechts"]
    pairs = [card.parts["incorrect"].text for card in page.cards if card.kind == "contrast"]
    assert pairs == ["Rad hinten", "Rad oben", "Rad links"]


def test_an_item_without_the_examples_options_has_no_wrong_answers_among_its_reasons() -> None:
    text = "".join(
        f"- **Stoff**:\n  > Welches Rad lenkt {n}?{lists}\n- **Antwort**: {key}\n- **Fehler**:\n  - [x] verwechselt {n}\n\n---\n\n"
        for n, lists, key in (
            (1, "\n  > A. vorne\n  > B. hinten", "A"),
            (2, "", "das vordere"),
            (3, "\n  > A. oben\n  > B. unten", "B"),
        )
    )
    hand = (
        "stem: - **Stoff**:", "stem: > {asks}", "option:   {A}. {text}", "key: - **Antwort**: {key}",
        "skip: - **Fehler**:", "reason:   - [x] {text}", "end: ---",
    )  # fmt: skip
    page = read(text, hand)
    assert [answer for _, answer in answers(page.cards)] == ["vorne", "das vordere", "unten"]
    assert "verwechselt 2" not in [
        card.parts["incorrect"].text for card in page.cards if card.kind == "contrast"
    ]


def test_a_named_wrong_answer_stands_above_the_answer_or_below() -> None:
    rows = ("Falsch » hinten {n}\n", "Gut » vorne {n}\n")
    text = "".join(
        f"Frage {n}) Welches Rad lenkt {n}?\n\n{''.join(rows[:: 1 if n % 2 else -1])}\nDazu » So {n}.\n\n".replace(
            "{n}", str(n)
        )
        for n in (1, 2, 3)
    )
    hand = (
        "stem: Frage {n}) {text}",
        "option: Falsch » {text}",
        "answer: Gut » {text}",
        "explanation: Dazu » {text}",
    )
    cards = read(text, hand).cards
    assert [answer for _, answer in answers(cards)] == ["vorne 1", "vorne 2", "vorne 3"]
    pairs = [card.parts["incorrect"].text for card in cards if card.kind == "contrast"]
    assert pairs == ["hinten 1", "hinten 2", "hinten 3"]


BOLD = """## Was ist ein Kork?
**Ein Pfropfen** aus Rinde, der Flaschen schließt.

## Was ist ein Sieb?
**Ein Gerät** mit Löchern, durch das Wasser läuft.

## Was ist ein Docht?
**Eine Schnur** im Wachs, die brennt.
"""


def test_an_answer_that_begins_bold_is_all_of_its_row() -> None:
    hand = taught(BOLD, 1, "question answer")
    assert hand[1] == "answer: **{text}** {text}"
    assert answers(read(BOLD, hand).cards)[1] == (
        "Was ist ein Sieb?",
        "Ein Gerät mit Löchern, durch das Wasser läuft.",
    )


LONG = (
    " und geht dann noch einmal um das ganze Haus herum, damit keiner sagen kann, er sei nicht dort gewesen"
    * 2
)
LONG_ANSWERS = "".join(
    f"""## Szene {n}
- Der {name} sucht den Schlüssel.
- Was tut er zuerst?
- Antwort des Wirts:
  - Nie: er fragt den Hahn{LONG}
  - Nie: er weckt das Kalb{LONG}
  - ==er sieht unter die Matte{LONG}==

"""
    for n, name in enumerate(("Bauer", "Knecht", "Müller"), 1)
)


def test_a_long_answer_is_set_against_wrong_ones_that_are_as_long() -> None:
    hand = taught(LONG_ANSWERS, 1, "skip stem stem skip option option answer")
    assert len([card for card in read(LONG_ANSWERS, hand).cards if card.kind == "contrast"]) == 6


UNDER_LABELS = """## Fall 1: Der Ofen raucht.
Was hilft dem Koch?

**Gut**
- das Fenster öffnen

**Schlecht**
- Wasser trinken
- das Rohr verstopfen

## Fall 2: Der Hund bellt.
Was hilft dem Hirten?

**Gut**
- nach dem Wolf sehen

**Schlecht**
- den Hund waschen
- die Schafe zählen

## Fall 3: Die Uhr steht.
Was hilft der Wirtin?

**Gut**
- die Feder spannen

**Schlecht**
- das Pendel malen
"""


def test_right_options_are_told_by_the_label_over_them() -> None:
    hand = taught(UNDER_LABELS, 1, "stem stem skip right skip option option")
    assert [row for row in hand if row.startswith(("right", "option"))] == [
        "right: - {text}",
        "option: - {text}",
    ]
    assert [answer for _question, answer in answers(read(UNDER_LABELS, hand).cards)] == [
        "das Fenster öffnen",
        "nach dem Wolf sehen",
        "die Feder spannen",
    ]


LONG_OPTIONS = """## 01
Welcher Satz stimmt hier?
A. Der Esel trägt den Sack
   bis zur Mühle
B. Der Esel schläft
Lösungsbuchstabe: A

## 02
Welcher Satz stimmt dort?
A. Die Ente fliegt
B. Die Ente taucht
   bis zum Grund
Lösungsbuchstabe: B

## 03
Welcher Satz stimmt nie?
A. Die Katze bellt
B. Die Katze schnurrt
Lösungsbuchstabe: A
"""


def test_a_further_line_of_an_option_with_a_letter_is_no_option() -> None:
    hand = taught(LONG_OPTIONS, 1, "skip stem right right option key")
    assert [row for row in hand if row.startswith("option")] == ["option: {A}. {text}"]
    assert [answer for _question, answer in answers(read(LONG_OPTIONS, hand).cards)] == [
        "Der Esel trägt den Sack\nbis zur Mühle",
        "Die Ente taucht\nbis zum Grund",
        "Die Katze bellt",
    ]


CODE = """### Übung 1
```
a = 1
puts a
```
```
=> 1
```
### Übung 2
```
b = 2
puts b

=> 2

c = 3
puts c

=> 3
```
### Übung 3
```
d = 4
puts d

=> 4
```
"""


def test_several_questions_stand_in_one_fence_where_a_sign_answers_each() -> None:
    hand = ("skip: ### {text}", "question: ``` {text}", "answer: ``` => {text}")
    assert answers(read(CODE, hand).cards)[1:3] == [("b = 2\nputs b", "2"), ("c = 3\nputs c", "3")]


COMMENTS = """### 1. Kegel
```
// Frage: was kommt heraus?
rolle(kegel)
// Lösung: nichts
```
### 2. Kugel
```
// Frage: was bleibt liegen?
rolle(kugel)
// Lösung: alles

// genauer
zähle(kugel)

// Frage: wie viele?
zähle(kegel)  // neun
```
"""


def test_a_row_with_the_words_of_the_question_explains_nothing() -> None:
    hand = (
        "skip: ### {n}. {text}",
        "stem: ``` // Frage: {text}",
        "answer: ``` // Lösung: {text}",
        "explanation: ``` {text}",
    )
    found = [card for card in read(COMMENTS, hand).cards if card.style == "taught"]
    assert [card.parts["answer"].text for card in found] == ["nichts", "alles"]
    assert "wie viele" not in found[1].parts["explanation"].text


def test_halves_in_fences_that_nothing_tells_apart_teach_nothing(notes: Path) -> None:
    text = "".join(
        f"### {n}. Stück\n\n```\nroh{n}()\n\nkocht{n}()\n\nroh{n}{n}()\n```\n\n" for n in range(1, 6)
    )
    (notes / "a.md").write_text(text, "utf-8")
    assert "look alike" in teach(notes, "skip 1\nstem 4\nanswer 6\nstem 8\n", "1-9").output


LABELLED = """Wer backt das Brot?
Antwort: die Bäckerin

Wie heißt ihr Hund, den jeder kennt. Der Name ist gesucht.
Antwort: Flocke

Wo steht der Ofen?
Antwort: im Keller

Warum brennt er?

Das steht anderswo.
"""


def test_a_question_need_not_ask_where_a_word_answers_it_and_one_that_asks_is_no_answer() -> None:
    hand = ("question: {asks}", "answer: Antwort: {text}")
    assert answers(read(LABELLED, hand).cards) == [
        ("Wer backt das Brot?", "die Bäckerin"),
        ("Wie heißt ihr Hund, den jeder kennt. Der Name ist gesucht.", "Flocke"),
        ("Wo steht der Ofen?", "im Keller"),
    ]


NESTED = """## Kahn
- Gestalt
  - lang und flach
- Nutzen
  - trägt Heu
  - trägt Kühe
- Mängel
  - leckt

## Floß
- Gestalt
  - breit
- Nutzen
  - trägt Holz
- Mängel
  - treibt ab
"""


def test_an_answer_in_an_inner_list_ends_with_that_and_its_question_keeps_its_words() -> None:
    hand = ("question: ## {text}", "skip: - Gestalt …", "question: - Nutzen", "answer:   - {text}")
    found = [card for card in read(NESTED, hand).cards if card.style == "taught"]
    assert answers(tuple(found)) == [
        ("Kahn\nNutzen", "trägt Heu\nträgt Kühe"),
        ("Floß\nNutzen", "trägt Holz"),
    ]


COMPARED = """### Unterschied zur Kutsche

| Hinsicht | Karren | Kutsche |
|---|---|---|
| Räder | zwei | vier |
| Last | Heu | Leute |

Der Karren ist kleiner.

### Unterschied zum Schlitten

| Hinsicht | Karren | Schlitten |
|---|---|---|
| Boden | Weg | Schnee |
| Zug | Esel | Hund |

Der Karren rollt.
"""


def test_a_table_that_compares_has_no_wrong_answers() -> None:
    hand = ("stem: ### {text}", "reason: |", "answer: {text}")
    assert not [card for card in read(COMPARED, hand).cards if card.kind == "contrast"]


AGAINST = "".join(
    f"""## Rätsel {n}
Der Wagen {n} steht. Der Bauer hat es eilig.

> a) schieben {n}
> b) ziehen {n}
> c) warten {n}

Wahl » b
Gegen a » er ist zu schwer {n}
Gegen c » es wird Nacht {n}

"""
    for n in range(1, 4)
)


def test_a_reason_names_its_option_behind_its_first_word() -> None:
    hand = taught(AGAINST, 1, "stem stem option right option key reason reason")
    assert hand[-1] == "reason: Gegen {A} » {text}"
    assert reasons(read(AGAINST, hand).cards)["warten 3"] == "es wird Nacht 3"


NEVER_SO = """## Der Kessel pfeift.
- Nie: zuhalten
- Ja: vom Herd nehmen

Denn » der Dampf muss weichen.

## Der Deckel klemmt.
- Nie: hebeln
- Ja: erwärmen

Denn » Metall dehnt sich.
"""


def test_a_reason_by_place_needs_options_that_are_listed() -> None:
    hand = ("stem: ## {text}", "option: - Nie: {text}", "answer: - Ja: {text}", "reason: Denn » {text}")
    found = read(NEVER_SO, hand).cards
    assert [answer for _question, answer in answers(found)] == ["vom Herd nehmen", "erwärmen"]


# --- beside what the reader of all notes reads whole ------------------------------------------------------

TWO_WAYS = """#### 1. Was hält das Rad?
- [ ] A) Leim
- [x] B) Nabe
- [ ] C) Seil

**Begründung:** Die Nabe trägt.

**Warum nicht:**
- **A)** Leim bricht.
- **C)** Seil reißt.

#### 2. Was hebt die Last?
- [ ] A) Sieb
- [x] B) Winde
- [ ] C) Topf

**Begründung:** Die Winde zieht.

**Warum nicht:**
- **A)** Sieb tropft.
- **C)** Topf kippt.

### 3. Was dreht die Mühle?
- **A)** Brot
- **B)** Wind
- **C)** Stein

**Answer:** B

**Warum nicht:**
- **A)** Brot ruht.
- **C)** Stein liegt.
"""


def test_an_item_that_everyone_reads_is_no_part_of_the_taught_one_before_it() -> None:
    hand = taught(TWO_WAYS, 1, "stem option right option explanation skip reason reason")
    cards = read(TWO_WAYS, hand).cards
    assert [answer for _question, answer in answers(cards)] == ["Nabe", "Winde", "Wind"]
    plain, own = reasons(read(TWO_WAYS).cards), reasons(cards)
    assert plain == own


TOLD_AGAIN = "".join(
    f"""## Fall {n}

Was hilft im Fall {n}?

- A: {first}

- B: {second}

- C: {third}

{rest}
"""
    for n, first, second, third, rest in (
        (1, "Ruder drehen", "Segel reffen", "Anker lichten",
         ("Falsch ist\n\n- A: Ruder drehen\n\n    Nicht so. Das Boot kippt.\n\n- C: Anker lichten\n\n"
         "    Nicht so. Die Kette hält.\n\nRichtig ist\n\n- B: Segel reffen\n\n    Genau. Der Wind drückt.\n")),
        (2, "Ofen löschen", "Fenster kippen", "Asche streuen",
         ("Richtig ist\n\n- A: Ofen löschen\n\n    Genau. Das Feuer zehrt.\n\nFalsch ist\n\n"
         "- B: Fenster kippen\n\n    Nicht so. Zugluft nährt.\n\n- C: Asche streuen\n\n    Nicht so. Asche glimmt.\n")),
        (3, "Zaun flicken", "Hund rufen", "Tor schließen",
         ("Richtig ist\n\n- C: Tor schließen\n\n    Genau. Die Schafe bleiben.\n\n"
         "Falsch ist\n\n- A: Zaun flicken\n\n    Nicht so. Er ist heil.\n\n- B: Hund rufen\n\n    Nicht so. Er schläft.\n")),
    )
)  # fmt: skip


def test_options_count_on_and_reasons_stand_behind_the_key_as_well_as_before_it() -> None:
    roles = "skip stem option option option skip reason reason reason reason skip key explanation"
    page = read(TOLD_AGAIN, taught(TOLD_AGAIN, 1, roles))
    found = [card for card in page.cards if card.kind == "qa"]
    assert [card.parts["answer"].text for card in found] == ["Segel reffen", "Ofen löschen", "Tor schließen"]
    assert [card.parts["options"].text.count("\n") for card in found] == [2, 2, 2]
    assert reasons(page.cards).keys() == {
        "Ruder drehen",
        "Anker lichten",
        "Fenster kippen",
        "Asche streuen",
        "Zaun flicken",
        "Hund rufen",
    }


LAST_SAID = """### 1
Womit nagelt der Zimmermann?

- A. Löffel
- B. Hammer
- C. Feder
- D. Kissen

B

### 2
Woraus ist der Stiefel?

- A. Papier
- B. Glas
- C. Leder
- D. Teig

Option D: Teig zerfällt im Regen.

Option A: Papier reißt.

C
"""


def test_a_row_that_only_stands_where_the_key_does_is_none_beside_a_bare_letter() -> None:
    hand = ("skip: ### {n}", "stem: {asks}", "option: - {A}. {text}", "key: {key}")
    found = read(LAST_SAID, hand).cards
    assert [answer for _question, answer in answers(found)] == ["Hammer", "Leder"]
    assert reasons(found).keys() == {"Teig", "Papier"}


SHORT_LINES = """### 1
Was schwimmt?

Korken
Anker
Münze

→ Korken

Grund: Er ist leicht.

Die andern:

Anker
Er ist schwer.

Münze
Sie sinkt.

### 2
Was brennt?

Stein
Stroh
Wasser

→ Stroh

Grund: Es ist trocken.

Beim Schmied:
Stein
Das Feuer färbt ihn.

Die andern:
・Stein
Er glüht nur.

Wasser
Es löscht.
"""


def test_below_the_label_of_reasons_a_line_that_is_an_option_names_it() -> None:
    asked = ("skip: ### {n}", "stem: {asks}", "option: {text}", "key: → {key}", "explanation: Grund: {text}")
    found = reasons(read(SHORT_LINES, (*asked, "skip: Die andern:", "reason: {text}")).cards)
    assert found["Stein"] == "Das Feuer färbt ihn.\nEr glüht nur."
    assert found["Wasser"] == "Es löscht."


def test_a_taught_answer_ends_before_a_row_that_everyone_asks_though_a_part_of_its_own_looks_like_any() -> (
    None
):
    text = CHAPTERS.replace("### 塩とは", "塩とは何ですか?")
    hand = ("question: ## {n}. {text}", "answer: {text}", "answer: ```", "answer: {text}")
    fronts = [question for question, _answer in answers(read(text, hand).cards)]
    assert fronts == ["Der Bach", "Das Meer", "塩とは何ですか?", "Der See"]


# --- what a hand of questions in words refuses ----------------------------------------------------------


def taught_answers(text: str, *hands: tuple[str, ...]) -> list[tuple[str, str]]:
    return answers(tuple(card for card in read(text, *hands).cards if card.style == "taught"))


def test_an_answer_that_begins_with_a_sign_in_the_example_begins_so_everywhere() -> None:
    hand = ("question: ### {text}", "answer: ⇒{text}", "answer: {text}", "answer: ```")
    text = (
        "### Der Zaun\n⇒ Er hält.\nAus Holz.\n\n### Das Tor\nNur ein Satz.\n\nNoch einer.\n\n"
        "### Das Dach\n* Ziegel\n  * rot\n  ⇒ hält lange\n  * grau\n  ⇒ hält kurz\n  ⇒ ist schwer\n"
    )
    assert taught_answers(text, hand) == [("Der Zaun", "Er hält.\nAus Holz.")]


def test_a_bullet_beside_the_one_that_asks_is_no_more_of_its_answer() -> None:
    hand = ("question: - **F{n}** {question} = {answer}",)
    text = "".join(f"- **F{n}** Rad {n} = rund {n}\n- Notiz zu {n}\n  - mehr\n" for n in range(1, 4))
    assert taught_answers(text, hand) == [(f"Rad {n}", f"rund {n}") for n in range(1, 4)]


def test_the_end_of_a_question_parts_it_from_its_answer_where_no_sign_does() -> None:
    text = "".join(f"{n}. {n}5 Ochsen ziehen: wie viele Wagen？ {n} Wagen\n" for n in range(1, 5))
    hand = taught(text, 1, "question+answer")
    assert hand == ("question: 1. {question}？ {answer}",)
    assert taught_answers(text, hand)[1] == ("25 Ochsen ziehen: wie viele Wagen？", "2 Wagen")


def test_a_number_before_a_question_is_learnt_with_what_parts_it_from_that() -> None:
    for head, learnt in (("{n}:", "{n}. "), ("{n}", "{n} "), ("#{n}", "")):
        text = "".join(f"{head.format(n=n)} Wie heißt Rad {n}? Hans {n}\n\n" for n in range(1, 5))
        assert taught(text, 1, "question+answer") == (f"question: {learnt}{{question}}? {{answer}}",)


def test_question_and_answer_of_one_line_are_two_rows_where_the_reader_parts_them() -> None:
    text = "".join(f"- [x] **Q{n}. Rad {n}** — es rollt {n}. mal\n" for n in range(1, 6))
    hand = taught(text, 1, "question+answer question+answer")
    assert [row.partition(":")[0] for row in hand] == ["question", "answer"]
    assert len(taught_answers(text, hand)) == 5


# --- what stands between options and key, and reasons with their options -----------------------------------

ARROWS = "".join(
    f"### {n}\nWelches Teil {n} trägt?\n\nAchse {n}\nBremse {n}\n{right}\n\n→\n{thought}\n\n"
    f"Richtig also\n・{right}\nund sonst nichts.\n\n---\n\n"
    for n, right, thought in (
        (101, "Gabel", "Schwer."),
        (102, "Nabe", "Wieder falsch."),
        (103, "Kette", "Leicht."),
        (104, "Sattel", "Fast."),
    )
)


def test_a_sign_that_stands_alone_on_many_rows_is_learnt_and_what_follows_it_is_no_option() -> None:
    hand = taught(ARROWS, 1, "skip stem option option right skip skip skip key explanation")
    assert "skip: → …" in hand
    text = ARROWS + ARROWS.replace("Schwer.", "Schwer.\nUnd lang.\n\nHier das Bild.").replace(
        "### 1", "### 2"
    )
    cards = [card for card in read(text, hand).cards if card.kind == "qa"]
    assert {card.parts["options"].text.count("\n") for card in cards} == {2}
    assert len(cards) == 8


def test_letters_before_options_without_any_are_what_is_to_be_put_in_order() -> None:
    text = ARROWS + (
        "### 105\nWie wird gebaut?\n\n(a) Rad\n(b) Nabe\nb → a\na → b\na → a\n\n→\nSchwer.\n\n"
        "Richtig also\n・b → a\nund sonst nichts.\n\n---\n"
    )
    hand = taught(ARROWS, 1, "skip stem option option right skip skip skip key explanation")
    card = next(each for each in read(text, hand).cards if "gebaut" in each.parts["question"].text)
    assert card.parts["answer"].text == "b → a"
    assert card.parts["question"].text.endswith("(a) Rad\n(b) Nabe")


def test_letters_behind_a_known_word_are_no_words_of_a_row() -> None:
    text = "".join(
        f"Wozu dient Rad {n}?\nEs steht vorn.\n\nRichtige Antwort: {letter}\nDenn es lenkt {n}.\n\n---\n\n"
        for n, letter in enumerate("ABAABA")
    )
    hand = taught(text, 1, "question question answer answer")
    assert "answer: Richtige Antwort: {text}" in hand


WHEEL_REASONS = "".join(
    f"### F{n}: Welches Rad {n} lenkt?\n- A: vorne {n}\n- B: hinten {n}\n- C: oben {n}\n\n**Klar: A**\n\n"
    f"### 1. Warum A\n\nBei Wagen {n} sitzt vorn die Stange.\n\n### 2. Zu den anderen\n\n{{}}\n"
    for n in range(1, 4)
)  # fmt: skip
APART = "### B. hinten {n}\n\nDort {n} bremst es.\n\n### C. oben {n}\n\nWagen {n} hat keins.\n"
LISTED = "- **B. hinten {n}**\n  falsch.\n  Dort bremst es.\n\n- **C. oben {n}**\n  falsch.\n  Es fehlt.\n"


def reasons_of_third(cards: tuple[Card, ...]) -> dict[str, str]:
    """The reasons of the pairs whose question has a 3."""
    return reasons(
        tuple(card for card in cards if card.kind == "contrast" and "3" in card.parts["prompt"].text)
    )


def test_numbers_at_the_head_of_paragraphs_are_no_letters_of_options() -> None:
    text = WHEEL_REASONS.format(*(part.format(n=n) for n, part in enumerate((APART, APART, LISTED), 1)))
    roles = "stem option option option key explanation explanation explanation reason reason reason reason"
    hand = taught(text, 1, roles)
    assert "explanation: ### {n}. Zu den anderen" in hand
    found = reasons_of_third(read(text, hand).cards)
    assert found == {"hinten 3": "Dort bremst es.", "oben 3": "Es fehlt."}


def test_a_letter_with_what_it_stands_for_in_brackets_names_the_option_of_a_reason() -> None:
    text = "".join(
        f"## F{n}\nWelches Rad {n} lenkt?\n- A) vorne am Wagen\n- B) hinten am Wagen\n- C) oben\n\n### Klar: A\n\n"
        "Stimmt:\n- vorne am Wagen lenkt, nicht hinten\n\nFalsch sind:\n" + behind
        for n, behind in enumerate(("- B : bremst\n- C : fehlt\n\n",) * 3 + ("- B (hinten) : bremst\n- C : fehlt\n",))
    )  # fmt: skip
    hand = taught(text, 1, "skip stem option option option key skip explanation skip reason reason")
    found = reasons_of_third(read(text, hand).cards)
    assert found == {"hinten am Wagen": "B (hinten) : bremst", "oben": "fehlt"}


def test_an_answer_and_reasons_that_any_row_looks_like_are_refused() -> None:
    assert looks_alike(("stem: - {text} …", "answer: {text}", "reason: {text}", "end: ---"))
    assert not looks_alike(("stem: - {text} …", "answer: {text}", "reason: {A}. {text}"))


def test_dots_part_a_question_from_its_answer() -> None:
    text = "".join(f"・Rad {n} lenkt？　・・・　vorn {n}\n\n" for n in range(1, 5))
    hand = taught(text, 1, "question+answer")
    assert hand == ("question: {question} ・・・ {answer}",)
    assert taught_answers(text, hand)[0][1] == "vorn 1"


def test_the_key_in_the_gap_of_a_question_is_read_where_the_example_has_it_nowhere_else() -> None:
    text = "".join(
        f"### {asked}?({key})\n\n```\nA、Achse\nB、Bremse\nC、Nabe\n```\n\nDas {said} fest.\n\n"
        for asked, key, said in (
            ("Was trägt das Rad", "A", "sitzt"),
            ("Welche Teile drehen sich", "AC", "hält"),
            ("Worin läuft es", "C", "klemmt"),
        )
    )
    hand = taught(text, 1, "stem right option option explanation", fences=True)
    assert hand == ("stem: ### {asks}", "option: {A}、{text}", "explanation: {text}")
    cards = [card for card in read(text, hand).cards if card.kind == "qa"]
    assert [(card.style, card.parts["answer"].text) for card in cards] == [
        ("taught", answer) for answer in ("Achse", "Achse\nNabe", "Nabe")
    ]
    assert "(A)" not in cards[0].parts["question"].text


def test_a_sign_before_a_number_need_not_stand_everywhere() -> None:
    text = "".join(
        f"Rätsel{sign}{n}\n\nWelches Rad lenkt {n}?\n\n- A. vorne {n}\n- B. hinten {n}\n\nLösung » A\n\n"
        for n, sign in ((1, "#"), (2, "#"), (3, "#"), (4, ""))
    )
    hand = taught(text, 1, "skip stem option option key")
    assert hand[0] == "skip: Rätsel#{n}"
    assert [answer for _, answer in answers(read(text, hand).cards)] == [f"vorne {n}" for n in (1, 2, 3, 4)]


def test_a_row_that_asks_and_answers_is_no_part_of_the_taught_answer_before_it() -> None:
    text = "".join(
        f"## Q{n}. Welches Rad lenkt {n}?\n\n**Mein Versuch:**\nhinten {n}\n\n**Richtig wäre:**\nvorne {n}\n\n"
        f"**Weiter:**\n- Wer hält Rad {n}? → der Wagner {n}\n- Wer fettet Rad {n}? → der Knecht {n}\n\n---\n\n"
        for n in (1, 2, 3)
    )
    hand = taught(text, 1, "question skip skip skip answer")
    found = answers(read(text, hand).cards)
    assert [answer for asked, answer in found if asked.startswith("Wer")] == [
        f"der {who} {n}" for n in (1, 2, 3) for who in ("Wagner", "Knecht")
    ]


IN_QUOTES = "".join(
    f"> Der Müller hat {n} Räder.\n>\n> Welches davon lenkt er mit Rad {n}?\n\ndas vordere {n}\n\n"
    f"Es steht vorne, und der Wagen folgt ihm {n} Tage lang.\n\nSee [there](https://example.org/{n})\n\n"
    for n in (1, 2, 3)
)


def test_a_quote_that_holds_nothing_but_questions_parts_each_from_its_answer() -> None:
    asked = ("Was dreht die Mühle?", "der Wind")
    text = "> {}\n\n{}\n\n".format(*asked) + IN_QUOTES + "> Was hebt die Last?\n\ndie Winde\n"
    hand = taught(text, 1, "question answer")
    assert hand[0] == "question: > {asks}"
    cards = read(text, hand).cards
    assert {card.style for card in cards} == {"taught"}
    assert answers(cards) == [
        asked,
        *(
            (f"Der Müller hat {n} Räder.\nWelches davon lenkt er mit Rad {n}?", f"das vordere {n}")
            for n in (1, 2, 3)
        ),
        ("Was hebt die Last?", "die Winde"),
    ]
    told = [card.parts["explanation"].text for card in cards if "explanation" in card.parts]
    assert told == [f"Es steht vorne, und der Wagen folgt ihm {n} Tage lang." for n in (1, 2, 3)]


def test_each_wrong_answer_in_no_list_has_the_reasons_below_it_and_an_answer_no_letter() -> None:
    text = "".join(
        f"# Rad {n} lenken\n\n## Die Sache\n\n- das Rad {n} soll lenken\n\n## Richtig\n\n{right}. vorne {n}\n\n"
        "## Wieso nicht die anderen\n\n"
        + "".join(
            f"{wrong}. hinten {wrong}{n}\n\n- es rollt {wrong}{n}\n- bei {wrong}{n} ist es starr\n\n"
            for wrong in wrongs
        )
        for n, right, wrongs in ((1, "C", "AB"), (2, "A", "BC"), (3, "B", "AC"))
    )
    hand = taught(text, 1, "stem skip stem skip answer skip option reason reason option reason reason")
    assert "answer: {A}. {text}" in hand
    cards = read(text, hand).cards
    assert [answer for _, answer in answers(cards)] == ["vorne 1", "vorne 2", "vorne 3"]
    assert reasons(cards)["hinten B1"] == "es rollt B1\nbei B1 ist es starr"
    assert len(reasons(cards)) == 6


def test_a_picture_that_asks_is_learnt_and_asks_only_below_the_examples_heading() -> None:
    text = "![](ergebnis.png)\n\nGut so.\n\n" + "".join(
        f"### Rätsel {n}:\n\n![](rad{n}.png)\n\nDas vordere Rad {n}.\n\n" for n in (1, 2, 3)
    )
    hand = taught(text, 5, "skip question answer")
    assert hand == ("skip: ### Rätsel {n}:", "question: {picture}", "answer: {text}")
    found = [card.parts["answer"].text for card in read(text, hand).cards if card.style == "taught"]
    assert found == [f"Das vordere Rad {n}." for n in (1, 2, 3)]


def test_items_of_a_list_go_by_its_numbers_not_by_those_that_their_texts_begin_with() -> None:
    text = "1. Was rollt?\n2. Was trägt?\n3. 3.5 Säcke tragen wie viele?\n\n## Antworten\n\n1. Rad\n2. 12.5 Achsen\n3. Zwei\n"
    found = read(text, ("question: 1. {text}", "keys: 1. {text}"))
    assert [answer for _, answer in answers(found.cards)] == ["Rad", "12.5 Achsen", "Zwei"]


def test_a_sign_of_code_is_no_mark_of_an_option() -> None:
    text = "".join(
        f"## Welcher Schalter zählt {n}?\n1. -a{n}\n2. -b{n}\n3. -c{n}\n\nLösung » 2\n\n" for n in (1, 2, 3)
    ) + "".join(
        f"## Welcher Befehl zählt {n}?\n1. wc{n}>\n2. ls{n}>\n3. cat{n}>\n\nLösung » 1\n\n" for n in (4, 5, 6)
    )
    hand = taught(text, 1, "stem option option option key")
    assert hand[1] == "option: 1. {text}"
    assert taught(text, 22, "stem option option option key")[1] == "option: 1. {text}"
    assert [answer for _, answer in answers(read(text, hand).cards)] == [
        "-b1", "-b2", "-b3", "wc4>", "wc5>", "wc6>",
    ]  # fmt: skip


def test_what_a_hand_leaves_out_asks_nothing_where_known_words_tell_what_is_right() -> None:
    text = "".join(
        f"Frage #{n} Thema {n + 3}\n\nWelches Rad lenkt {n}?\n\n- A. vorne {n}\n- B. hinten {n}\n\n{key}\n\n"
        for n, key in ((1, "Merke » A"), (2, "Merke » B"), (3, "Merke » A"), (4, "**Answer:** B"))
    )
    hand = taught(text, 1, "skip stem option option key")
    asked = [question for question, _ in answers(read(text, hand).cards)]
    assert asked == [f"Welches Rad lenkt {n}?" for n in (1, 2, 3, 4)]


def test_an_answer_of_rows_that_each_ask_and_answer_costs_none_of_their_cards() -> None:
    text = (
        "".join(
            f"## Blatt {n}\n\nWas gilt vom Rad {n}? Setze ein Zeichen.\n\n1. Es rollt {n}. ○\n2. Es fliegt {n}. ☓\n\n"
            for n in (1, 2)
        )
        + "## Blatt 3\n\nAntworte kurz.\n\n1. Wie viele Räder hat ein Karren? Zwei\n2. Wie viele Räder hat ein Wagen? Vier\n"
    )
    own = answers(read(text).cards)
    assert len(own) == 2
    found = answers(read(text, ("skip: ## Blatt {n}", "stem: {text}", "answer: 1. {text}")).cards)
    assert [pair for pair in found if not pair[0].startswith("Was gilt")] == own
    assert len(found) == 4


def judged(n: int, w: str, right: int) -> str:
    """Return an item with a reason for each option, that begins with a verdict but for one."""
    options = [f"{w} {last}" for last in ("tavlo", "limun", "korbi", "pupet")]
    told = ["Jelp. Su prosto" if at == right else f"Gruk. {w} nul {at}" for at in range(len(options))]
    listed = "\n".join(f"{letter}: {text}" for letter, text in zip("ABCD", options, strict=True))
    whys = "\n".join(f"- {letter}: {text}" for letter, text in zip("ABCD", told, strict=True))
    return f"{n}. Ma sela {w} barim?\n\n```\n{listed}\n```\n\n= {options[right]}\n\n**Kunsel**\n\n{whys}\n\n***\n\n"


def test_each_reason_of_a_list_loses_the_word_that_calls_it_wrong_and_one_without_it_nothing() -> None:
    words = ("vazor", "fanuk", "dekol", "tasim")
    text = "# Sorba\n\n" + "".join(judged(n, w, (n - 1) % 4) for n, w in enumerate(words, 1))
    text = text.replace("Gruk. fanuk nul 2", "fanuk nul 2")
    hand = taught(
        text, 3, "stem right option option option key skip explanation reason reason reason", fences=True
    )
    found = reasons(read(text, hand).cards)
    lasts = ("tavlo", "limun", "korbi")
    assert [found[f"tasim {last}"] for last in lasts] == [f"tasim nul {n}" for n in range(3)]
    assert found["fanuk korbi"] == "fanuk nul 2"


def test_options_stand_behind_the_right_one_as_well_as_before_it() -> None:
    text = "# Sorba\n\n" + "".join(
        f"**Q{n}. Ma sela {w} barim?**\n\n{options}\n\n**Obrit**\n\n- A: {w} nul\n- C: {w} mor\n\n"
        for n, (w, options) in enumerate(
            (
                ("vazor", "A. vazor tavlo\nB. vazor limun ✅\nC. vazor korbi"),
                ("fanuk", "A. fanuk tavlo\nB. fanuk limun ✅\nC. fanuk korbi"),
                ("dekol", "A. dekol tavlo\nB. dekol limun ✅\nC. dekol korbi"),
            ),
            1,
        )
    )
    hand = taught(text, 3, "stem option right option skip reason reason")
    assert (
        dict(answers(read(text, hand).cards))["Q3. Ma sela dekol barim?".partition(" ")[2]] == "dekol limun"
    )


UNANSWERED = "# Sorba\n\n" + "".join(
    f"{n}. Ma sela {w} barim.\n   Tus {w}:\n\n- {w} tavlo\n- {w} limun\n- {w} korbi\n\n{key}"
    for n, (w, key) in enumerate(
        (
            ("vazor", "Velmo: vazor limun\n\n**Nurgid**\n\n- vazor tavlo\n- vazor korbi\n\n"),
            ("fanuk", ""),
            ("dekol", "Velmo: dekol limun\n\n**Nurgid**\n\n- dekol tavlo\n- dekol korbi\n\n"),
            ("tasim", "Velmo: tasim korbi\n\n**Nurgid**\n\n- tasim tavlo\n- tasim limun\n\n"),
            ("sapun", "Velmo: sapun korbi\n\n"),
        ),
        1,
    )
)


def test_a_numbered_question_ends_the_one_before_that_lacks_its_answer() -> None:
    page = read(UNANSWERED, taught(UNANSWERED, 3, "stem stem option right option key skip reason reason"))
    keys = {"vazor": "limun", "dekol": "limun", "tasim": "korbi", "sapun": "korbi"}
    assert answers(page.cards) == [(f"Ma sela {w} barim.\nTus {w}:", f"{w} {key}") for w, key in keys.items()]
    assert [problem.line for problem in page.problems] == [
        UNANSWERED[: UNANSWERED.index("2. ")].count("\n") + 1
    ]


def bold(w: str, *places: int) -> str:
    texts = [f"{w} tavlo", f"{w} limun", f"{w} korbi", f"{w} pupet"]
    shown = [f"**{text}**" if n in places else text for n, text in enumerate(texts)]
    return "\n".join(f"- [ ] {letter}. {text}" for letter, text in zip("ABCD", shown, strict=True))


def test_options_that_are_bold_behind_their_letter_are_right_however_many() -> None:
    places = {"vazor": (0, 2), "fanuk": (1, 2, 3), "dekol": (3,)}
    text = "# Sorba\n\n" + "".join(f"Ma sela {w} barim?\n\n{bold(w, *at)}\n\n" for w, at in places.items())
    hand = taught(text, 3, "stem right option right option")
    assert hand[1:] == ("right: - [ ] {A}. **{text}**", "option: - [ ] {A}. {text}")
    assert (
        dict(answers(read(text, hand).cards))["Ma sela fanuk barim?"]
        == "fanuk limun\nfanuk korbi\nfanuk pupet"
    )


def test_bold_options_are_only_set_in_bold_where_a_key_names_another() -> None:
    text = "# Sorba\n\n" + "".join(
        f"Ma sela {w} barim?\n\n{bold(w, 1)}\n\nVelmo: C\n\n" for w in ("vazor", "fanuk", "dekol")
    )
    hand = taught(text, 3, "stem option option right option key")
    assert {answer for _asked, answer in answers(read(text, hand).cards)} == {
        "vazor korbi", "fanuk korbi", "dekol korbi",
    }  # fmt: skip


def test_a_reason_ends_where_something_else_is_written_and_goes_on_where_nothing_is() -> None:
    text = "# Sorba\n\n" + "".join(
        f"**{n}.** Ma sela {w} barim?\n\n- A. {w} tavlo ✅\n- B. {w} limun\n- C. {w} korbi\n\n"
        f"> **Zaffen**\n>\n> - {w} limun: {w} nul\n> - {w} korbi: {w} mor{behind}\n\n"
        for n, (w, behind) in enumerate(
            (
                ("vazor", ""),
                ("fanuk", "\n>\n>   Tus fanuk on."),
                ("dekol", "\n\n- libo presta"),
                ("tasim", "\n\nHir fino sekta."),
            ),
            1,
        )
    )
    hand = taught(text, 3, "stem right option option skip reason reason")
    told = reasons(read(text, hand).cards)
    assert told["fanuk korbi"] == "fanuk mor\nTus fanuk on."
    assert told["dekol korbi"] == "dekol mor"
    assert told["tasim korbi"] == "tasim mor"


def test_each_row_of_a_key_is_read_whatever_mark_stands_before_it() -> None:
    text = "# Sorba\n\n" + "".join(
        f"## Drami{n}\n\nMa sela {w} barim?\n\n- {w} tavlo\n- {w} limun\n- {w} korbi\n\n### Velmo\n\n"
        f"✅ **{w} tavlo**\n✅ **{w} korbi**\n\n"
        for n, w in enumerate(("vazor", "fanuk", "dekol"), 1)
    )
    hand = taught(text, 3, "skip stem right option right skip key key")
    assert [answer for _asked, answer in answers(read(text, hand).cards)] == [
        "vazor tavlo\nvazor korbi", "fanuk tavlo\nfanuk korbi", "dekol tavlo\ndekol korbi",
    ]  # fmt: skip


def test_no_other_style_brings_the_label_of_an_answer_back() -> None:
    text = "# Sorba\n\n" + "".join(
        f"**{n}.** Ma sela {w} barim?\n\n<details><summary>Velmo</summary>\n\nVelmo: {w} limun\n\n</details>\n\n"
        for n, w in enumerate(("vazor", "fanuk", "dekol"), 1)
    )
    hand = taught(text, 3, "question skip answer")
    assert ("Ma sela fanuk barim?", "fanuk limun") in answers(read(text, hand).cards)


def test_an_answer_ends_where_another_style_ends_it_that_reads_the_question_alone() -> None:
    text = "# Sorba\n\n" + "".join(
        f"### Was ist {w}?\n\n{answer}\n\n"
        for w, answer in (("Mehl", "Staub."), ("Hefe", "Ein Pilz.\n\nEr treibt."), ("Salz", "Ein Stein."))
    )
    own = answers(read(text).cards)
    assert ("Was ist Hefe?", "Ein Pilz.") in own
    more = f"{text}### Zucker\n\nSüß.\n\nEr klebt.\n"
    hand = ("question: ### {text}", "answer: {text}")
    assert answers(read(more, hand).cards) == [*own, ("Zucker", "Süß.\nEr klebt.")]


# --- what is whole without a part of the example, and what is not -----------------------------------------


def test_a_question_need_not_ask_where_the_heading_above_and_the_answer_below_tell_it() -> None:
    text = "".join(
        f"# {n}\n\n{asked}\n\n{n}. {w} limun\n\nVelmo\n\nTus {w} on.\n\n"
        for n, (w, asked) in enumerate(
            (("vazor", "Ma sela vazor barim?"), ("fanuk", "Dorim sela fanuk."), ("dekol", "Ma sela dekol?")),
            1,
        )
    )
    hand = ("skip: # {n}", "stem: {asks}", "answer: 1. {text}", "skip: Velmo", "explanation: {text}")
    assert taught_answers(text, hand) == [
        ("Ma sela vazor barim?", "vazor limun"), ("Dorim sela fanuk.", "fanuk limun"), ("Ma sela dekol?", "dekol limun"),
    ]  # fmt: skip


def test_what_everyone_asks_is_no_question_of_a_hand_that_writes_them_otherwise() -> None:
    text = "".join(
        f"<details>\n  <summary>Was ist {w}?</summary>\n  Ein {w}ding.\n</details>\n\n"
        for w in ("Rad", "Tor")
    )
    text += "Was ist Mehl?\nGemahlenes Korn.\n\nWas ist Hefe?\nEin kleiner Pilz.\n\n"
    hand = ("question: <summary> {asks}", "answer: {text}")
    assert answers(read(text).cards) == answers(read(text, hand).cards)
    assert ("Was ist Hefe?", "Ein kleiner Pilz.") in answers(read(text, hand).cards)


def test_an_answer_below_another_label_than_the_examples_is_none() -> None:
    text = "".join(
        f"{n}. Dorim sela {w}\n\n<details><summary>{label}</summary>\n\n{w} limun\n\n</details>\n\n"
        for n, (w, label) in enumerate((("vazor", "Velmo"), ("fanuk", "Karti"), ("dekol", "Velmo")), 1)
    )
    hand = ("question: 1. {text}", "skip: <summary> Velmo", "answer: {text}")
    assert taught_answers(text, hand) == [
        ("Dorim sela vazor", "vazor limun"),
        ("Dorim sela dekol", "dekol limun"),
    ]


def test_a_further_paragraph_of_a_question_is_no_answer_where_the_label_is_missing() -> None:
    text = "".join(
        f"## Drami {n}:\n\nDorim sela {w}.\n\nNB tus {w}.\n\n{label}{w} limun\n\n"
        for n, (w, label) in enumerate((("vazor", "### Velmo:\n\n- "), ("fanuk", ""), ("dekol", "### Velmo:\n\n")), 1)
    )  # fmt: skip
    hand = (
        "skip: ## Drami {n}:",
        "question: {text} …",
        "skip: ### Velmo:",
        "answer: - {text}",
        "answer: {text}",
    )
    assert taught_answers(text, hand) == [
        ("Dorim sela vazor.\nNB tus vazor.", "vazor limun"),
        ("Dorim sela dekol.\nNB tus dekol.", "dekol limun"),
    ]


def test_a_reason_below_its_label_is_about_the_one_wrong_answer_and_about_none_of_two() -> None:
    text = "".join(
        f"### Drami {n}\n- **Sorba:** Dorim {w}\n- **Karti:** {w} korbi ❌\n- **Velmo:** {w} limun\n- **Tus:** {w} on\n\n"
        for n, w in enumerate(("vazor", "fanuk", "dekol"), 1)
    ).replace("- **Karti:** dekol korbi ❌\n", "- **Karti:** dekol korbi ❌\n- **Karti:** dekol tavlo ❌\n")
    hand = (
        "stem: - **Sorba:** {text}", "option: - **Karti:** {text} ❌", "answer: - **Velmo:** {text}",
        "reason: - **Tus:** {text}",
    )  # fmt: skip
    assert reasons(read(text, hand).cards) == {"vazor korbi": "vazor on", "fanuk korbi": "fanuk on"}


def test_a_row_with_a_word_of_the_hand_opens_no_item_of_others() -> None:
    listed = "".join(
        f"- [ ] {sign} {w}\n" for sign, w in zip("①②③④", ("tavlo", "limun", "korbi", "on"), strict=True)
    )
    told = "".join(
        f"{sign} {w}. Tus {sign}.\n" for sign, w in zip("①②③④", ("mor", "tus", "mor", "mor"), strict=True)
    )
    text = "".join(
        f"**Drami {n}**\n\nMa sela?\n\n{listed}\n<details><summary>Velmo</summary>\n\n2\n\n**Karti**\nTus tavlo, dorim.\n\n{told}\n</details>\n\n"
        for n in (1, 2)
    )
    hand = (
        "skip: **Drami {n}**", "stem: {asks}", "option: - [ ] {①} {text}", "skip: <summary> Velmo", "key: {key}",
        "explanation: **Karti**", "explanation: {text}", "reason: {①} mor. {text}", "reason: {①} tus. {text}",
    )  # fmt: skip
    line = text[: text.rindex("**Karti")].count("\n") + 1
    found = stretches(section_of(text), [hand], Known({line}, {line}))
    assert [[x.line for x in each.read.item.options if x.right] for each in found] == [[6], [29]]


def test_a_dotted_number_that_begins_an_answer_counts_nothing() -> None:
    words = ("vazor", "fanuk", "dekol", "tasim", "korbi", "limun", "tavlo")
    text = "".join(
        f"{n} - Ma sela {w} barim?\n\n{f'10.{n}.4.0 {w} 10.{n}.4.15.' * (n in (1, 3)) or f'Tus {w}.'}\n\n"
        for n, w in enumerate(words, 1)
    )
    hand = taught(text, 1, "question answer")
    assert hand == ("question: {n} - {text}", "answer: {text}")
    assert taught_answers(text, hand)[2] == ("Ma sela dekol barim?", "10.3.4.0 dekol 10.3.4.15.")


def test_a_row_numbered_as_the_questions_is_no_option_with_a_letter_of_another_alphabet() -> None:
    text = "".join(
        f"{n}- Dorim sela {w}\n\nA. {w} tavlo\n\nB. {w} limun\n\n{key}"
        for n, (w, key) in enumerate((("vazor", "Velmo: B\n\n"), ("fanuk", ""), ("dekol", "Velmo: A\n\n")), 1)
    )
    hand = ("stem: {n}- {text}", "option: {A}. {text}", "key: Velmo: {key}")
    assert taught_answers(text, hand) == [
        ("Dorim sela vazor", "vazor limun"),
        ("Dorim sela dekol", "dekol tavlo"),
    ]


def test_what_closes_a_quotation_that_a_head_opens_is_no_part_of_the_answer() -> None:
    text = "".join(
        f"Drami#{n}\n\nMa sela {w}?\n\n> Lo velmo ta „{w} „lim“ gantu“.\n\n"
        for n, w in enumerate(("vazor", "fanuk", "dekol", "tasim"), 1)
    )
    hand = taught(text, 1, "skip question answer")
    assert hand[-1] == "answer: > Lo velmo ta „{text}“."
    assert taught_answers(text, hand)[1] == ("Ma sela fanuk?", "fanuk „lim“ gantu")
