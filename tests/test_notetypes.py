"""The note types are frozen; their look is not."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from ankibuild.model import FIELDS, CardKind
from ankibuild.packaging.frozen import NOTE_TYPES
from ankibuild.packaging.notetypes import digest, models
from ankibuild.packaging.templates import TemplateError, load_templates, shipped
from ankibuild.values import replace

FROZEN = {
    "ankibuild Q&A": (
        1738204915301,
        (
            "Question 4170101 Options 4170102 Answer 4170103 Explanation 4170104 Context 4170105 "
            "Source 4170106 Swap 4170107 Removed 4170108 Extra1 4170109 Extra2 4170110"
        ),
        "Question 4170151 Reversed 4170152",
    ),
    "ankibuild Contrast": (
        1738204915302,
        (
            "Title 4170212 Prompt 4170201 Cue 4170213 Correct 4170202 WhyCorrect 4170203 "
            "Incorrect 4170204 WhyIncorrect 4170205 "
            "Context 4170206 Source 4170207 Swap 4170208 Removed 4170209 Extra1 4170210 Extra2 4170211"
        ),
        "Contrast 4170251 Spare 4170252",
    ),
    "ankibuild Cloze": (
        1738204915303,
        (
            "Text 4170301 Explanation 4170302 Context 4170303 Source 4170304 Removed 4170305 "
            "Extra1 4170306 Extra2 4170307"
        ),
        "Cloze 4170351",
    ),
}
"""As in every collection that ever imported one of our packages: a change here loses their updates."""


def listed(parts: list[dict[str, Any]]) -> str:
    return " ".join(f"{part['name']} {part['id']}" for part in parts)


def write_look(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_the_note_types_are_frozen() -> None:
    made = models(load_templates())
    assert tuple(made) == get_args(CardKind)
    assert {
        model.name: (model.model_id, listed(model.fields), listed(model.templates)) for model in made.values()
    } == FROZEN
    for kind, note_type in NOTE_TYPES.items():
        assert tuple(note_type.fields) == FIELDS[kind]
        assert made[kind].sort_field_index == 0


def test_every_front_is_blank_when_removed_and_spares_need_their_field() -> None:
    for kind, model in models(load_templates()).items():
        for card, template in zip(NOTE_TYPES[kind].cards, model.templates, strict=True):
            front = template["qfmt"]
            assert front.startswith("{{^Removed}}")
            assert front.endswith("{{/Removed}}")
            assert ("{{#Extra1}}" in front) == (card.condition == "Extra1")


def test_models_are_fresh_copies() -> None:
    templates = load_templates()
    first, second = models(templates)["qa"], models(templates)["qa"]
    first.to_json(1, 1)
    assert "ord" in first.fields[0]
    assert "ord" not in second.fields[0]
    assert digest(first) == digest(second)


def test_labels_and_scripts_are_filled_in() -> None:
    templates = load_templates()
    sides = {
        language: "".join(
            card["qfmt"] + card["afmt"]
            for model in models(templates, language).values()
            for card in model.templates
        )
        for language in ("ja", "en")
    }
    assert "正しいのはどちら？" in sides["ja"]
    assert "正しいのはどちら？" not in sides["en"]
    for side in sides.values():
        assert not re.search(r"\[\[\w+\]\]", side)
        assert "<!-- script" not in side
        assert side.count("<script>") >= 4
    assert {path.relative_to(shipped()).as_posix() for path in shipped().rglob("*.html")} == {
        file
        for note_type in NOTE_TYPES.values()
        for card in note_type.cards
        for file in (card.front, card.back)
    }


def test_a_digest_moves_only_with_its_own_note_type(tmp_path: Path) -> None:
    look = write_look(tmp_path, {"cloze/back.html": "<p>{{cloze:Text}}</p>"})
    ours, theirs = models(load_templates()), models(load_templates(look))
    assert theirs["cloze"].templates[0]["afmt"] == "<p>{{cloze:Text}}</p>"
    assert [kind for kind in ours if digest(ours[kind]) != digest(theirs[kind])] == ["cloze"]
    write_look(tmp_path, {"style.css": ".ankibuild { color: red }"})
    theirs = models(load_templates(look))
    assert all(digest(ours[kind]) != digest(theirs[kind]) for kind in ours)


def test_own_labels_add_to_ours(tmp_path: Path) -> None:
    write_look(tmp_path, {"labels.toml": '[ja]\nwhich = "どっち？"', ".DS_Store": "no text of ours"})
    templates = load_templates(tmp_path)
    assert templates.labels["ja"]["which"] == "どっち？"
    assert templates.labels["ja"]["source"] == load_templates().labels["ja"]["source"]
    assert "どっち？" in models(templates)["contrast"].templates[0]["qfmt"]


def test_a_label_is_text() -> None:
    templates = load_templates()
    templates = replace(templates, labels={"xx": dict.fromkeys(templates.labels["ja"], 'R&D "<x>"')})
    assert "R&amp;D &quot;&lt;x&gt;&quot;" in models(templates, "xx")["contrast"].templates[0]["qfmt"]


BAD_LOOKS = {
    "unknown file": ({"qa/fornt.html": "{{Question}}"}, "fornt.html: not a file of the look"),
    "unknown field": (
        {"qa/front.html": "{{Frage}}"},
        "qa/front.html: there is no field {{Frage}}, only Question",
    ),
    "field of another type": ({"cloze/front.html": "{{cloze:Text}}{{Answer}}"}, "no field {{Answer}}"),
    "unknown condition": ({"qa/front.html": "{{#Hint}}{{Question}}{{/Hint}}"}, "no field {{#Hint}}"),
    "open condition": ({"qa/back.html": "{{#Answer}}{{Answer}}"}, "qa/back.html: {{/Answer}} is missing"),
    "crossed conditions": (
        {"qa/back.html": "{{#Swap}}{{^Answer}}{{Answer}}{{/Swap}}{{/Answer}}"},
        "{{/Swap}} closes",
    ),
    "stray braces": ({"qa/back.html": "{{Answer}}<script>x = {{a: 1}</script>"}, "without }}"),
    "nothing shown": ({"contrast/front.html": "<p>Which?</p>"}, "contrast/front.html: shows no field"),
    "no cloze": ({"cloze/front.html": "{{Text}}"}, "needs {{cloze:Text}}"),
    "unknown label": ({"qa/front.html": "{{Question}} [[wer]]"}, "labels.toml has no label wer under [ja]"),
    "unknown script": ({"qa/front.html": "{{Question}}<!-- script sort -->"}, "sort.js: this file"),
    "labels are no TOML": ({"labels.toml": "[ja"}, "labels.toml: "),
    "labels are no words": ({"labels.toml": "[ja]\nwhich = 1"}, "[ja] must hold lines"),
}


@pytest.mark.parametrize("name", BAD_LOOKS)
def test_a_bad_look_is_told(name: str, tmp_path: Path) -> None:
    files, message = BAD_LOOKS[name]
    write_look(tmp_path, files)
    with pytest.raises(TemplateError) as caught:
        models(load_templates(tmp_path))
    assert message in str(caught.value)


def test_a_missing_folder_unreadable_text_and_an_unknown_language_are_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="no such folder"):
        load_templates(tmp_path / "none")
    (tmp_path / "style.css").write_bytes(b"\xff")
    with pytest.raises(TemplateError, match="cannot read"):
        load_templates(tmp_path)
    with pytest.raises(TemplateError, match=r"no labels \[de\]; there are ja, en"):
        models(load_templates(), "de")


def test_a_missing_file_is_told() -> None:
    templates = load_templates()
    files = {name: text for name, text in templates.files.items() if name != "qa/back.html"}
    with pytest.raises(TemplateError, match=r"qa/back\.html: this file"):
        models(replace(templates, files=files))
