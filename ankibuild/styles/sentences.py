"""Sentences that define: `X とは、Y`, `X は Y を指す`, `**X** は…仕組み`, "**X** is a …", `X = Y` in a summary."""

import re
from collections.abc import Iterator

from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Line, Problem
from ankibuild.page.content import content_rows, holds_terms, is_link
from ankibuild.page.context import place_of
from ankibuild.page.flow import Row
from ankibuild.page.pieces import part_of_lines
from ankibuild.styles.card_words import begins, is_one, pattern
from ankibuild.styles.meanings import split_pair
from ankibuild.styles.terms import is_statement, is_term
from ankibuild.text import bold_prefix, cut, fold, strip_pair

STYLE = "sentences"
SHORTEST = 8
"""A shorter meaning, in characters, defines nothing."""
_SENTENCE = re.compile(r"(?:(?:[「（(『][^」）)』]*[」）)』])|[^。])+。?")
_CONNECTIVE = re.compile(r"(?:また|なお|ここで|ちなみに|そもそも|一方|つまり|まず)、\s*")
_TERM = r"(?P<term>[^。、!?]{2,40}?)"
_WHAT_IS = re.compile(rf"{_TERM}\s*とは(?P<comma>[、,]?)\s*(?P<meaning>[^?]+)")
_THING = r"の(?:こと|略称?)(?:です|である|だ|を指す|を指します)?"
_MEANS = r"を(?:指す|指します|意味する|意味します)"
_IS_MEANT = re.compile(rf"{_TERM}\s*は[、,]?\s*(?P<meaning>[^?]{{3,}}?(?:{_THING}|{_MEANS}))")
_CALL = r"と(?:いう|言う|呼ぶ|いいます|言います|呼びます)"
_IS_CALLED = re.compile(rf"(?P<meaning>[^?]{{8,}}?)を、?\s*[「『](?P<term>[^」』]{{2,30}})[」』]\s*{_CALL}")
_IS = re.compile(
    r"\s*(?:\((?P<other>[^()]*)\)\s*)?"
    r"(?:は[、,]?\s*(?P<ja>.+)|stands for\s+(?P<long>.+)"
    r"|(?:is|are)\s+(?P<en>(?:an?\s+|the\s+.+?\b(?:that|which|of)\b).+))"
)
_STANDS_FOR = re.compile(r"(?P<term>[A-Z][A-Z0-9&/-]{1,9})\s+(?:stands for|is short for)\s+(?P<meaning>.+)")
_INSIDE = re.compile(r"[一-鿿ァ-ヶーA-Za-z0-9」)](?:は|が|を|に|で|も|へ)[一-鿿ァ-ヶA-Za-z]")


def sentences(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each sentence that says what a term is; in a summary also for `X = Y`."""
    words = section.words
    sums_up = is_one("summary", section.title.text)
    if not holds_terms(section) and not sums_up:
        return
    for row in content_rows(section.blocks, words):
        if not row.text or row.heading or row.whole or row.block.checked is not None or is_link(row):
            continue
        if words.label(row.line) or lettered(row.text):
            continue
        for term, meaning in [*_defined(row), *(_equal(row) if sums_up else ())]:
            if (
                is_term(term.text, words)
                and not is_statement(term.text)
                and not words.is_unanswered(meaning.text)
            ):
                parts = {"question": part_of_lines([term]), "answer": part_of_lines([meaning])}
                yield place_of(section, own=not sums_up).card("qa", STYLE, parts)
                break


def _equal(row: Row) -> Iterator[tuple[Line, Line]]:
    """Yield the term and meaning of a line of a summary that parts them by a sign."""
    found = split_pair(row.line)
    if found and len(found[1].text) >= SHORTEST and not begins("no_subject", found[0].text):
        yield found[0], found[1]


def _defined(row: Row) -> Iterator[tuple[Line, Line]]:
    """Yield term and meaning of each sentence of a line that defines."""
    line = row.line
    if found := _marked(line):
        yield found
        return
    for sentence in _SENTENCE.finditer(fold(line.text)):
        lead = _CONNECTIVE.match(sentence[0])
        start = sentence.start() + (lead.end() if lead else 0)
        text = fold(line.text)[start : sentence.end()].rstrip("。 !")
        match = _WHAT_IS.fullmatch(text) or _IS_MEANT.fullmatch(text) or _IS_CALLED.fullmatch(text)
        if match is None or not _defines(match):
            continue
        term = cut(line, start + match.start("term"), start + match.end("term"))
        end = sentence.end() if match.end("meaning") == len(text) else start + match.end("meaning")
        yield _bare(term), cut(line, start + match.start("meaning"), end)


def _defines(match: re.Match[str]) -> bool:
    """Tell a definition from a sentence that only has the same particles."""
    term, meaning = match["term"].strip(), match["meaning"].strip()
    if is_one("no_subject", term.strip("「」『』*` ")) or _INSIDE.search(term) or len(meaning) < SHORTEST:
        return False
    if match.re is _WHAT_IS:
        said = (
            bool(match["comma"])
            or re.search(rf"(?:{pattern('defines')}|{pattern('kinds')})$", meaning) is not None
        )
        return said and not begins("no_definition", meaning)
    return not begins("no_subject", meaning) if match.re is _IS_CALLED else True


def _marked(line: Line) -> tuple[Line, Line] | None:
    """Return term and meaning where a bold, quoted or code term at the line's head is said to be a kind of thing."""
    folded = fold(line.text)
    short = _STANDS_FOR.match(line.text)
    if short and len(short["meaning"]) >= SHORTEST:
        return cut(line, 0, short.end("term")), cut(line, short.start("meaning"))
    end = bold_prefix(line) or _end_of_code(line)
    match = _IS.match(folded, end) if 1 < end < len(folded) else None
    if match is None:
        return None
    name = next(name for name in ("ja", "en", "long") if match[name])
    first = (_SENTENCE.match(folded, match.start("ja")) if name == "ja" else None) or match
    stop = first.end() if name == "ja" else match.end()
    said = folded[match.start(name) : stop].rstrip("。 .")
    if len(said) < SHORTEST or (
        name == "ja" and not re.search(rf"(?:{pattern('kinds')}|{pattern('defines')})$", said)
    ):
        return None
    if is_one("no_subject", folded[:end].strip("「」『』 ")):
        return None
    return _bare(cut(line, 0, match.end("other") + 1 if match["other"] else end)), cut(
        line, match.start(name), stop
    )


def _end_of_code(line: Line) -> int:
    found = re.match(r"\s*<code\b[^>]*>([^<]+)</code>", line.html)
    return len(found[1]) if found and line.text.startswith(found[1]) else 0


def _bare(term: Line) -> Line:
    return cut(term, *strip_pair(term.text))
