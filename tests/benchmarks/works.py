"""Make notes of a given size, in ankibuild's plain Markdown and in each peer's syntax, with the same cards.

A work is a tuple of pages, each a tuple of `Pair`s; how a tool wants them written is its `Peer`'s business.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SEED = REPOSITORY / "seeds" / "cloudtech-study.md"
PER_PAGE = 50
_RULE = re.compile(r"(?m)^-{3,}$")
_NAME = re.compile(r"[ァ-ヶー]{4,}|[A-Za-z_]{3,}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its answer, as Markdown."""

    number: int
    question: str
    answer: str


Pages = Sequence[Sequence[Pair]]
Written = dict[str, str]
"""The text of each page, by its name."""
Writer = Callable[[Pages], Written]


def simple(cards: int, per_page: int = PER_PAGE) -> Pages:
    """Return questions with an answer of one sentence each."""
    pairs = [
        Pair(
            n,
            f"サービス{n}とは？",
            f"サービス{n}は、**用途{n % 97}**のための仕組みである。",
        )
        for n in range(cards)
    ]
    return [pairs[start : start + per_page] for start in range(0, cards, per_page)]


def headings(pages: Pages) -> Written:
    """Write each question as a heading: ankibuild's simplest notes."""
    return {
        f"page{number:05}.md": f"# 分野{number}\n"
        + "".join(f"## {pair.number}. {pair.question}\n\n{pair.answer}\n\n" for pair in page)
        for number, page in enumerate(pages)
    }


def edited(pages: Written, version: int) -> Written:
    """Return the last page with one answer changed, each time to another text: one that was read is known."""
    name = max(pages)
    return {name: pages[name].rstrip("\n") + f"第{version}版で直した。\n"}


def seed_style(copies: int) -> Written:
    """Return copies of the seed's page: each names things differently, so that no two cards are the same."""
    text = SEED.read_text("utf-8")
    return {f"page{n:05}.md": _renamed(text, n) for n in range(copies)}


def _renamed(text: str, number: int) -> str:
    code = "".join(chr(ord("ア") + 2 * int(digit)) for digit in str(number))
    return _NAME.sub(lambda found: found[0] + (code if found[0][0] > "z" else str(number)), text)


def sections(pages: Written) -> Pages:
    """Return the same text cut at its headings: each heading asks for what stands under it."""
    made: list[list[Pair]] = []
    for number, text in enumerate(pages.values()):
        parts = re.split(r"(?m)^#+ (.*)$", text)[1:]
        sections = zip(parts[::2], parts[1::2], strict=True)
        made.append([
            Pair(number * 1000 + n, title.strip() or "?", _RULE.sub("", body).strip() or "…")
            for n, (title, body) in enumerate(sections)
        ])  # fmt: skip
    return made


def exam(items: int, per_page: int = 25) -> Written:
    """Return pages of exam questions with four options, a key and a reason for each option."""
    written = {}
    for page, start in enumerate(range(0, items, per_page)):
        numbers = range(start, min(items, start + per_page))
        written[f"page{page:05}.md"] = f"# 模試{page}\n\n" + "".join(map(_item, numbers))
    return written


def _item(n: int) -> str:
    options = [f"方式{n}を{place}に置く" for place in ("東京", "大阪", "複数のゾーン", "手元")]
    letters = "ABCD"
    right = n % 4
    lines = [f"## 問{n}", "", f"会社{n}は費用を抑えて可用性{n}を上げたい。どうすべきですか？", ""]
    lines += [f"- {letter}. {option}" for letter, option in zip(letters, options, strict=True)]
    lines += ["", f"**正解：{letters[right]}**", "", "**解説**", ""]
    lines += [
        f"- {letter}：{'正しい' if place == right else '不正解'}。{n}分で切り替わる{'から' if place == right else 'わけではない'}。"
        for place, letter in enumerate(letters)
    ]
    return "\n".join([*lines, "", ""])


def write(folder: Path, written: Written) -> None:
    """Write pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (folder / name).write_text(text, "utf-8")


def size(written: Written) -> int:
    """Return how many bytes the pages have."""
    return sum(len(text.encode()) for text in written.values())
