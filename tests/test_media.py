"""Pictures and sounds of the notes: found as authors write them, packed once, and there in Anki."""

import base64
import json
import re
import shutil
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ankibuild.config import Config
from ankibuild.markdown.dialect import Dialect
from ankibuild.markdown.source import parse
from ankibuild.packaging.anki_rules import media_name_fault, shows_nothing
from ankibuild.packaging.fields import clean
from ankibuild.packaging.media import _PIECE, Filled, WithMedia, _attributes, pack_media
from ankibuild.packaging.media_files import LARGE
from ankibuild.reading import Reader
from tests import hostile
from tests.anki_tools import Outcome, anki_collection, fields_in, note, package_of
from tests.test_cli import run

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "notes"
    for name in (
        "top.png",
        "章/beside.png",
        "章/img/my pic.png",
        "章/img/100%20.png",
        "章/C#.png",
        "添付/deep/only here.png",
        "b/two.png",
        "添付/two.png",
        "章/voice.mp3",
        "章/film.MP4",
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PNG + name.encode())
    (root / "章" / unicodedata.normalize("NFD", "がぞう.png")).write_bytes(PNG + b"nfd")
    (tmp_path / "outside.png").write_bytes(PNG)
    return root


def packed(root: Path, html: str, page: str = "章/a.md") -> WithMedia:
    return pack_media([Filled(root, page, 7, {"Question": html, "Answer": "x < y"})])


def what(media: WithMedia) -> list[tuple[str, int, str]]:
    return [(problem.path, problem.line, problem.slug) for problem in media.problems]


@pytest.mark.parametrize(
    ("reference", "file"),
    [
        ("beside.png", "章/beside.png"),
        ("./beside.png", "章/beside.png"),
        ("img/my pic.png", "章/img/my pic.png"),
        ("img/my%20pic.png", "章/img/my pic.png"),
        (r"img\my pic.png", "章/img/my pic.png"),
        ("img/100%20.png", "章/img/100%20.png"),
        ("beside.png?raw=true#top", "章/beside.png"),
        ("C#.png", "章/C#.png"),
        ("C%23.png", "章/C#.png"),
        ("../top.png", "top.png"),
        ("/top.png", "top.png"),
        ("/章/beside.png", "章/beside.png"),
        ("BESIDE.PNG", "章/beside.png"),
        ("がぞう.png", unicodedata.normalize("NFD", "章/がぞう.png")),
        ("only here.png", "添付/deep/only here.png"),
        ("deep/only here.png", "添付/deep/only here.png"),
        ("two.png", "b/two.png"),
        ("添付/two.png", "添付/two.png"),
    ],
)
def test_a_picture_is_found_as_it_is_written(root: Path, reference: str, file: str) -> None:
    media = packed(root, clean(f'<img alt="図" src="{reference}" width="20">'))
    assert list(media.files.values()) == [root.resolve() / file]
    (name,) = media.files
    assert media.fields[0]["Question"] == f'<img alt="図" src="{name}" width="20">'
    assert media.fields[0]["Answer"] == "x < y"
    assert media.problems == ()


def test_the_nearest_of_several_is_taken(root: Path) -> None:
    (root / "章" / "sub").mkdir()
    (root / "章" / "sub" / "two.png").write_bytes(PNG + b"near")
    assert list(packed(root, '<img src="two.png">').files.values()) == [root / "章/sub/two.png"]
    assert list(packed(root, '<img src="two.png">', "a.md").files.values()) == [root / "b/two.png"]


@pytest.mark.parametrize(
    ("html", "shown", "slug"),
    [
        ('<img alt="構成 &amp; 図" src="none.png">', "構成 &amp; 図", "missing-media"),
        ('<img src="img/none.png">', "none.png", "missing-media"),
        ('<img alt="図">', "図", "missing-media"),
        ('<audio src="none.mp3" controls=""></audio>', "none.mp3", "missing-media"),
        ('<img src="a.md">', "a.md", "missing-media"),
        ('<audio src="beside.png"></audio>', "beside.png", "missing-media"),
        ('<img alt="図" src="../../outside.png">', "図", "outside-media"),
        ('<img alt="図" src="../link.png">', "図", "outside-media"),
        ('<img src="empty.png">', "empty.png", "missing-media"),
        ('<img alt="x" src="data:image/png;base64,@@">', "x", "missing-media"),
        ('<img src="data:text/html,hello">', "🖼", "missing-media"),
        (f'<img alt="長" src="{"長" * 300}.png">', "長", "missing-media"),
        ('<img alt="零" src="a\0.png">', "零", "missing-media"),
    ],
)
def test_what_cannot_be_packed_leaves_words_and_a_problem(
    root: Path, html: str, shown: str, slug: str
) -> None:
    (root / "link.png").symlink_to(root.parent / "outside.png")
    (root / "章" / "a.md").write_text("a page")
    (root / "章" / "empty.png").touch()
    media = packed(root, html)
    assert (media.fields[0]["Question"], media.files) == (shown, {})
    assert not shows_nothing(shown)
    assert what(media) == [("章/a.md", 7, slug)]
    assert str(root.parent) not in media.problems[0].message


@pytest.mark.parametrize("around", ["pre", "code", "PRE"])
def test_a_picture_in_code_of_a_web_page_is_one(root: Path, around: str) -> None:
    def told(source: str) -> tuple[str, list[str]]:
        media = packed(root, f'<{around}>\n<img alt="図" src="{source}">\n</{around}>')
        return media.fields[0]["Question"], [problem.slug for problem in media.problems]

    assert re.search(r'<img alt="図" src="ankibuild-\w+\.png">', told("beside.png")[0])
    assert told("none.png") == (f"<{around}>\n図\n</{around}>", ["missing-media"])
    assert told("https://a.b/x.png")[1] == ["remote-media"]


def test_a_path_out_of_the_notes_finds_no_namesake_inside(root: Path) -> None:
    assert what(packed(root, '<img src="../../x/top.png">')) == [("章/a.md", 7, "missing-media")]


@pytest.mark.parametrize(
    "source", ["https://example.com/a.png", "//example.com/a.png", "HTTP://example.com/a"]
)
def test_a_picture_on_the_network_stays_there(root: Path, source: str) -> None:
    media = packed(root, f'<img alt="a" src="{source}">')
    assert media.fields[0]["Question"] == f'<img alt="a" src="{source}">'
    assert what(media) == [("章/a.md", 7, "remote-media")]


@pytest.mark.parametrize(
    ("html", "suffix"),
    [
        ('<audio src="voice.mp3" controls=""></audio>', ".mp3"),
        ('<audio src="voice.mp3">alt</audio>', ".mp3"),
        ('<img alt="声" src="voice.mp3">', ".mp3"),
        ('<video src="film.MP4" width="200"></video>', ".mp4"),
    ],
)
def test_sounds_and_films_become_what_anki_plays(root: Path, html: str, suffix: str) -> None:
    media = packed(root, f"<p>聞く{html}か</p>")
    (name,) = media.files
    assert name.endswith(suffix)
    assert media.fields[0]["Question"] == f"<p>聞く[sound:{name}]か</p>"


def test_other_markup_is_left_alone(root: Path) -> None:
    for html in (
        '<a href="beside.png">x</a>',
        '<code>&lt;img src="beside.png"&gt;</code>',
        "<wbr>",
    ):
        assert packed(root, html) == WithMedia(
            ({"Question": html, "Answer": "x < y"},), {}, (), (frozenset(),)
        )
    media = packed(root, '<img title="src=x alt=y" src="beside.png" alt="a > b">')
    assert media.fields[0]["Question"].startswith('<img title="src=x alt=y" src="ankibuild-')
    assert media.fields[0]["Question"].endswith('.png" alt="a > b">')


TAG = re.compile(r'<(?:/[a-z][a-z0-9-]*|[a-z][a-z0-9-]*(?: [a-z:-]+="[^"]*")*/?)>')
"""How a field writes a tag: what looks for media in it relies on that."""
CARELESS = (
    "# 題\n\n## 図とは？\n\n![図](<img/my pic.png>) ![[two.png|30]] <IMG SRC='a.png' ALT=\"a > b\">\n\n"
    "<audio controls><source src='voice.mp3'><source src=voice.ogg>alt</audio>\n\n<!-- <img src='f.png'> -->\n\n"
    "<pre><img src=b.png><video src='c.mp4'>無</video></pre>\n\n`<img src='d.png'>`\n\n```\n<img src='e.png'>\n```\n"
    "\n## 高い答えとは？\n\n" + "一行の文。\n\n" * 40 + "![図](folded.png) 文。\n"
)


@cache
def found_as_parsed(field: str) -> list[str]:
    """Return which files a field shows, once it was seen that a parser finds the same: many cards share a field."""
    assert "<" not in TAG.sub("", field), field
    parsed = BeautifulSoup(field, "lxml").find_all(["img", "audio", "video"])
    found = [
        (each["tag"] or "img", _attributes(each["own"] or each["img"]).get("src", ""))
        for each in _PIECE.finditer(field)
        if each["img"] is not None or each["tag"]
    ]
    assert found == [(tag.name, tag.get("src", "")) for tag in parsed], field
    return [src for _name, src in found]


@pytest.mark.parametrize(
    "config", [Config(), Config(contrast="choice", reverse=True)], ids=["pairs", "choice"]
)
def test_media_are_found_in_fields_as_a_parser_finds_them(config: Config) -> None:
    reader, shown, written = Reader(config), list[str](), list[str]()
    for text in (CARELESS, *(text for _place, text in hostile.pages())):
        source, _ = parse(text.encode(), "a.md", Path("a.md"))
        assert source
        for fields in reader.read(source).fields:
            for field in fields.values():
                written.append(field)
                shown += found_as_parsed(field)
    assert set(shown) >= {"img/my pic.png", "two.png", "a.png", "voice.mp3", "b.png", "c.mp4", "folded.png"}
    assert any('class="fold"' in field for field in written), (
        "a back that is folded is written by another hand"
    )
    assert not set(shown) & {"d.png", "e.png", "f.png"}


def test_the_name_is_that_of_the_content(root: Path) -> None:
    shutil.copy(root / "top.png", root / "章/copy of top.png")
    (root / "A.png").write_bytes(b"large")
    (root / "a.png").write_bytes(b"small")
    notes = [
        Filled(root, "a.md", 1, {"Question": '<img src="top.png"><img src="top.png">'}),
        Filled(root, "章/b.md", 2, {"Question": '<img src="copy of top.png">'}),
        Filled(root, "a.md", 3, {"Question": '<img src="A.png"><img src="a.png">'}),
    ]
    media = pack_media(notes)
    assert len(media.files) == 3
    assert media.fields[0]["Question"] == media.fields[1]["Question"] * 2
    assert all(media_name_fault(name) == "" and name.isascii() for name in media.files)
    assert pack_media(notes) == media
    (root / "A.png").write_bytes(b"edited")
    assert len(pack_media(notes).files.keys() - media.files.keys()) == 1


def test_every_file_is_read_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = Path.open

    def spy(self: Path, mode: str) -> object:
        opened.append(self.name)
        return real(self, mode)

    monkeypatch.setattr(Path, "open", spy)
    html = '<img src="beside.png"><img src="img/my pic.png">'
    pack_media([Filled(root, "章/a.md", line, {"Question": html}) for line in range(20)])
    assert sorted(opened) == ["beside.png", "my pic.png"]


def test_a_large_file_is_packed_with_a_warning(root: Path) -> None:
    with (root / "章/large.bmp").open("wb") as file:
        file.truncate(LARGE + 1)
    media = packed(root, '<img src="large.bmp">')
    assert len(media.files) == 1
    assert what(media) == [("章/a.md", 7, "large-media")]


def test_a_picture_written_out_in_the_notes_is_packed_as_a_file(root: Path) -> None:
    encoded = base64.b64encode(PNG).decode()
    media = packed(root, clean(f'<img alt="点" src="data:image/png;base64,{encoded}">'))
    (name,) = media.files
    assert media.files[name] == PNG
    assert media.fields[0]["Question"] == f'<img alt="点" src="{name}">'
    (svg,) = packed(root, f'<img src="data:image/svg+xml;base64,{base64.b64encode(SVG).decode()}">').files
    assert svg.endswith(".svg")


def test_everything_arrives_in_anki(root: Path, tmp_path: Path) -> None:
    (root / "章" / "図.svg").write_bytes(SVG)
    encoded = base64.b64encode(PNG).decode()
    html = (
        '<img src="img/my%20pic.png" alt="a"><img src="図.svg"><audio src="voice.mp3" controls=""></audio>'
        f'<img src="none.png" alt="無"><img src="data:image/png;base64,{encoded}">'
        '<video src="film.MP4"></video>'
    )
    media = packed(root, html)
    made = note(1, fields=dict(media.fields[0]) | {"Swap": ""})
    package = tmp_path / "deck.apkg"
    package.write_bytes(package_of([made], media=media.files))
    with anki_collection(tmp_path) as anki:
        assert anki.import_package(package) == Outcome(new=1)
        assert anki.faults() == []
        assert {path.name for path in Path(anki.col.media.dir()).iterdir()} == set(media.files)
        assert anki.note(made.guid)["Question"] == media.fields[0]["Question"]
        card = anki.cards(made.guid)[0]
        assert [tag.filename[-4:] for tag in card.render_output().question_av_tags] == [".mp3", ".mp4"]


@pytest.mark.parametrize("alt", ["", "図"])
@pytest.mark.parametrize(
    "source",
    [r"C:\Users\x\none.png", "file:///home/x/none.png", "file:none.png", "attachment:none.png", "app://local/C:/none.png",
     "blob:http://x/none.png", "obsidian://open?x=none.png", "~/none.png", r"\\server\none.png",
     "content://x/none.png", "CON", "none"],
)  # fmt: skip
@pytest.mark.parametrize(
    "write",
    [
        "![{alt}](<{source}>)",
        '<img alt="{alt}" src="{source}">',
        '<div>\n<img alt="{alt}" src="{source}">\n</div>',
    ],
)
def test_a_picture_on_no_path_of_the_notes_is_told_and_leaves_words(
    tmp_path: Path, write: str, source: str, alt: str
) -> None:
    (tmp_path / "a.md").write_text(f"## 手順とは？\n\n{write.format(alt=alt, source=source)}\n", "utf-8")
    result = run("build", tmp_path, "-o", tmp_path / "a.apkg")
    assert "[missing-media]" in result.output
    assert source.rpartition("\\")[2] in result.output
    (fields,) = fields_in(tmp_path / "a.apkg")
    assert fields["Answer"] == (alt or source.replace("\\", "/").rpartition("/")[2])


@pytest.mark.parametrize(
    "reference",
    [
        "file:///{root}/top.png",
        "file:{root}/top.png",
        "file://localhost{root}/top.png",
        "attachment:top.png",
        "file:top.png",
    ],
)
def test_a_path_with_a_scheme_is_found_in_the_notes(root: Path, reference: str) -> None:
    source = reference.format(root=root.as_posix()).replace("file:////", "file:///")
    media = packed(root, clean(f'<img src="{source}">'))
    assert list(media.files.values()) == [root.resolve() / "top.png"]


@pytest.mark.parametrize(
    "html",
    ['<img data-src="top.png">', '<img srcset="top.png 1x, two.png 2x">', "<img\n  alt='x' data-original='top.png'>",
     '<picture><source srcset="two.png"><img src="top.png"></picture>'],
)  # fmt: skip
def test_what_a_page_loads_later_is_a_picture(root: Path, html: str) -> None:
    media = packed(root, clean(Dialect().convert(html)))
    assert list(media.files.values()) == [root.resolve() / "top.png"]


@pytest.mark.parametrize(
    "html",
    ['<audio src="film.MP4"></audio>', '<video controls width="3">\n<source src="film.MP4" type="video/mp4">\n\n古い</video>',
     "![[film.MP4]]", "![](film.MP4)", "文 <video src='film.MP4'/> 文"],
)  # fmt: skip
def test_a_film_of_the_author_is_packed(root: Path, html: str) -> None:
    (root / "章" / "a.md").write_text(f"## 手順とは？\n\n{html}\n", "utf-8")
    result = run("build", root, "-o", root / "a.apkg")
    assert result.exit_code == 0, result.output
    (fields,) = fields_in(root / "a.apkg")
    assert "[sound:ankibuild-" in fields["Answer"]
    assert "古い" not in fields["Answer"]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("文。\n次の文。\n![図](none.png)", 5),
        ("- 一\n- 二 ![](<no ne.png>)", 4),
        ("文。\n\n![[no ne.png]]", 5),
        ("文。\n\n[sound:none.mp3]", 5),
        ('<div>\n\n<audio src="none.mp3"></audio>\n\n</div>', 5),
        ("| 語 | 図 |\n|---|---|\n| 甲乙 | 波 |\n| 丙丁 | ![](none.png) |", 6),
        ("文。[^1]\n\n終わり。\n\n[^1]: 注 ![](none.png)", 3),
        ("文。\n\n![外](https://a.b/none.png)", 5),
    ],
)
def test_a_problem_names_the_line_of_its_picture(tmp_path: Path, written: str, line: int) -> None:
    (tmp_path / "a.md").write_text(f"## 手順とは？\n\n{written}\n", "utf-8")
    told = json.loads(run("check", tmp_path, "--format", "json").output)["problems"]
    assert [each["line"] for each in told if each["slug"] in ("missing-media", "remote-media")] == [line]
