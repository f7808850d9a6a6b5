"""No import moves a card: a deck keeps its name, the author is told, and a deck renamed in Anki is followed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ankibuild.cli import main
from ankibuild.decks import knows, renamed
from ankibuild.identity import ledger as ledgers
from ankibuild.identity.ledger import Ledger
from tests.anki_tools import Anki, anki_collection, text_of

STORAGE = "# ストレージ\n\n## S3 とは？\n\nオブジェクトストレージ。\n"
NETWORK = "# ネットワーク\n\n## VPC とは？\n\n仮想のネットワーク。\n"
MORE = "\n## EBS とは？\n\nブロックストレージ。\n"
SNOW = "# 転送\n\n## Snowball とは？\n\n箱で運ぶ。\n"


class Notes:
    """A folder of notes with its package, and a collection that it is imported into."""

    def __init__(self, root: Path, anki: Anki) -> None:
        self.root, self.anki, self.time = root, anki, 1_700_000_000
        self.write("s.md", STORAGE)
        self.write("n.md", NETWORK)

    def write(self, name: str, text: str) -> None:
        self.root.mkdir(exist_ok=True)
        (self.root / name).write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        self.write(name, (self.root / name).read_text("utf-8").replace(old, new))

    def run(self, command: str, *options: str, fails: bool = False) -> str:
        self.time += 100
        result = CliRunner().invoke(
            main,
            [command, *options, str(self.root)],
            env={"SOURCE_DATE_EPOCH": str(self.time)},
            catch_exceptions=False,
        )
        assert (result.exit_code != 0) == fails, result.output
        return result.output

    def install(self) -> str:
        package = str(self.root.with_suffix(".apkg"))
        output = self.run("build", "-o", package)
        self.anki.import_package(Path(package))
        return output

    @property
    def decks(self) -> dict[str, str]:
        """The deck of each card in Anki, by the card's question."""
        return {text_of(self.anki.note(each.guid)["Question"]): each.deck for each in self.anki.states()}

    @property
    def names(self) -> set[str]:
        """The decks in Anki that are there for cards of ours or above them."""
        return {each.name for each in self.anki.col.decks.all_names_and_ids() if each.name != "Default"}

    def rename_in_anki(self, old: str, new: str) -> None:
        self.anki.col.decks.rename(self.anki.col.decks.by_name(old), new)


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[Notes]:
    with anki_collection(tmp_path) as anki:
        yield Notes(tmp_path / "AWS", anki)


def retitled(notes: Notes) -> None:
    notes.change("s.md", "# ストレージ", "# 保管")


def config(notes: Notes) -> None:
    notes.write("ankibuild.toml", 'deck = "クラウド"\n')


def moved(notes: Notes) -> None:
    notes.root = notes.root.rename(notes.root.with_name("Amazon"))


def renamed_file(notes: Notes) -> None:
    (notes.root / "s.md").rename(notes.root / "storage.md")
    notes.change("storage.md", "# ストレージ", "# 保管")


CHANGES: dict[str, tuple[Callable[[Notes], Any], str, str, int]] = {
    "title": (retitled, "AWS::ストレージ", "AWS::保管", 1),
    "file and title": (renamed_file, "AWS::ストレージ", "AWS::保管", 1),
    "config": (config, "AWS", "クラウド", 2),
    "folder": (moved, "AWS", "Amazon", 2),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_new_card_comes_to_the_others_of_its_page(notes: Notes, change: str) -> None:
    notes.install()
    before = notes.names
    assert before == {"AWS", "AWS::ストレージ", "AWS::ネットワーク"}
    act, old, new, _ = CHANGES[change]
    act(notes)
    page = "storage.md" if change == "file and title" else "s.md"
    notes.change(page, "オブジェクトストレージ。\n", f"オブジェクトストレージ。\n{MORE}")
    told = f"cards stay in the deck “{old}”: the notes now ask for “{new}”, but an import moves no card [deck-kept]"
    for command in ("check", "diff"):
        assert notes.run(command).count(told) == 1
    output = notes.install()
    assert (output.count(told), output.count("deck-kept")) == (1, 1)
    assert notes.decks["EBS とは？"] == notes.decks["S3 とは？"] == "AWS::ストレージ"
    assert notes.names == before
    assert told in notes.install(), "as long as it is so"
    assert notes.names == before


@pytest.mark.parametrize("change", CHANGES)
def test_a_deck_renamed_in_anki_is_followed(notes: Notes, change: str) -> None:
    notes.install()
    act, old, new, count = CHANGES[change]
    act(notes)
    notes.rename_in_anki(old, new)
    after = notes.names
    said = notes.run("rename-deck", old, new)
    assert said.count(" → ") == count + (old == "AWS")
    page = "storage.md" if change == "file and title" else "s.md"
    notes.change(page, "オブジェクトストレージ。\n", f"オブジェクトストレージ。\n{MORE}")
    assert "deck-kept" not in notes.install()
    assert notes.decks["EBS とは？"] == notes.decks["S3 とは？"]
    assert notes.names == after
    notes.write("t.md", SNOW)
    assert "deck-kept" not in notes.install()
    assert notes.decks["Snowball とは？"] == ("AWS" if old != "AWS" else new) + "::転送"


def test_a_deck_may_have_another_name_in_anki_than_in_the_notes(notes: Notes) -> None:
    notes.install()
    notes.rename_in_anki("AWS", "資格::AWS")
    notes.rename_in_anki("資格::AWS::ストレージ", "資格::AWS::S")
    notes.run("rename-deck", "AWS", "資格::AWS")
    notes.run("rename-deck", "資格::AWS::ストレージ", "資格::AWS::S")
    names = notes.names
    for _ in range(2):
        notes.change("s.md", "オブジェクトストレージ。\n", f"オブジェクトストレージ。\n{MORE}")
        assert "deck-kept" not in notes.install()
        assert notes.names == names
    retitled(notes)
    assert "stay in the deck “資格::AWS::S”: the notes now ask for “資格::AWS::保管”" in notes.install()
    notes.change("s.md", "# 保管", "# S")
    assert "deck-kept" not in notes.install()
    notes.change("s.md", "# S\n", "# ストレージ\n")
    assert "deck-kept" in notes.install(), "once the notes have the name, the older one is another"


def test_more_pages_or_fewer_move_nothing_and_are_no_wish(notes: Notes) -> None:
    (notes.root / "n.md").unlink()
    notes.install()
    assert notes.names == {"ストレージ"}
    notes.write("n.md", NETWORK)
    assert "deck-kept" not in notes.install()
    assert notes.names == {"ストレージ", "ストレージ::ネットワーク"}
    (notes.root / "s.md").unlink()
    notes.write("n.md", NETWORK + MORE)
    assert "deck-kept" not in notes.install()
    assert notes.decks["EBS とは？"] == "ストレージ::ネットワーク"


def test_a_card_that_moves_to_another_page_takes_no_page_along(notes: Notes) -> None:
    notes.write("s.md", STORAGE + MORE)
    notes.install()
    notes.write("s.md", STORAGE)
    notes.write("n.md", NETWORK + MORE)
    notes.write("t.md", SNOW)
    assert "deck-kept" not in notes.install()
    assert notes.decks["Snowball とは？"] == "AWS::転送"
    assert notes.decks["EBS とは？"] == "AWS::ストレージ", "an import moves no card"


def test_pages_of_one_title_share_a_deck_and_are_retitled_apart(notes: Notes) -> None:
    notes.write("n.md", NETWORK.replace("# ネットワーク", "# ストレージ"))
    notes.install()
    notes.change("n.md", "# ストレージ", "# 網")
    assert notes.install().count("deck-kept") == 1
    assert set(notes.decks.values()) == {"AWS::ストレージ"}


def test_what_was_never_a_deck_cannot_be_renamed(notes: Notes) -> None:
    assert "no ledger here; build the notes first" in notes.run("rename-deck", "AWS", "X", fails=True)
    notes.install()
    before = (notes.root / "ankibuild.lock").read_bytes()
    said = notes.run("rename-deck", "AW", "X", fails=True)
    assert "no deck “AW” here; name one of “AWS”, “AWS::ストレージ”, “AWS::ネットワーク”" in said
    assert "“ :: ” is no name of a deck" in notes.run("rename-deck", "AWS", " :: ", fails=True)
    assert (notes.root / "ankibuild.lock").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "deck", "page"),
    [
        ("題", "類", "類", "類::節::章"),
        ("題::節", "類", "題", "類::章"),
        ("題::節::章", "題", "題", "題"),
        ("題::節::章", "類::目", "題", "類::目"),
    ],
)
def test_all_below_a_deck_go_with_it(old: str, new: str, deck: str, page: str) -> None:
    before = Ledger("題", decks={"a.md": "題::節::章", "b.md": "題材::節"})
    after = renamed(before, old, new)
    assert (after.deck, after.decks) == (deck, {"a.md": page, "b.md": "題材::節"})
    assert ledgers.loads(ledgers.dumps(after)) == after
    assert renamed(after, new, old).decks["a.md"] == "題::節::章" or new == "題"
    assert knows(before, old)
    assert not knows(before, f"{old}材::節::章::項")


def test_an_adopted_export_says_where_the_cards_lie(notes: Notes) -> None:
    notes.install()
    notes.rename_in_anki("AWS", "資格::AWS")
    from anki.collection import ExportAnkiPackageOptions

    export = notes.root.with_name("export.apkg")
    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=True)
    notes.anki.col.export_anki_package(out_path=str(export), options=options, limit=None)
    (notes.root / "ankibuild.lock").unlink()
    notes.run("adopt", str(export))
    notes.write("s.md", STORAGE + MORE)
    notes.write("t.md", SNOW)
    assert "deck-kept" not in notes.install()
    assert notes.decks["EBS とは？"] == "資格::AWS::ストレージ"
    assert notes.decks["Snowball とは？"] == "資格::AWS::転送"
