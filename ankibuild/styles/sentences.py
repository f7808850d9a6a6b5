"""Sentences that define: `X とは、Y`, `X は Y を指す`, `**X** は…仕組み`, "**X** is a …", `X = Y` in a summary."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import takewhile

from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Line, Part, Problem
from ankibuild.page.content import content_rows, holds_terms, is_link
from ankibuild.page.context import place_of
from ankibuild.page.flow import Row, chosen
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.page.questions import question_line
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import begins, holds, is_one, pattern
from ankibuild.styles.pair_signs import split_pair
from ankibuild.styles.set_apart import ARROW, is_title
from ankibuild.styles.terms import is_statement, is_term
from ankibuild.text import bold_prefix, cut, fold, strip_pair
from ankibuild.words import Words

STYLE = "sentences"
SHORTEST = 8
"""A shorter meaning, in characters, defines nothing."""
_SENTENCE = lazily(r"(?:(?:[「（(『][^」）)』]*[」）)』])|[^。])+。?")
_CONNECTIVE = lazily(r"(?:[>・]\s*)?(?:{connective}、\s*)?")
_TERM = r"(?P<term>[^。、!?]{2,40}?)"
_WHAT_IS = lazily(rf"{_TERM}\s*(?!{{fact_is}}){{is_defined}}(?P<comma>[、,]?)\s*(?P<meaning>[^?]+)")
_IS_MEANT = lazily(rf"{_TERM}\s*[{{topic_sign}}][、,]?\s*(?P<meaning>[^?]{{3,}}?{{means_so}})")
_IS_CALLED = lazily(
    r"(?P<meaning>[^?]{8,}?)[{object}]、?\s*[「『](?P<term>[^」』]{2,30})[」』]\s*{is_called}"
)
_IS = lazily(
    r"\s*(?:\((?P<other>[^()]*)\)\s*)?"
    r"(?:[{topic_sign}][、,]?\s*(?P<ja>.+)|{stands_for}\s+(?P<long>.+)|{be}\s+(?P<en>{of_a_kind}.+))"
)
_STANDS_FOR = lazily(r"(?P<term>[A-Z][A-Z0-9&/-]{1,9})\s+{stands_for}\s+(?P<meaning>.+)")
_INSIDE = lazily(r"[{han}{katakana}A-Za-z0-9」)][{case_signs}][{han}{katakana}A-Za-z]")
# 甲とは…、乙とは…: each half defines its own term.
_ANOTHER = lazily(r"[、,][^、,。]{2,20}{is_defined}(?!{differs})")

_AMONG = lazily("{among}")
_NOUN = lazily(r"[{verb_ends}{adjective_ends}]([{han}{katakana}]+){copula}?[。 !]*$")
_UNFINISHED = lazily(r"[、,{unfinished}]\s*$")
_OF_ANOTHER = lazily(r"[{topic_sign}]|{concerning}|^{pointing_word}")

Pair = tuple[Line, Line]
"""A term and its meaning."""


def sentences(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each sentence that says what a term is; in a summary also for `X = Y`."""
    sums_up = is_one("summary", section.title.text)
    if not holds_terms(section) and not sums_up:
        return
    told = content_rows(section.blocks, section.words)
    for at, (row, title) in enumerate(zip(told, _titles(section, told), strict=False)):
        if _may_define(row, section.words):
            more = _equal(row.line) if sums_up else _titled(title, row) if title else ()
            found = [*_defined(row.line), *more]
            pair = next(filter(partial(_is_asked, words=section.words), found), None)
            if pair:
                parts = {"question": part_of_lines([pair[0]]), "answer": _answer(section, pair, told[at:])}
                place = place_of(section, own=not sums_up and pair[0].number != section.title.number)
                yield place.card("qa", STYLE, parts)


def _titles(section: Section, told: Sequence[Row]) -> Iterator[Line | None]:
    """Yield the title right above each row, None of those without; an arrow points to what an item asks for."""
    closed = section.level <= 1 or any(ARROW.match(row.text) for row in told)
    yield from (None if closed else section.title, *(row.line if is_title(row) else None for row in told))


def _answer(section: Section, pair: Pair, told: Sequence[Row]) -> Part:
    """Return all that is told below a title; else a meaning, with the line on which its sentence goes on."""
    if pair[1] is told[0].line:
        return part(section.blocks, chosen([*takewhile(lambda row: not is_title(row), told)]))
    more = [row.line for row in told[1:2] if row.block is told[0].block and _UNFINISHED.search(pair[1].text)]
    return part_of_lines([pair[1], *more])


def _is_apart(title: Line, row: Row) -> bool:
    """Tell a row that is deeper, repeats the title, or parts a term of its own from its meaning."""
    return row.depth > row.bullet or title.text in row.text or "…" in row.text or bool(split_pair(row.line))


def _titled(above: Line, row: Row) -> Iterator[Pair]:
    """Yield a title with the row right below it, whose first sentence ends with the sort of things that it is."""
    title, said = question_line(above), _SENTENCE.match(fold(row.text))
    if said is None or _OF_ANOTHER.search(said[0]) or _is_apart(title, row) or is_one("aspect", title.text):
        return
    again = _NOUN.search(said[0])
    named = holds("of_sort", said[0]) or (again and again[1] in title.text)
    if named and not holds("not_about", above.text):
        yield title, row.line


def _may_define(row: Row, words: Words) -> bool:
    """Tell a line of text from headings, tasks, links, labels and options."""
    if not row.text or row.heading or row.whole or row.block.checked is not None:
        return False
    return not (is_link(row) or words.label(row.line) or lettered(row.text))


def _is_asked(pair: Pair, words: Words) -> bool:
    term, meaning = pair
    known = is_term(term.text, words) and not (is_statement(term.text) or split_pair(term))
    return known and not words.is_unanswered(meaning.text)


def _equal(line: Line) -> Iterator[Pair]:
    """Yield the term and meaning of a line of a summary that parts them by a sign."""
    found = split_pair(line)
    if found and len(found[1].text) >= SHORTEST and not begins("no_subject", found[0].text):
        yield found[0], found[1]


def _defined(line: Line) -> Iterator[Pair]:
    """Yield term and meaning of each sentence of a line that defines."""
    if found := _short_form(line) or _marked(line):
        yield found
        return
    folded = fold(line.text)
    for sentence in _SENTENCE.finditer(folded):
        lead = _CONNECTIVE.match(sentence[0])
        start = sentence.start() + (lead.end() if lead else 0)
        text = folded[start : sentence.end()].rstrip("。 !")
        match = _WHAT_IS.fullmatch(text) or _IS_MEANT.fullmatch(text) or _IS_CALLED.fullmatch(text)
        if match and _defines(match):
            term = cut(line, start + match.start("term"), start + match.end("term"))
            end = sentence.end() if match.end("meaning") == len(text) else start + match.end("meaning")
            yield _bare(term), cut(line, start + match.start("meaning"), end)


def _defines(match: re.Match[str]) -> bool:
    """Tell a definition from a sentence that only has the same particles."""
    term, meaning = match["term"].strip(), match["meaning"].strip()
    if is_one("no_subject", term.strip("「」『』*` ")) or _INSIDE.search(term) or len(meaning) < SHORTEST:
        return False
    if "comma" in match.re.groupindex:
        one = not _ANOTHER.search(meaning) and not _AMONG.search(term)
        return one and bool(match["comma"] or _says_what(meaning)) and not begins("no_definition", meaning)
    if match.start("meaning") < match.start("term"):
        return not begins("no_subject", meaning)
    return not holds("reasons", meaning)


def _says_what(meaning: str) -> bool:
    """Tell a meaning that ends by what sort of thing the term is."""
    return bool(_ends().search(meaning))


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern('kinds')}|{pattern('defines')})$")


def _short_form(line: Line) -> Pair | None:
    """Return an abbreviation and what it stands for."""
    found = _STANDS_FOR.match(line.text)
    if found is None or len(found["meaning"]) < SHORTEST:
        return None
    return cut(line, 0, found.end("term")), cut(line, found.start("meaning"))


def _marked(line: Line) -> Pair | None:
    """Return term and meaning where a bold, quoted or code term at the line's head is said to be a kind of thing."""
    folded = fold(line.text)
    end = bold_prefix(line) or _end_of_code(line)
    match = _IS.match(folded, end) if 1 < end < len(folded) else None
    if match is None or is_one("no_subject", folded[:end].strip("「」『』 ")):
        return None
    start, stop = _span_of_meaning(match)
    said = folded[start:stop].rstrip("。 .")
    if len(said) < SHORTEST or (match["ja"] and not _says_what(said)):
        return None
    term = cut(line, 0, match.end("other") + 1 if match["other"] else end)
    return _bare(term), cut(line, start, stop)


def _span_of_meaning(match: re.Match[str]) -> tuple[int, int]:
    """Return where the meaning stands: in Japanese the first sentence, else all."""
    if not match["ja"]:
        return match.start("en" if match["en"] else "long"), match.end()
    first = _SENTENCE.match(match.string, match.start("ja"))
    return match.start("ja"), first.end() if first else match.end()


def _end_of_code(line: Line) -> int:
    found = re.match(r"\s*<code\b[^>]*>([^<]+)</code>", line.html)
    return len(found[1]) if found and line.text.startswith(found[1]) else 0


def _bare(term: Line) -> Line:
    return cut(term, *strip_pair(term.text))
