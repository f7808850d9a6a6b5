"""Anki's own text commands, typed in notes, are shown as typed; only a sound of the notes plays."""

import html
import re
from pathlib import Path

import pytest

from ankibuild.packaging.anki_file import read_anki_file
from ankibuild.packaging.anki_rules import tag_names
from tests.anki_tools import anki_collection, fields_in, text_of
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
    # in prose $…$ is a formula, [[…]] a link, and a cloze a gap, or what it hides
    prose = [each for each in COMMANDS if not any(sign in each for sign in ("$", "[[", "{{c"))]
    typed = {"prose": prose, "code": COMMANDS}.get(place, ())
    for command in typed:
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


CLOZES = """- ==AWS::S3::Bucket== は物置。
- 型は {{c1::`{{ name }}`}} と書く。
- 組は {{c1::`a::b`}} と書く。`{{c2::no}}` は字。
- 箱は {{c1::入れる所::どこ}} の名。

| 用語 | 意味 |
|---|---|
| 鍵 | {{c1::閉める物}} |
| 戸 | {{c1::`開く::物`}} |
"""


def test_a_cloze_hides_what_it_holds_and_no_more(tmp_path: Path) -> None:
    """Neither braces nor colons in code end it or begin a hint, nor colons in what is only marked."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "ankibuild.toml").write_text('[styles]\non = ["highlights"]\n', "utf-8")
    (notes / "a.md").write_text(f"# 題\n\n{CLOZES}", "utf-8")
    assert run("build", notes, "-o", tmp_path / "a.apkg").exit_code == 0
    with anki_collection(tmp_path) as anki:
        anki.import_package(tmp_path / "a.apkg")
        assert not anki.faults()
        sides = [anki.sides(guid) for guid in anki.guids()]
    fronts, backs = (
        sorted(text_of(each).split("出典")[0] for each in side) for side in zip(*sides, strict=True)
    )
    for hidden, shown in (
        ("[...] は物置。", "AWS::S3::Bucket は物置。"),
        ("型は [...] と書く。", "型は {{ name }} と書く。"),
        ("組は [...] と書く。 {{c2::no}} は字。", "組は a::b と書く。 {{c2::no}} は字。"),
        ("箱は [どこ] の名。", "箱は 入れる所 の名。"),
        ("鍵 | [...]", "鍵 | 閉める物"),
        ("戸 | [...]", "戸 | 開く::物"),
    ):
        assert any(flat(hidden) in flat(front) for front in fronts), (hidden, fronts)
        assert any(flat(shown) in flat(back) for back in backs), (shown, backs)
    assert len(sides) == 6


def flat(text: str) -> str:
    return "".join(text.split())


def test_a_gap_stands_on_cloze_cards_only(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    page = "# {{c1::DNS}} の話\n\n## {{c1::DNS::略}} とは？\n\n引く物。`{{c1::字}}`\n\n- {{c1::UDP}} を使う\n"
    (notes / "a.md").write_text(page, "utf-8")
    assert run("build", notes, "-o", tmp_path / "a.apkg").exit_code == 0
    by_kind = {"Question" in fields: fields for fields in fields_in(tmp_path / "a.apkg")}
    assert text_of(by_kind[True]["Question"]) == "DNS とは？"
    assert text_of(by_kind[True]["Answer"]).startswith("引く物。 {{c1::字}}")
    assert by_kind[False]["Text"].count("{{c1::") == 1
    assert not any("{{c1" in by_kind[False][name] for name in ("Context", "Source"))
