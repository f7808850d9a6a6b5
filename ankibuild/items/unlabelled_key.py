"""Read the key that stands behind the options without a label: `**B**`, `✅ B. 乙`, 「B が正解」, "the answer is B".

No word says that such a line answers, so each shape here has to be one that prose does not have by chance.
"""

import re

from ankibuild.items.item import Item
from ankibuild.items.key import by_text, is_letters, read_key
from ankibuild.items.letters import key
from ankibuild.items.marks import bare_option
from ankibuild.items.nouns import NOUN, REFUTES
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import bold_prefix, cut, fold, narrow, tail_of, width
from ankibuild.words import Words

LONGEST_DENIAL = 8
"""So far, in characters, behind a letter stands what says that it is not the key."""
LONGEST_REMARK = 10
"""What stands before the key in its sentence, and is longer in full-width characters, is a reason."""


def unlabelled_key(row: Row, line: Line, item: Item, words: Words) -> bool:
    """Read `**B**`, `✅ B. 乙` or 「B が正解」 behind the options, and say whether the line is a key."""
    if not line.text or not (row.head or _POINTS.match(line.text)):
        return False
    if found := _IS_RIGHT.match(fold(line.text)):
        named = cut(line, 0, found.end("option"))
        told = line if line.text.startswith((",", "、"), found.end()) else cut(line, found.end())
        return _keys(row, named, item, words) and _rest(row, told, item)
    found = _ANSWERS.match(narrow(line.text))
    if found and is_letters(_IN_BRACKETS.sub("", narrow(line.text[found.end() :]))):
        return _keys(row, cut(line, found.end()), item, words)
    return _said(row, line, item, words) or _marked_key(row, line, item, words)


def stated_key(row: Row, line: Line, item: Item, words: Words) -> bool:
    """Read an answer in words that states the key at its end, 「速いので、イが正解」: all of it explains."""
    if _said(row, line, item, words):
        return True
    found = _STATED.search(fold(line.text))
    if not found or not _keys(row, cut(line, *found.span("option")), item, words):
        return False
    item.explanation.append((row, line))
    return True


def _said(row: Row, line: Line, item: Item, words: Words) -> bool:
    """Read letters behind words that say that they are the key, within a remark: "(the answer is B)"."""
    found = words.says_key.search(fold(line.text))
    rest = tail_of(line, found.end()) if found else line
    if found and by_text(rest, item):
        return _keys(row, rest, item, words)  # 正解は「甲」です
    named = key(rest.text, item.known, glued=False) if found else None
    if found is None or named is None or _is_denied(rest.text, named.rest):
        return False
    if not {*named.letters}.issubset(item.known) or not _keys(row, cut(rest, 0, named.rest), item, words):
        return False
    item.explanation += [(row, line)] * (width(line.text[: found.start()]) > LONGEST_REMARK)
    return True


def _is_denied(text: str, end: int) -> bool:
    """Tell letters that are not the key, up to a place in a text: 「A ではない」."""
    return text[:end][-1:].isspace() and bool(REFUTES.search(fold(text[end:][:LONGEST_DENIAL])))


def _marked_key(row: Row, line: Line, item: Item, words: Words) -> bool:
    """Read a key that only a mark, an arrow or bold type sets apart."""
    bare, verdict = bare_option(line, words)
    pointed = _POINTS.match(bare.text)
    bare = cut(bare, pointed.end()) if pointed else bare
    named = key(bare.text, item.known) if pointed else None
    if pointed and (item.like(bare.text) or (named and named.rest)):
        return _keys(row, bare, item, words)  # ⇒ ウ　どちらも待つ
    if not row.bullet and _leads_with_letter(bare, item):
        return _keys(row, bare, item, words)  # **B**。切れたら…
    return bool(verdict) and _keys(row, bare, item, words)


def _keys(row: Row, line: Line, item: Item, words: Words) -> bool:
    return bool(item.options) and read_key(row, line, item, words) and bool(item.right)


def _rest(row: Row, line: Line, item: Item) -> bool:
    if line.text and re.search(r"\w", line.text):
        item.explanation.append((row, line))
    return True


def _leads_with_letter(line: Line, item: Item) -> bool:
    """Tell what begins with the letter of the key set apart: `**B**。…`, `==B==，…`, `**Option B:** …`, `B。…`."""
    bold = bold_prefix(line) or _end_of_mark(line)
    if is_letters(line.text[:bold]) and re.match(r"[。.:：、，,]", line.text[bold:]):
        return True
    if _FULL_STOP.match(line.text) and line.text[0] in item.known:
        return True
    named = key(line.text[:bold], item.known, glued=False) if bold else None
    if named is None or not all(letter in item.known for letter in named.letters):
        return False
    return not line.text[named.rest : bold].strip(" :：.。")


def _end_of_mark(line: Line) -> int:
    """Return where a highlight, or code, at a line's head ends; 0 where none stands there."""
    found = _MARKED.match(line.html)
    return len(found["text"]) if found and line.text.startswith(found["text"]) else 0


_MARKED = lazily(r"<(?P<tag>mark|code)\b[^>]*>(?P<text>[^<]+)</(?P=tag)>")
_FULL_STOP = lazily("[A-H{kana}]。\\s*(?=[^A-H{kana}\\s])")
_POINTS = lazily(r"\s*(?:👉|➡|☞|⇒|→|=>|->|[=＝](?=\s))\ufe0f?\s*(?=\S)")
# A. b: an answer with its own label, where the options are a) b) c)
# A. 3（ソートは一時表領域でやる）
_IN_BRACKETS = lazily(r"\([^()]{4,}\)\s*[。.]?$")
_ANSWERS = lazily(r"[\s*_]*(?:A|(?i:{answer_short}))\s*[.:)]\s*(?=\S)")
_LETTER = "[a-h1-9{kana}{circled}]"
_OPTION = rf"(?P<option>(?:{NOUN})?\s*[「(]?(?:{_LETTER}(?:[\s,、・{{with}}&]+{_LETTER})*)[」)]?)\s*"
_RIGHT = "{is_right}"
_STATED = lazily(rf"(?<![a-z0-9{{katakana}}]){_OPTION}{_RIGHT}")
_IS_RIGHT = lazily(
    rf"[\s*_👉➡→]*{_OPTION}{_RIGHT}"
    r"(?:{copula}|{of_option}?{copula})?[。.!\s]*"
)
