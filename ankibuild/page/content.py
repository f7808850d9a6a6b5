"""What of a section is content: not rules, comments, navigation, reference lists; and why the rest is none."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from html import unescape

from ankibuild.markdown.classes import EMBED_CLASS
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Line, Part
from ankibuild.page.flow import Remembered, Row, chosen, rows
from ankibuild.page.pieces import part
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.remembering import remembered
from ankibuild.speech import later
from ankibuild.text import fold, plain
from ankibuild.words import Words

_NAVIGATION = lazily(r"[\s⬆↑↩🔝▲△←→⏫\[\]()<>»«^|-]*(?:↥ )?{navigation}[\s⬆↑↩🔝▲←→\[\]()<>»«^|-]*")
_LINK = lazily(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
_EMBED = lazily(rf'<span class="{EMBED_CLASS}">.*?</span>', re.DOTALL)
_FENCE = lazily(r":{3,}\s*[\w-]*\s*|\{\{[<%].*[>%]\}\}|\{%.*%\}")
_HASHTAGS = lazily(r"(?:[#＃][^\s#＃]+[\s,、]*)+")
_URL = lazily(r"[\s<(]*https?://\S+[\s>)]*")
_NAME = lazily(r".?|\W{0,2}[^\W\d](?:[\w ]{0,18}\w)?\s*[:：]")
"""What stands before an address that is all of a line: a bullet, 出典:, Fuente:."""

ITEM = "item"
"""The marker of the rule that stands where an item was taken out of a section: it has its own cards."""


def before_items(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks before the first item, if any has text: what follows an item is not told of the heading."""
    at = next(
        (i for i, block in enumerate(blocks) if block.kind == "rule" and block.marker == ITEM), len(blocks)
    )
    return blocks[:at] if any(block.kind not in ("rule", "comment") for block in blocks[:at]) else blocks


def holds_terms(section: Section) -> bool:
    """Tell a section whose text may hold terms: not まとめ, 参考, the reasons against options, or an answer's.

    The title of a page says nothing of the kind: a page called Notes is full of terms.
    """
    return _HOLDING.of(section)


def _holds_terms(section: Section) -> bool:
    title, words = section.title, section.words
    if section.level <= 1:
        return True
    label = words.label(title)
    return not words.answers_nothing(title.text) and not (label and label.kind == "ignore")


_HOLDING = Remembered(_holds_terms)


def content_rows(blocks: Iterable[Block], words: Words) -> list[Row]:
    """Return the rows of the blocks that can stand on a card."""
    return list(_contents(words).of(blocks) if isinstance(blocks, tuple) else _content(blocks, words))


@lru_cache(maxsize=8)
def _contents(words: Words) -> Remembered[tuple[Block, ...], tuple[Row, ...]]:
    return Remembered(partial(_content, words=words))


def _content(blocks: Iterable[Block], words: Words) -> tuple[Row, ...]:
    found = rows(blocks)
    reasons = no_content(found, words)
    return tuple(row for row, reason in zip(found, reasons, strict=True) if not reason)


def item_part(item: Block, picked: Iterable[Row | tuple[Row, Line]]) -> Part:
    """Make a part of what is picked from a list item, without the bullet itself."""
    own = Block("paragraph", item.first, item.last, "", item.lines)
    return part((own, *item.blocks), chosen(picked))


def no_content(found: Sequence[Row], words: Words) -> list[str]:
    """Say for each row why it is no content ("" when it is some)."""
    reasons: list[str] = []
    references = -1
    for row in found:
        reason = _why_none(row)
        label = words.label(row.line) if row.text and not reason else None
        if label and label.kind == "ignore":
            references = row.depth
            reason = later("reference")
        elif references >= 0 and not reason:
            below = row.depth > references and not asks(row.text)
            still = below or is_link(row) or (row.block.kind == "paragraph" and not row.head)
            reason = later("reference") if still and not row.heading and label is None else ""
            references = references if reason else -1
        if row.text and not reason and row.head and words.is_empty_phrase(row.text):
            reason = later("says nothing of the subject")
        reasons.append(reason)
    return reasons


def _why_none(row: Row) -> str:
    if row.block.kind in _NEVER:
        return _NEVER[row.block.kind]
    text, html = row.text, row.line.html
    if not text:
        return ""
    if not ("<a " in html or EMBED_CLASS in html or "http" in text or text[0] in _SPECIAL):
        return _NAVIGATES if _is_navigation(text) else ""
    return next((reason for reason, is_some in _NONE if is_some(row)), "")


def is_link(row: Row) -> bool:
    """Tell a line that is nothing but links, the name of what they are before them or not."""
    addressed = "http" in row.text and bool(_URL.search(row.text))
    if addressed and _NAME.fullmatch(_URL.sub("", row.text).strip()):
        return True
    return holds_only_links(row.line)


def without_last_links(answer: list[Row]) -> list[Row]:
    """Leave out the links that an answer ends in, unless it holds nothing else."""
    last = next((at for at in range(len(answer), 0, -1) if not is_link(answer[at - 1])), len(answer))
    return answer[:last]


def holds_only_links(line: Line) -> bool:
    """Tell a text of links and what parts them."""
    return "<a " in line.html and _is_all_links(line.html)


@remembered
def _is_all_links(html: str) -> bool:
    return not re.sub(r"[\s、,|/・:…-]", "", plain(_LINK.sub("", html)))


_OPENER = lazily(
    r"\W*(?:{opens_with}\b.{0,24}|{hidden_word}?(?:[{object}]|{main_topic})?\s*{to_open}|{hidden_word})\W*"
)


def is_opener(row: Row) -> bool:
    """Tell the summary of a fold that only says that the answer is inside: Show, 答えを見る."""
    return row.block.kind == "details" and bool(_OPENER.fullmatch(fold(row.text)))


def is_url(text: str) -> bool:
    """Tell a text that is only a URL."""
    return "http" in text and bool(_URL.fullmatch(text))


def is_embed(row: Row) -> bool:
    """Tell a line of nothing but the name of what is embedded there."""
    return EMBED_CLASS in row.line.html and not plain(_EMBED.sub("", row.line.html)).strip()


def is_hashtags(text: str) -> bool:
    """Tell a line of nothing but `#tag #tag`, which tags the cards around it."""
    return text[:1] in ("#", "＃") and bool(_HASHTAGS.fullmatch(text))


def is_fence(text: str) -> bool:
    """Tell the line that opens or closes a box of other Markdown dialects: `:::`, `{{< note >}}`, `{% raw %}`."""
    return text[:1] in (":", "{") and bool(_FENCE.fullmatch(text))


def is_page_link(row: Row) -> bool:
    """Tell an entry of a table of contents: nothing but a link within the page."""
    return is_link(row) and all(
        target.startswith("#") for target in re.findall(r'href="([^"]*)"', row.line.html) or ["x"]
    )


@remembered
def _is_navigation(text: str) -> bool:
    return bool(_NAVIGATION.fullmatch(fold(text)))


_SPECIAL = ":{#＃"
"""What a fence and hashtags begin with: of a line without these, links and names of what is embedded, the other tests
need no look."""
_NAVIGATES = later("navigation")
_NONE: tuple[tuple[str, Callable[[Row], object]], ...] = (
    (later("markup"), lambda row: is_fence(row.text)),
    (_NAVIGATES, lambda row: _is_navigation(row.text)),
    (later("link"), lambda row: is_url(row.text)),
    (later("embedded"), is_embed),
    (later("tags"), lambda row: is_hashtags(row.text)),
    (later("contents"), is_page_link),
)
"""Lines that are never content, the dearer test last."""
_NEVER: Mapping[str, str] = {"rule": later("rule"), "comment": later("comment")}
_CODE = lazily(r"(<code\b[^>]*>)(.*?)(</code>)", re.DOTALL)


def without_code(line: Line) -> str:
    """Return the line's text with the characters of code replaced, so that nothing in it is syntax."""
    if "<code" not in line.html:
        return line.text
    masked = _CODE.sub(lambda code: "\x01" * len(unescape(re.sub(r"<[^>]+>", "", code[2]))), line.html)
    text = plain(masked)
    return text if len(text) == len(line.text) else line.text
