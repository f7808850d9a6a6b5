"""The whole loop on real parts: build, import, sync, review on the phone, edit, build, import, sync."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ankibuild.cli import main
from ankibuild.identity import ledger
from tests.sync_tools import Device, device, sync_server

FIRST, SECOND, THIRD = 1_700_000_000, 1_700_100_000, 1_700_200_000

DATABASES = """# データベース

## RDS とは？

マネージドなリレーショナルデータベース。

## Aurora の特徴は？

ストレージが 6 重に複製される。

## DynamoDB のキーは何から成るか？

パーティションキーとソートキー。

## ElastiCache は何に使う？

読み取りの負荷を下げるキャッシュ。

## Redshift は何のためのサービスか？

大量データの分析。
"""
NETWORKS = """# ネットワーク

## 問1

社内から暗号化して VPC に接続したい。どれが適切か。

- A. VPN 接続
- B. インターネットゲートウェイ
- C. VPC ピアリング

**正解：A**

VPN は通信を暗号化する。

- B: 通信が暗号化されない。
- C: VPC どうしをつなぐものである。

## NAT ゲートウェイとは？

プライベートサブネットから外へ出るための装置。

## セキュリティグループとネットワーク ACL の違い

前者はステートフル、後者はステートレス。
"""


@dataclass
class Notes:
    """A folder of notes and the package that is built from it."""

    root: Path
    package: Path

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(text, "utf-8")

    def change(self, name: str, *changes: tuple[str, str]) -> None:
        text = (self.root / name).read_text("utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.write(name, text)

    def build(self, time: int, *options: str) -> str:
        command = ["build", str(self.root), "-o", str(self.package), *options]
        result = CliRunner().invoke(
            main, command, env={"SOURCE_DATE_EPOCH": str(time)}, catch_exceptions=False
        )
        assert result.exit_code == 0, result.output
        return result.output

    def guid(self, *words: str) -> str:
        """Return the guid of the one card whose text holds all the words."""
        entries = ledger.read(self.root / "ankibuild.lock").entries
        found = [e.guid for e in entries if all(any(w in t for t in e.parts.values()) for w in words)]
        assert len(found) == 1, (words, len(found))
        return found[0]


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    notes = Notes(tmp_path / "AWS", tmp_path / "aws.apkg")
    notes.write("db.md", DATABASES)
    notes.write("net.md", NETWORKS)
    return notes


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[tuple[Device, Device]]:
    (tmp_path / "server").mkdir()
    with (
        sync_server(tmp_path / "server") as server,
        device(tmp_path, "desktop", server) as desktop,
        device(tmp_path, "phone", server) as phone,
    ):
        yield desktop, phone


def history(phone: Device) -> dict[str, Any]:
    """What a learner would miss: scheduling and review log by guid."""
    rows = phone.anki.col.db.all(
        "SELECT n.guid, c.ord, c.id, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.data,"
        " (SELECT group_concat(r.id || '/' || r.ease || '/' || r.ivl) FROM revlog r WHERE r.cid = c.id)"
        " FROM cards c JOIN notes n ON n.id = c.nid"
    )
    return {f"{row[0]}/{row[1]}": row[2:] for row in rows}


def fields(phone: Device, guid: str) -> str:
    return re.sub(r"<wbr>|</?span[^>]*>", "", "\n".join(phone.anki.note(guid).fields)).replace("&nbsp;", " ")


def test_every_edit_reaches_the_phone_and_no_history_is_lost(
    notes: Notes, devices: tuple[Device, Device]
) -> None:
    desktop, phone = devices
    assert "10 new" in notes.build(FIRST)
    first = desktop.anki.import_package(notes.package)
    assert (first.new, first.conflicting) == (10, 0)
    desktop.sync()
    phone.sync()
    guids = phone.anki.guids()
    assert len(guids) == 10
    for n, guid in enumerate(guids):
        phone.anki.answer(guid, 3 if n % 3 else 4)
    phone.sync()
    desktop.sync()
    before = history(phone)
    assert all(row[-1] for row in before.values()), "every card was reviewed"
    desktop.full_syncs.clear()
    phone.full_syncs.clear()

    kept = {
        "answer": notes.guid("RDS とは"),
        "question": notes.guid("Aurora の特徴"),
        "both": notes.guid("DynamoDB のキー"),
        "moved": notes.guid("NAT ゲートウェイ"),
    }
    removed = notes.guid("ElastiCache")
    edit(notes)
    said = notes.build(SECOND)
    assert "1 new" in said
    assert "1 removed" in said
    second = desktop.anki.import_package(notes.package)
    assert second.new == 1
    assert second.conflicting == 0
    desktop.sync()
    phone.sync()

    assert desktop.full_syncs == phone.full_syncs == []
    assert "フルマネージドな" in fields(phone, kept["answer"])
    assert "Aurora の主な特徴は？" in fields(phone, kept["question"])
    assert "主キーは何から成るか" in fields(phone, kept["both"])
    assert "必須のパーティションキー" in fields(phone, kept["both"])
    assert "外へ出るための装置" in fields(phone, kept["moved"])
    now = history(phone)
    for key, row in before.items():
        assert now[key] == row, "scheduling and review log of every card are untouched"
    names = {model["name"] for model in phone.anki.col.models.all() if "ankibuild" in model["name"]}
    assert names == {"ankibuild Q&A", "ankibuild Contrast"}, "no second note type"
    assert phone.anki.empty_notes() == {removed: True}
    assert phone.anki.faults() == []

    dump = desktop.anki.dump()
    third = desktop.anki.import_package(notes.package)
    assert (third.new, third.updated) == (0, 0)
    assert desktop.anki.dump() == dump, "a second import changes nothing"


def edit(notes: Notes) -> None:
    """Do what a learner does to notes: answer, question, both, reorder, move, rename, delete, add."""
    notes.change(
        "db.md",
        ("マネージドなリレーショナル", "フルマネージドなリレーショナル"),
        ("Aurora の特徴は？", "Aurora の主な特徴は？"),
        ("DynamoDB のキーは何から成るか？", "DynamoDB の主キーは何から成るか？"),
        ("パーティションキーとソートキー。", "必須のパーティションキーと任意のソートキー。"),
        ("## ElastiCache は何に使う？\n\n読み取りの負荷を下げるキャッシュ。\n\n", ""),
    )
    network = (notes.root / "net.md").read_text("utf-8")
    at = network.index("## NAT")
    end = network.index("## セキュリティ")
    section = network[at:end]
    network = network.replace(section, "")
    for old, new in (
        (
            "- A. VPN 接続\n- B. インターネットゲートウェイ\n",
            "- A. インターネットゲートウェイ\n- B. VPN 接続\n",
        ),
        ("**正解：A**", "**正解：B**"),
        ("- B: 通信が", "- A: 通信が"),
    ):
        assert old in network
        network = network.replace(old, new)
    (notes.root / "net.md").unlink()
    notes.write("網/network.md", network)
    notes.write(
        "db.md", section + (notes.root / "db.md").read_text("utf-8").replace("# データベース\n\n", "", 1)
    )
    notes.change("db.md", ("## NAT", "# データベース\n\n## NAT"))
    with (notes.root / "db.md").open("a", encoding="utf-8") as file:
        file.write("\n## Neptune とは？\n\nグラフデータベース。\n")


def test_a_card_that_comes_back_has_its_history(notes: Notes, devices: tuple[Device, Device]) -> None:
    desktop, phone = devices
    notes.build(FIRST)
    desktop.anki.import_package(notes.package)
    guid = notes.guid("ElastiCache")
    desktop.anki.answer(guid)
    desktop.sync()
    phone.sync()
    before = history(phone)
    section = "## ElastiCache は何に使う？\n\n読み取りの負荷を下げるキャッシュ。\n\n"
    notes.change("db.md", (section, ""))
    assert "1 removed" in notes.build(SECOND)
    desktop.anki.import_package(notes.package)
    assert desktop.anki.empty_notes() == {guid: True}
    notes.change("db.md", ("## Redshift", section + "## Redshift"))
    assert "1 revived" in notes.build(THIRD)
    assert desktop.anki.import_package(notes.package).updated == 1
    desktop.sync()
    phone.sync()
    assert phone.anki.empty_notes() == {}
    assert "キャッシュ" in fields(phone, guid)
    assert history(phone) == before


def test_the_same_notes_and_ledger_give_the_same_bytes_elsewhere_and_later(
    notes: Notes, tmp_path: Path
) -> None:
    notes.build(FIRST)
    first = notes.package.read_bytes()
    other = Notes(tmp_path / "elsewhere" / "AWS", tmp_path / "other.apkg")
    shutil.copytree(notes.root, other.root)
    for file in other.root.iterdir():
        file.touch()
    assert "0 new · 0 changed · 0 removed · 10 unchanged" in other.build(THIRD)
    assert other.package.read_bytes() == first
    assert (other.root / "ankibuild.lock").read_bytes() == (notes.root / "ankibuild.lock").read_bytes()


def test_a_package_to_share_has_no_removed_cards(notes: Notes, devices: tuple[Device, Device]) -> None:
    desktop, _ = devices
    notes.build(FIRST)
    notes.change("db.md", ("## ElastiCache は何に使う？\n\n読み取りの負荷を下げるキャッシュ。\n\n", ""))
    notes.build(SECOND, "--share")
    assert desktop.anki.import_package(notes.package).new == 9
    assert desktop.anki.empty_notes() == {}
