"""Read the key that stands behind the options without a label: `**B**`, `✅ B. 乙`, 「B が正解」, "the answer is B".

No word says that such a line answers, so each shape here has to be one that prose does not have by chance.
"""

import re

from ankibuild.items.item import Item
from ankibuild.items.key import is_letters, read_key
from ankibuild.items.letters import key
from ankibuild.items.marks import bare_option
from ankibuild.items.nouns import NOUN
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import bold_prefix, cut, fold, narrow
from ankibuild.words import Words


def unlabelled_key(row: Row, line: Line, item: Item, words: Words) -> bool:
    """Read `**B**`, `✅ B. 乙` or 「B が正解」 behind the options, and say whether the line is a key."""
    if not line.text or not (row.head or _POINTS.match(line.text)):
        return False
    if found := _IS_RIGHT.match(fold(line.text)):
        named = cut(line, 0, found.end("option"))
        return _keys(row, named, item, words) and _rest(row, cut(line, found.end()), item)
    found = _ANSWERS.match(narrow(line.text))
    if found and is_letters(_IN_BRACKETS.sub("", narrow(line.text[found.end() :]))):
        return _keys(row, cut(line, found.end()), item, words)
    if (found := _SAYS.search(fold(line.text))) and _keys(row, cut(line, *found.span("option")), item, words):
        return True
    return _marked_key(row, line, item, words)


def stated_key(row: Row, line: Line, item: Item, words: Words) -> bool:
    """Read an answer in words that states the key at its end, 「速いので、イが正解」: all of it explains."""
    found = _STATED.search(fold(line.text))
    if not found or not _keys(row, cut(line, *found.span("option")), item, words):
        return False
    item.explanation.append((row, line))
    return True


def _marked_key(row: Row, line: Line, item: Item, words: Words) -> bool:
    """Read a key that only a mark, an arrow or bold type sets apart."""
    bare, verdict = bare_option(line, words)
    pointed = _POINTS.match(bare.text)
    bare = cut(bare, pointed.end()) if pointed else bare
    if pointed and (named := key(bare.text, item.known)) and named.rest:
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
    """Tell what begins with the letter of the key in bold: `**B**。…`, `**Option B:** …`."""
    bold = bold_prefix(line)
    if is_letters(line.text[:bold]) and re.match(r"[。.:：、]", line.text[bold:]):
        return True
    named = key(line.text[:bold], item.known, glued=False) if bold else None
    if named is None or not all(letter in item.known for letter in named.letters):
        return False
    return not line.text[named.rest : bold].strip(" :：.。")


_POINTS = lazily(r"\s*(?:👉|➡|☞|⇒|→|=>|->)\ufe0f?\s*(?=\S)")
# A. b: an answer with its own label, where the options are a) b) c)
# A. 3（ソートは一時表領域でやる）
_IN_BRACKETS = lazily(r"\([^()]{4,}\)\s*[。.]?$")
_ANSWERS = lazily(r"[\s*_]*A(?:ns)?\s*[.:)]\s*(?=\S)")
# Within a remark: (forgot to tick, the answer is B)
_SAYS = lazily(
    r"(?:the\s+(?:correct\s+|right\s+)?answer\s+(?:is|was)\s*:?|(?:正解|正答|答え)\s*は、?)\s*[「(]?(?P<option>[a-h1-9ア-オ①-⑨])(?=[」)\s。.、,!]|です|だ|$)"
)
_OPTION = rf"(?P<option>(?:{NOUN})?\s*[「(]?(?:[a-h1-9ア-オ①-⑨](?:[\s,、・と&]+[a-h1-9ア-オ①-⑨])*)[」)]?)\s*"
_RIGHT = r"(?:が正解|が正しい|が答え|is (?:the )?(?:correct|right))"
_STATED = lazily(rf"(?<![a-z0-9ァ-ヶ]){_OPTION}{_RIGHT}")
_IS_RIGHT = lazily(
    rf"[\s*_👉➡→]*{_OPTION}{_RIGHT}"
    r"(?:answer|です|である|の選択肢です)?[。.!\s]*"
)
