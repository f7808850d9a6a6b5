"""`Term → meaning`, `Term ＝ meaning`, `Term : meaning` on one line (S23)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct

from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import SEPARATOR, Block, Card, Line, Problem
from ankibuild.page.content import content_rows, holds_terms, is_link, item_part
from ankibuild.page.context import place_of
from ankibuild.page.flow import Remembered, Row
from ankibuild.page.pieces import part_of_lines
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.styles.no_pairs import are_spoken, of_subject, says_nothing
from ankibuild.styles.pair_signs import SIGN, split_pair
from ankibuild.styles.set_apart import is_nested
from ankibuild.styles.terms import is_balanced, is_term, teaches
from ankibuild.text import bold_prefix, cut, fold, key_of

STYLE = "meanings"
_COMMA = lazily(r"[、，;；]\s*|,\s+")
# What is said of an option, or to somebody: 「A がダメ」, @name.
_NO_TERM = lazily(
    r"{nouns.option}?[a-h{kana}1-9{circled}]\s*(?:{topic}\s*\S|[❌×✕✗✖⭕○〇◯✅✓✔]\ufe0f?\s*$)|@"
)
# What is reckoned, not named: 「事後分布は Gamma(2 + 25, 1 + 10) = …」.
_RECKONING = lazily(r"[{han}{katakana}A-Za-z)][{topic_sign}]\s*[A-Za-z][^\s()]*\(")
SHORTEST = 4
"""A shorter meaning, in characters, counts only in a longer row of pairs: HTTPS → 443."""
BOLD = -1
"""The group of lines, outside of lists, that begin with a bold term each."""
PLAIN = -2
"""The group of paragraphs of one line each: a section of nothing else is a list of terms."""
SERIES = 3
"""So many pairs side by side are a table of terms; a term that comes so often is a label."""


class Pair(Struct, frozen=True):
    """A term and its meaning, and the sign between them."""

    row: Row
    term: Line
    meaning: Line
    sign: str
    bold: bool

    @property
    def key(self) -> str:
        """What the term is known by."""
        return key_of(self.term.text)


def meanings(page: Section) -> Iterator[Card | Problem]:
    """Yield a card for each line of a page that gives a term its meaning; one alone needs a bold term.

    A term that stands so many times on it is no term but the label of a field: 用途, Use case.
    """
    if page.level:
        return
    read = [(section, _section_pairs(section)) for section in page.walk() if teaches(section)]
    places = Counter(pair.key for _, pairs in read for pair in pairs)
    for section, pairs in filter(_has_pairs, read):
        around = dict(_bullets_around(section.blocks))
        for pair in _patterns_below(section, pairs):
            above = around.get(id(pair.row.block), ())
            if places[pair.key] < SERIES and not _tells_of_answer(pair, above, section):
                yield _card(section, pair, above)


def _has_pairs(read: tuple[Section, Sequence[Pair]]) -> bool:
    return bool(read[1])


def _patterns_below(section: Section, read: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of a section that are a pattern, but for what a page says of itself before it begins."""
    kept = _patterns(section, read)
    begins = section.level == 1 and bool(section.sections)
    return [] if begins and len(kept) < SERIES and not any(pair.bold for pair in kept) else kept


def _tells_of_answer(pair: Pair, above: Sequence[str], section: Section) -> bool:
    """Tell the structure of an answer, and an aside, from a term."""
    structure = pair.sign == "colon" and any(asks(text) for text in above)
    return structure or section.words.is_aside(pair.term.text)


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
    row, answer = pair.row, part_of_lines([pair.meaning])
    if row.bullet and is_nested(row):
        below = [each for each in content_rows([row.block], section.words) if each.line is not row.line]
        answer = item_part(row.block, [(row, pair.meaning), *below])
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
    rows = of_subject(section, content_rows(section.blocks, section.words))
    return [pair for row in rows for pair in _pairs(row, section)]


def _patterns(section: Section, read: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of a section that are a pattern, not a chance colon in a sentence."""
    if section.level and asks(section.title.text):
        # The bullets of an answer are its structure; only an equation is a statement of its own.
        read = [pair for pair in read if pair.sign in ("arrow", "equals")]
    counts = _lines_by_group(content_rows(section.blocks, section.words) if read else [])
    groups: dict[int, list[Pair]] = {}
    for pair in read:
        groups.setdefault(_group(pair), []).append(pair)
    return list(chain.from_iterable(_patterns_among(peers, counts) for peers in groups.values()))


def _patterns_among(peers: Sequence[Pair], counts: Counter[tuple[bool, int]]) -> list[Pair]:
    """Return those of the pairs of one group that are a pattern."""
    if not _are_apart(peers):
        return []
    lines = counts[peers[0].row.bullet, _group(peers[0])]
    return [pair for pair in peers if _is_pattern(pair, len(peers), lines)]


def _lines_by_group(rows: Sequence[Row]) -> Counter[tuple[bool, int]]:
    """Count the rows of each list, and of each paragraph, with those outside of lists as one more group."""
    counts = Counter((row.bullet, row.group) for row in rows)
    counts[False, PLAIN] = sum(not row.bullet for row in rows)
    return counts


def _are_apart(peers: Sequence[Pair]) -> bool:
    """Tell terms from the names in a dialogue, and from the fields of several records."""
    distinct = len({pair.key for pair in peers}) == len(peers)
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
    if not _may_hold_pairs(row, section):
        return []
    only = _pair(row, section, row.line)
    if only is None or is_nested(row) or not _holds_sign(only):
        return [only] if only else []
    parts = _at_commas(row.line)
    several = [pair for part in parts if (pair := _pair(row, section, part)) and _is_like(pair, only)]
    return several if len(several) == len(parts) else [only]


def _is_like(pair: Pair, only: Pair) -> bool:
    return pair.sign == only.sign and not _holds_sign(pair)


def _at_commas(line: Line) -> list[Line]:
    """Part a line at its commas."""
    bounds = chain.from_iterable(found.span() for found in _COMMA.finditer(line.text))
    cuts = [0, *bounds, len(line.text)]
    return [cut(line, *ends) for ends in zip(cuts[::2], cuts[1::2], strict=True)]


def _holds_sign(pair: Pair) -> bool:
    """Tell a meaning that holds a sign as stands between terms and meanings."""
    return bool(SIGN.search(fold(pair.meaning.text)))


def _may_hold_pairs(row: Row, section: Section) -> bool:
    """Tell text, and the first line of a bullet, from titles, links, tasks and what has a label."""
    if row.heading or row.whole or not row.text or is_link(row):
        return False
    item = row.block.kind == "item"
    placed = (item and row.head) or row.block.kind == "paragraph"
    return placed and row.block.checked is None and section.words.label(row.line) is None


def _pair(row: Row, section: Section, line: Line) -> Pair | None:
    lead = lettered(line.text)
    pair = split_pair(line)
    if pair is None or (lead and not lead.loose):
        return None
    term, meaning, sign = pair
    announces = not row.block.blocks and meaning.text.endswith((":", "："))
    if announces or not _names(term, section) or _tells_nothing(meaning, section):
        return None
    bold = bold_prefix(line) > 0 and abs(bold_prefix(line) - len(term.text)) <= 1
    return Pair(row, term, meaning, sign, bold)


def _names(term: Line, section: Section) -> bool:
    folded = fold(term.text)
    spoken = _NO_TERM.match(folded) or _RECKONING.search(folded)
    return not spoken and is_term(term.text, section.words)


def _only_asks(text: str) -> bool:
    """Tell a question that the term only names the subject of, also before a remark or a further one: no meaning."""
    folded = fold(text)
    end = folded.find("?") + 1
    rest = folded[end:].strip()
    alone = not rest or rest.startswith("(") or asks(rest)
    return end > 0 and alone and is_balanced(folded[:end]) and asks(text[:end])


def _tells_nothing(meaning: Line, section: Section) -> bool:
    return section.words.is_unanswered(meaning.text) or says_nothing(meaning) or _only_asks(meaning.text)


_PAIRS = Remembered(_read_pairs)
