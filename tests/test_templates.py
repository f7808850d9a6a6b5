"""The files of the look: small, at home in old web views, complete in every language, silent on answers."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import tinycss2
from tinycss2.ast import AtRule, Declaration, FunctionBlock, IdentToken, Node, QualifiedRule

from ankibuild.markdown.cleaning import KNOWN_CLASSES
from ankibuild.model import FIELDS, CardKind
from ankibuild.packaging.notetypes import models
from ankibuild.packaging.templates import load_templates
from tests.anki_tools import anki_collection

LOOK = Path(__file__).parent.parent / "card_templates"
FLOOR = tomllib.loads((Path(__file__).parent / "cases" / "css-floor.toml").read_text("utf-8"))
PAGES = sorted(path.relative_to(LOOK).as_posix() for path in LOOK.glob("*/*.html"))
FRONTS = [page for page in PAGES if "front" in page]
TOO_NEW_FOR_SCRIPTS = (
    r"\.(at|findLast|toSorted|toReversed|groupBy|hasOwn|replaceAll)\(", r"\?\?=", r"\|\|=", r"&&=", r"\(\?<",
    r"\bawait\b", "structuredClone",
)  # fmt: skip
LANGUAGES = tuple(tomllib.loads((LOOK / "labels.toml").read_text("utf-8")))


def read(name: str) -> str:
    return (LOOK / name).read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FIELDS)
def test_a_note_type_is_at_most_18_kb(kind: CardKind, language: str) -> None:
    model = models(load_templates(), language)[kind]
    sides = [card[side] for card in model.templates for side in ("qfmt", "afmt")]
    assert sum(len(text.encode()) for text in [model.css, *sides]) <= 18_000


@pytest.mark.parametrize("page", PAGES)
def test_every_side_says_its_language_inside_its_own_wrapper(page: str) -> None:
    tags = re.findall(r"<(\w+)([^>]*)>", re.sub(r"\{\{.*?\}\}", "", read(page)))
    name, attributes = tags[0]
    assert name == "div"
    assert re.search(r'class="ankibuild\b', attributes)
    assert 'lang="[[lang]]"' in attributes
    labels = tomllib.loads(read("labels.toml"))
    assert {language: words["lang"] for language, words in labels.items()} == {"ja": "ja", "en": "en"}


@pytest.mark.parametrize("page", FRONTS)
def test_a_removed_note_has_a_blank_front(page: str) -> None:
    text = read(page).strip()
    assert text.startswith("{{^Removed}}")
    assert text.endswith("{{/Removed}}")
    if page not in {"qa/front.html", "contrast/front.html", "cloze/front.html"}:
        assert text.startswith("{{^Removed}}{{#Extra1}}")


@pytest.mark.parametrize("page", PAGES)
def test_tags_are_closed_in_turn(page: str) -> None:
    still_open: list[str] = []
    for end, name in re.findall(r"<(/?)(\w+)", read(page)):
        if end:
            assert still_open.pop() == name
        elif name not in {"hr", "input"}:
            still_open.append(name)
    assert still_open == []


@pytest.mark.parametrize("page", PAGES)
def test_backs_show_the_question_and_say_where_the_answer_begins(page: str) -> None:
    text = read(page)
    assert "{{FrontSide}}" not in text
    assert ('id="answer"' in text) is (page not in FRONTS)
    assert ("{{Source}}" in text) is ("{{Tags}}" in text) is (page not in FRONTS)


def test_every_label_is_used_and_known_in_every_language() -> None:
    used = {label for page in PAGES for label in re.findall(r"\[\[(\w+)\]\]", read(page))}
    labels = tomllib.loads(read("labels.toml"))
    for language, words in labels.items():
        assert set(words) == used, language
        assert all(word.strip() for word in words.values())


@pytest.mark.parametrize("name", ["contrast/front.html", "qa/front.html", "pick.js"])
def test_fronts_do_not_tell_the_answer(name: str) -> None:
    """Neither by a word nor by a class: both options of a contrast have the same markup."""
    text = read(name)
    assert not re.search(r"正解|✅|❌|\[\[(right|wrong)\]\]|\b(right|wrong)\b", text)
    options = re.findall(r"<li>.*</li>", text)
    assert len({re.sub(r"\{\{\w+\}\}", "", option) for option in options}) <= 1
    shown = set(re.findall(r"\{\{(\w+)\}\}", text))
    assert not shown & {"Answer", "Explanation", "WhyCorrect", "WhyIncorrect", "Source"}


@pytest.mark.parametrize("path", [path.relative_to(LOOK).as_posix() for path in sorted(LOOK.rglob("*.*"))])
def test_nothing_comes_from_the_network_or_from_media(path: str) -> None:
    text = read(path)
    assert not re.search(r"https?:|//\w+\.|@import|url\(|<link|<img|src=|@font-face|fetch\(|XMLHttp", text)


def test_anki_gets_scripts_and_style_without_remarks() -> None:
    """But for the block at the head, which learners change."""
    model = models(load_templates())["qa"]
    sides = [card[side] for card in model.templates for side in ("qfmt", "afmt")]
    assert not re.search(r"^\s|^\s*//", "\n".join([*sides, model.css]), re.MULTILINE)
    assert model.css.count("/*") == 2
    assert "/* none: no tags on the backs */" in model.css.partition("}")[0]


@pytest.mark.parametrize("script", [path.name for path in sorted(LOOK.glob("*.js"))])
def test_scripts_are_at_home_in_old_web_views(script: str) -> None:
    text = read(script)
    assert not re.search("|".join(TOO_NEW_FOR_SCRIPTS), text)
    assert "{{" not in text, "Anki would take it for a field"
    assert "</script" not in text


# What the style sheet may use, and a look at every declaration, selector, function and at-rule of it.


def rules(nodes: Iterable[Node]) -> Iterator[QualifiedRule | AtRule]:
    for node in nodes:
        if isinstance(node, QualifiedRule | AtRule):
            yield node
        if isinstance(node, AtRule) and node.content:
            yield from rules(tinycss2.parse_rule_list(node.content, skip_whitespace=True))


def beyond_the_floor(css: str) -> list[str]:
    """Return what Chromium 85 or Safari 14.5 does not know and what is not droppable."""
    return [
        what
        for rule in rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
        for what in (_at_rule(rule) if isinstance(rule, AtRule) else _rule(rule))
    ]


def _at_rule(rule: AtRule) -> Iterator[str]:
    prelude = tinycss2.serialize(rule.prelude).strip()
    if f"@{rule.lower_at_keyword} {prelude}" not in FLOOR["at-rules"]:
        yield f"@{rule.at_keyword} {prelude}"


def _rule(rule: QualifiedRule) -> Iterator[str]:
    selector = tinycss2.serialize(rule.prelude).strip()
    for pseudo in re.findall(r"::?[\w-]+", selector):
        if pseudo not in FLOOR["pseudo"] and selector not in FLOOR["droppable-selectors"]:
            yield f"{selector}: {pseudo}"
    for node in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if isinstance(node, Declaration):
            yield from _declaration(node)
        else:
            yield f"{selector}: {tinycss2.serialize([node])}"


def _declaration(declaration: Declaration) -> Iterator[str]:
    name = declaration.lower_name
    if not name.startswith("--") and name not in FLOOR["properties"] and name not in FLOOR["droppable"]:
        yield name
    for node in declaration.value:
        if isinstance(node, FunctionBlock) and node.lower_name not in FLOOR["functions"]:
            yield f"{name}: {node.name}()"
        if isinstance(node, IdentToken) and f"{name}: {node.lower_value}" in FLOOR["too-new"]:
            yield f"{name}: {node.value}"


def test_the_style_sheet_keeps_to_the_floor() -> None:
    assert beyond_the_floor(read("style.css")) == []


@pytest.mark.parametrize(
    "css",
    [
        ".a { .b { color: red; } }",
        ".a { & .b { color: red; } }",
        ".a:has(.b) { color: red; }",
        ".a { color: color-mix(in srgb, red, blue); }",
        ".a { color: light-dark(red, blue); }",
        "@container (width > 1em) { .a { color: red; } }",
        "@layer x { .a { color: red; } }",
        "@media (width > 1em) { .a { color: red; } }",
        ".a { inset: 0; }",
        ".a { accent-color: red; }",
        ".a { text-wrap: pretty; }",
        ".a { word-break: auto-phrase; }",
        "@media print { .a { aspect-ratio: 1; } }",
    ],
)
def test_the_lint_finds_what_is_too_new(css: str) -> None:
    assert beyond_the_floor(css)


def test_the_style_sheet_leaves_the_clients_own_boxes_alone() -> None:
    assert not re.search(r"#qa|#content|#_flag|#_mark|\bhtml\b|\bbody\b|:root|!important", read("style.css"))


COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(")


def test_all_colours_stand_in_one_block_for_the_day_and_one_for_the_night() -> None:
    """Whoever changes the look finds size, width, font and colours at the head, and misses none for the night."""
    day, night, *others = (
        tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        for rule in rules(
            tinycss2.parse_stylesheet(read("style.css"), skip_comments=True, skip_whitespace=True)
        )
        if isinstance(rule, QualifiedRule)
    )
    names = [[node.lower_name for node in block if isinstance(node, Declaration)] for block in (day, night)]
    assert names[0][:4] == ["--size", "--width", "--font", "--tags"]
    assert names[0][4:] == names[1]
    assert all(COLOUR.search(tinycss2.serialize(block)) for block in (day, night))
    assert not [text for text in map(tinycss2.serialize, others) if COLOUR.search(text)]


def test_every_class_of_the_templates_is_styled_or_stands_for_the_kind() -> None:
    css = read("style.css") + read("pick.js") + read("check.js") + read("order.js")
    classes = {
        name
        for page in PAGES
        for names in re.findall(r'class="([^"]+)"', read(page))
        for name in names.split()
    }
    assert {name for name in classes if f".{name}" not in css} <= {"qa", "contrast", "cloze-card", "tappable"}


def test_every_class_that_a_field_may_hold_is_styled() -> None:
    css = read("style.css") + read("pick.js")
    assert {name for name in KNOWN_CLASSES if not re.search(rf"\.{name}\b", css)} <= {
        "note",
        "important",
        "tappable",
    }


def test_questions_are_read_out_where_the_config_says_so() -> None:
    silent, speaking = models(load_templates()), models(load_templates(voice="ja_JP"))
    sides = {
        kind: [card[side] for card in speaking[kind].templates for side in ("qfmt", "afmt")]
        for kind in FIELDS
    }
    said = {kind: re.findall(r"\{\{tts ja_JP:([\w:]+)\}\}", "".join(texts)) for kind, texts in sides.items()}
    assert said == {"qa": ["Question"], "contrast": ["Prompt", "Cue"], "cloze": ["cloze:Text"]}
    for kind, texts in sides.items():
        without = [re.sub(r"\{\{tts .*?\}\}", "", text) for text in texts]
        assert without == [card[side] for card in silent[kind].templates for side in ("qfmt", "afmt")]


def test_anki_reads_the_question_out(tmp_path: Path) -> None:
    with anki_collection(tmp_path) as anki:
        model = anki.col.models.by_name("Basic")
        model["tmpls"][0]["qfmt"] = "{{Front}}{{tts ja_JP:Front}}"
        anki.col.models.update_dict(model)
        note = anki.col.new_note(anki.col.models.by_name("Basic"))
        note["Front"] = '<div class="short">べき<wbr>等性とは？</div>'
        anki.col.add_note(note, 1)
        (tag,) = note.cards()[0].render_output().question_av_tags
        assert (tag.field_text.strip(), tag.lang) == ("べき等性とは？", "ja_JP")
