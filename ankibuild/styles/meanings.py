"""`Term → meaning`, `Term ＝ meaning`, `Term : meaning` on one line (S23)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import SEPARATOR, Block, Card, Line, Problem
from ankibuild.page.content import content_rows, holds_terms, is_link, without_code
from ankibuild.page.context import place_of
from ankibuild.page.flow import Remembered, Row, chosen
from ankibuild.page.pieces import join_parts, part, part_of_lines
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.styles.no_pairs import are_spoken, says_nothing, without_page_data
from ankibuild.styles.terms import is_term, teaches
from ankibuild.text import bold_prefix, cut, fold, key_of, strip_pair

STYLE = "meanings"
_SIGN = lazily(
    r"\s*(?P<arrow>→|⇒|➡|->|=>)\s*|\s*(?<![=!<>+*/-])(?P<equals>=)(?![=>])\s*|\s*(?<!:)(?P<colon>:)(?!:|//)(?!(?<=\d:)\d\d)\s*"
    r"|\s+(?P<dash>-{1,2})\s+|\s*(?P<dots>…{2,}|(?<=\s)…(?=\s)|(?<=\s)\.{3}(?=\s))\s*"
)
_ANOTHER = lazily(r"→|⇒|➡|->|=>|＝|⇔|←")
# What the author says beside it: ARP … どこどこを調べる ←よく間違える.
_ASIDE = lazily(r"\s+←[^→←⇒]*$")
_COMMA = lazily(r"[、，;；]\s*|,\s+")
_TOKEN = lazily(r"[\x21-\x7e]+")
_LEAD = lazily(r"\s*[・･●■◆○▪►▶👉📌🔹🔸✔✅⭐★☆※✓]\ufe0f?\s*")
# What is said of an option, or to somebody: 「A がダメ」, @name.
_NO_TERM = lazily(r"(?:選択肢)?[a-hア-オ1-9①-⑨]\s*(?:(?:が|は)\s*\S|[❌×✕✗✖⭕○〇◯✅✓✔]\ufe0f?\s*$)|@")
# What is reckoned, not named: 「事後分布は Gamma(2 + 25, 1 + 10) = …」.
_RECKONING = lazily(r"[一-鿿ァ-ヶA-Za-z)]は\s*[A-Za-z][^\s()]*\(")
SHORTEST = 4
"""A shorter meaning, in characters, counts only in a longer row of pairs: HTTPS → 443."""
BOLD = -1
"""The group of lines, outside of lists, that begin with a bold term each."""
PLAIN = -2
"""The group of paragraphs of one line each: a section of nothing else is a list of terms."""
SERIES = 3
"""So many pairs side by side are a table of terms; a term that comes so often is a label."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A term and its meaning, and the sign between them."""

    row: Row
    term: Line
    meaning: Line
    sign: str
    bold: bool


def meanings(page: Section) -> Iterator[Card | Problem]:
    """Yield a card for each line of a page that gives a term its meaning; one alone needs a bold term.

    A term that stands so many times on it is no term but the label of a field: 用途, Use case.
    """
    if page.level:
        return
    read = [(section, _section_pairs(section)) for section in page.walk() if teaches(section)]
    places = Counter(key_of(pair.term.text) for _, pairs in read for pair in pairs)
    for section, pairs in read:
        around = dict(_bullets_around(section.blocks)) if pairs else {}
        kept = _patterns(section, pairs)
        if section.level == 1 and section.sections and len(kept) < SERIES and not any(x.bold for x in kept):
            continue  # what a page says of itself before it begins
        for pair in kept:
            above = around.get(id(pair.row.block), ())
            structure = pair.sign == "colon" and any(asks(text) for text in above)  # of an answer
            aside = section.words.is_aside(pair.term.text)
            if places[key_of(pair.term.text)] < SERIES and not structure and not aside:
                yield _card(section, pair, above)


def lone_meanings(section: Section) -> Iterator[Card]:
    """Yield a card for each pair of a section, whether or not others stand beside it."""
    pairs = _section_pairs(section) if holds_terms(section) else []
    around = dict(_bullets_around(section.blocks)) if pairs else {}
    for pair in pairs:
        yield _card(section, pair, around.get(id(pair.row.block), ()))


def are_pairs(items: Sequence[Block]) -> bool:
    """Tell a list of terms with their meanings: each entry is a card of its own."""
    return len(items) > 1 and all(
        item.lines and not item.blocks and split_pair(item.lines[0]) for item in items
    )


def _card(section: Section, pair: Pair, around: tuple[str, ...]) -> Card:
    answer = part_of_lines([pair.meaning])
    row = pair.row
    below = content_rows(row.block.blocks, section.words) if row.bullet else []
    if below:
        answer = join_parts([answer, part(row.block.blocks, chosen(below))])
    parts = {"question": part_of_lines([pair.term]), "answer": answer}
    return place_of(section, own=True).card("qa", STYLE, parts, context=SEPARATOR.join(around))


def _bullets_around(
    blocks: Sequence[Block], above: tuple[str, ...] = ()
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each list item's identity with the first lines of the bullets around it."""
    for block in blocks:
        inside = above
        if block.kind == "item":
            yield id(block), above
            inside = (*above, block.lines[0].text.rstrip("：: ")) if block.lines else above
        yield from _bullets_around(block.blocks, inside)


def _section_pairs(section: Section) -> Sequence[Pair]:
    return _PAIRS.of(section)


def _read_pairs(section: Section) -> Sequence[Pair]:
    rows = without_page_data(section, content_rows(section.blocks, section.words))
    return [pair for row in rows for pair in _pairs(row, section)]


def _patterns(section: Section, read: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of a section that are a pattern, not a chance colon in a sentence."""
    if section.level and asks(section.title.text):
        # The bullets of an answer are its structure; only an equation is a statement of its own.
        read = [pair for pair in read if pair.sign in ("arrow", "equals")]
    rows = content_rows(section.blocks, section.words) if read else []
    bullets = Counter(row.group for row in rows if row.bullet)
    lines = Counter(row.group for row in rows if not row.bullet)
    lines[PLAIN] = sum(1 for row in rows if not row.bullet)
    groups: dict[int, list[Pair]] = {}
    for pair in read:
        groups.setdefault(_group(pair), []).append(pair)
    return [
        pair
        for group, peers in groups.items()
        if _are_apart(peers)
        for pair in peers
        if _is_pattern(pair, len(peers), (bullets if pair.row.bullet else lines)[group])
    ]


def _are_apart(peers: Sequence[Pair]) -> bool:
    """Tell terms from the names in a dialogue, and from the fields of several records."""
    distinct = len({key_of(pair.term.text) for pair in peers}) == len(peers)
    return distinct and not are_spoken([pair.meaning for pair in peers])


def _group(pair: Pair) -> int:
    """Return what the pairs of one list or paragraph have in common, and those outside of lists."""
    row = pair.row
    if row.bullet:
        return row.group
    if pair.bold:
        return BOLD
    return PLAIN if len(row.block.lines) == 1 else row.group


def _is_pattern(pair: Pair, peers: int, lines: int) -> bool:
    """Tell a pair that so many others stand with, among so many lines, from a chance colon in a sentence."""
    if len(pair.meaning.text) < SHORTEST and peers < SERIES:
        return False
    if pair.row.bullet and (pair.bold or pair.row.block.blocks):
        return True
    if not pair.row.bullet and not pair.bold and peers < lines:
        return False  # prose with a colon in it
    return peers > 1 and 2 * peers >= lines


def _pairs(row: Row, section: Section) -> Sequence[Pair]:
    """Return the pairs of a row: several where each of its parts is one, MTBF = 平均故障間隔、MTTR = 平均修理時間."""
    only = _pair(row, section, row.line)
    if only is None or row.block.blocks or not _SIGN.search(fold(only.meaning.text)):
        return [only] if only else []
    cuts = [0, *(place for found in _COMMA.finditer(row.text) for place in found.span()), len(row.text)]
    parts = [cut(row.line, *ends) for ends in zip(cuts[::2], cuts[1::2], strict=True)]
    several = [pair for part in parts if (pair := _pair(row, section, part))]
    alike = len(several) == len(parts) and {pair.sign for pair in several} == {only.sign}
    return several if alike and not any(_SIGN.search(fold(pair.meaning.text)) for pair in several) else [only]


def _pair(row: Row, section: Section, line: Line) -> Pair | None:
    if (
        row.heading
        or row.whole
        or not row.text
        or row.block.kind not in ("item", "paragraph")
        or is_link(row)
    ):
        return None
    if (
        row.block.checked is not None
        or (row.block.kind == "item" and not row.head)
        or section.words.label(row.line)
    ):
        return None
    lead = lettered(line.text)
    pair = split_pair(line)
    if pair is None or (lead and not lead.loose):
        return None
    term, meaning, sign = pair
    if (
        _NO_TERM.match(fold(term.text))
        or _RECKONING.search(fold(term.text))
        or not is_term(term.text, section.words)
        or section.words.is_unanswered(meaning.text)
        or says_nothing(meaning)
        or _only_asks(meaning.text)
    ):
        return None
    bold = bold_prefix(line) > 0 and abs(bold_prefix(line) - len(term.text)) <= 1
    return Pair(row, term, meaning, sign, bold)


def _only_asks(text: str) -> bool:
    """Tell a question that the term only names the subject of: it is no meaning."""
    return text.endswith(("?", "？")) and asks(text)


_MOST_SIGNS = 20
"""Behind more signs no term begins its meaning."""


def split_pair(line: Line) -> tuple[Line, Line, str] | None:
    """Split a line at its one separator into term and meaning; also say which sort of sign parts them."""
    lead = _LEAD.match(line.text)
    start = lead.end() if lead else 0
    found = next(
        (
            sign
            for sign in islice(_SIGN.finditer(fold(without_code(line)), start + 1), _MOST_SIGNS)
            if _parts(line.text, sign)
        ),
        None,
    )
    if not found:
        return None
    term, meaning = cut(line, start, found.start()), cut(line, found.end())
    sign = found.lastgroup or ""
    if (
        not term.text
        or not meaning.text
        or _ANOTHER.search(_ASIDE.sub("", meaning.text) if sign != "arrow" else meaning.text)
        or _is_value(term.text, meaning.text, sign)
    ):
        return None
    return cut(term, *strip_pair(term.text)), meaning, sign


def _parts(text: str, found: re.Match[str]) -> bool:
    """Tell a sign that parts from one within a word, a time, a path or a piece of code: a:b, x=1."""
    if _depth(text[: found.start()]):
        return False
    sign = found.lastgroup or ""
    if sign not in ("colon", "equals") or text[found.start(sign)] in "：＝":
        return True
    before, after = text[: found.start(sign)][-1:], text[found.end(sign) :][:1]
    if sign == "equals" and before.isascii() and after.isascii():
        return before.isspace() and after.isspace()
    return after.isspace() or not (before.isascii() and after.isascii()) or before in "*)]`"


def _depth(text: str) -> bool:
    """Tell whether the text ends inside brackets or code."""
    folded = fold(text)
    return (
        any(folded.count(a) > folded.count(b) for a, b in ("()", "[]", "「」", "『』", "{}"))
        or folded.count("`") % 2 == 1
    )


def _is_value(term: str, meaning: str, sign: str) -> bool:
    """Tell a setting, a measure or a place on the network from a meaning: `port: 22`, `16:9`, a path."""
    if re.fullmatch(r"[\d\s〜～~,、-]+(?:問|章|節|ページ|回)?", meaning) and not term.isascii():
        return True
    if re.match(r"https?://|\d+[:/]\d+|[/~.]+[\w-]+/", meaning) or re.fullmatch(r"[\W_]+", meaning):
        return True
    token = bool(_TOKEN.fullmatch(meaning))
    return token and sign in ("colon", "equals") and not (term.isupper() and len(meaning) > 1)


_PAIRS = Remembered(_read_pairs)
