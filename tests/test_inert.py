"""Anki's own text commands, typed in notes, are shown as typed; only a sound of the notes plays."""

import html
import re
from pathlib import Path

import pytest

from ankibuild.packaging.anki_file import read_anki_file
from ankibuild.packaging.anki_rules import tag_names
from tests.anki_tools import anki_collection, fields_in
from tests.test_cli import run

COMMANDS = [
    "[sound:x.mp3]", "[sound:https://a.b/x.mp3]", "[sound:../secret.mp3]", "[SOUND:x]", "[anki:tts lang=ja_JP]読む[/anki:tts]",
    "[anki:play:q:0]", "[latex]\\input{/etc/passwd}[/latex]", "[LaTeX]x[/LATEX]", "[$]x^2[/$]", "[$$]\\write18{id}[/$$]", "[[type:Answer]]",
    "[[type:cloze:Text]]", "{{c1::穴}}", "{{FrontSide}}", "[sound:a&b.mp3]",
]  # fmt: skip
PLACES = {
    "prose": "## 問{n}は {} か？\n\n答え {} です。\n",
    "code": "## 問{n}は `{}` か？\n\n`{}` です。\n\n```\n{}\n```\n",
    "table": "| 問題 | 答え |\n|---|---|\n| 問{n}は `{}` か？ | {} |\n",
    "picture": "## 問{n}は？\n\n![{}](x.png \"t\") と <img alt='{}' src='none.png'>\n",
    "title": "## 問{n}？ {}\n\n### 細目とは {}？\n\n文 {}。\n",
    "cloze": "問{n} の `{}` は {{{{c1::甲}}}} で {}。\n",
    "pair": "## 問{n}\n\nどれ？\n\n- A. 甲 `{}`\n- B. 乙 {}\n\n**正解：A**\n\n- B は {} だから誤り\n",
}  # fmt: skip


def page(place: str) -> str:
    """One question for each command."""

    def write(n: int, command: str) -> str:
        return (
            PLACES[place]
            .replace("{n}", str(n))
            .replace("{}", command)
            .replace("{{{{", "{{")
            .replace("}}}}", "}}")
        )

    wanted = [command for command in COMMANDS if not (place == "cloze" and command.startswith("{{"))]
    return "# 題 [sound:title.mp3]\n\n" + "\n".join(write(n, command) for n, command in enumerate(wanted))


def shown(side: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", side))


@pytest.mark.parametrize("place", PLACES)
def test_commands_are_shown_as_typed(tmp_path: Path, place: str) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(page(place), "utf-8")
    (notes / "x.png").write_bytes(b"x")
    assert run("build", notes, "-o", tmp_path / "a.apkg").exit_code == 0
    with anki_collection(tmp_path) as anki:
        assert anki.import_package(tmp_path / "a.apkg").new > 10
        for guid in anki.guids():
            for card in anki.cards(guid):
                output = card.render_output()
                assert output.question_av_tags == output.answer_av_tags == []
                for side in (output.question_text, output.answer_text):
                    assert "latex-" not in side
                    assert "[[type:" not in side
        assert not anki.col.media.check().missing
        texts = [shown(side) for guid in anki.guids() for side in anki.sides(guid)]
    typed = (
        COMMANDS if place == "code" else [each for each in COMMANDS if "$" not in each and "[[" not in each]
    )
    for command in typed if place in ("prose", "code") else ():  # in prose $…$ is a formula, [[…]] a link
        assert any(command in text for text in texts), command


@pytest.mark.parametrize(
    "tag",
    ["[sound:x.mp3]", "[[sound:x.mp3]", "[/[latex]", "[sound::x]", "a::[anki:tts]", "[so\x00und:x]", "[$]", "[[type:x]]"],
)  # fmt: skip
def test_a_tag_is_no_command(tag: str) -> None:
    (made,) = tag_names([tag])
    assert "[" not in made


def test_a_tag_with_other_brackets_is_as_it_was_typed() -> None:
    assert tag_names(["[済]", "a[0]"]) == ("[済]", "a[0]")


def test_a_sound_of_the_notes_plays(tmp_path: Path) -> None:
    (tmp_path / "a b.mp3").write_bytes(b"sound")
    (tmp_path / "x.md").write_bytes(b"# x\n")
    (tmp_path / "a.md").write_text(
        "## 発音は？\n\n[sound:a b.mp3] と `[sound:a b.mp3]` と [sound:none.mp3] と [sound:x.md]\n\n## 発音は [sound:a%20b.mp3] か？\n\n甲。\n",
        "utf-8",
    )
    result = run("build", tmp_path, "-o", tmp_path / "a.apkg")
    first, second = fields_in(tmp_path / "a.apkg")
    sound = re.escape(re.search(r"\[sound:ankibuild-\w+\.mp3\]", first["Answer"])[0])  # type: ignore[index]
    assert re.fullmatch(
        rf"{sound} と <code><span>\[</span>sound:a b\.mp3\]</code> と <span>\[</span>sound:none\.mp3\] と <span>\[</span>sound:x\.md\]",
        first["Answer"],
    )
    assert re.search(sound, second["Question"])
    assert result.output.count("[missing-media]") == 1


def test_the_commands_of_removed_cards_are_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## 甲は [anki:tts] か？\n\n`[latex]`\n\n## 乙とは？\n\n丙。\n", "utf-8")
    run("build", tmp_path, "-o", tmp_path / "a.apkg")
    (tmp_path / "a.md").write_text("## 乙とは？\n\n丙。\n", "utf-8")
    run("build", tmp_path, "-o", tmp_path / "a.apkg")
    (removed,) = [note for note in read_anki_file(tmp_path / "a.apkg").notes if note.fields["Removed"]]
    assert removed.fields["Question"] == "甲は <span>[</span>anki:tts] か？"
    assert removed.fields["Answer"] == "<span>[</span>latex]"
