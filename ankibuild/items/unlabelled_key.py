"""Read the key that stands behind the options without a label: `**B**`, `✅ B. 乙`, 「B が正解」, "the answer is B".

No word says that such a line answers, so each shape here has to be one that prose does not have by chance.
"""

import re

from ankibuild.items.item import Item
from ankibuild.items.key import is_letters, read_key
from ankibuild.items.letters import canonical, key, lettered
from ankibuild.items.marks import bare_option
from ankibuild.items.nouns import NOUN
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import bold_prefix, cut, fold, key_of, narrow
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


def _marked_key(row: Row, line: Line, item: Item, words: Words) -> bool:
    """Read a key that only a mark, an arrow or bold type sets apart."""
    bare, verdict = bare_option(line, words)
    pointed = _POINTS.match(bare.text)
    bare = cut(bare, pointed.end()) if pointed else bare
    if pointed and (named := key(bare.text, item.known)) and named.rest:
        return _keys(row, bare, item, words)  # ⇒ ウ　どちらも待つ
    if not row.bullet and (letter := _leading_letter(bare)) and not _others_follow(row, letter, item):
        return _keys(row, bare, item, words)  # **B**。切れたら…
    apart = bool(verdict) or _is_code(bare) or ((pointed or _is_bold(bare)) and _names_one(bare, item))
    return apart and _keys(row, bare, item, words)


def _is_code(line: Line) -> bool:
    """Tell letters that are set as code."""
    return line.html.startswith("<code>") and line.html.endswith("</code>") and is_letters(line.text)


def _is_bold(line: Line) -> bool:
    return bold_prefix(line) >= len(line.text) > 0


def _names_one(line: Line, item: Item) -> bool:
    """Tell a line that is nothing but letters, or a letter with its option's text."""
    lead = lettered(line.text)
    option = item.named(lead.letter) if lead and not lead.loose else None
    spelled = (
        lead is not None and option is not None and key_of(line.text[lead.rest :]) == key_of(option.plain)
    )
    return spelled or is_letters(line.text)


def _others_follow(row: Row, letter: str, item: Item) -> bool:
    """Tell whether rows below begin with other letters in the same way: then each is about its own option."""
    behind = [each.line for each in item.rows if each.line.number > row.line.number and each.text]
    return any(
        (lead := lettered(other)) and item.named(lead.letter) and canonical(letter.strip()) != lead.letter
        for line in behind
        if (other := _leading_letter(line))
    )


def _keys(row: Row, line: Line, item: Item, words: Words) -> bool:
    return bool(item.options) and read_key(row, line, item, words) and bool(item.right)


def _rest(row: Row, line: Line, item: Item) -> bool:
    if line.text and re.search(r"\w", line.text):
        item.explanation.append((row, line))
    return True


_DOTTED = lazily(r"\s*(?P<letter>[A-Ha-hＡ-Ｈア-オ①-⑨])\s*。\s*(?=\S)")


def _leading_letter(line: Line) -> str:
    """Return the letter that a sentence about the key begins with: `**B**。…`, `c。…`; else ""."""
    bold = bold_prefix(line)
    letter = line.text[:bold]
    if letter and is_letters(letter) and re.match(r"[。.:：、]", line.text[bold:]):
        return letter
    found = _DOTTED.match(line.text) if not bold else None
    return found["letter"] if found else ""


_POINTS = lazily(r"\s*(?:👉|➡|☞|⇒|→|=>|->)\ufe0f?\s*(?=\S)")
# A. b: an answer with its own label, where the options are a) b) c)
# A. 3（ソートは一時表領域でやる）
_IN_BRACKETS = lazily(r"\([^()]{4,}\)\s*[。.]?$")
_ANSWERS = lazily(r"[\s*_]*A(?:ns)?\s*[.:)]\s*(?=\S)")
# Within a remark: (forgot to tick, the answer is B)
_SAYS = lazily(
    r"(?:the\s+(?:correct\s+|right\s+)?answer\s+(?:is|was)\s*:?|(?:正解|正答|答え)\s*は、?)\s*[「(]?(?P<option>[a-h1-9ア-オ①-⑨])(?=[」)\s。.、,!]|です|だ|$)"
)
_IS_RIGHT = lazily(
    rf"[\s*_👉➡→]*(?P<option>(?:{NOUN})?\s*[「(]?(?:[a-h1-9ア-オ①-⑨](?:[\s,、・と&]+[a-h1-9ア-オ①-⑨])*)[」)]?)\s*"
    r"(?:が正解|が正しい|が答え|is (?:the )?(?:correct|right))(?:answer|です|である|の選択肢です)?[。.!\s]*"
)
