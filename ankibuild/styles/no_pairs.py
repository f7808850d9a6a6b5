"""What reads like terms with their meanings and is none: what a page says of itself, references, dialogues."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ankibuild.markdown.outline import Section
from ankibuild.model import Line
from ankibuild.page.content import holds_only_links
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import is_one
from ankibuild.text import fold

LONG = 12
"""So many characters within quotes are a sentence that somebody says."""
_KEY = lazily(r"\s*(?P<key>[^:]{2,20}?)\s*:(?!//)\s*\S")
_SPOKEN = lazily(rf"[「『“\"][^「」『』“”\"]{{{LONG},}}[。.!?！？][」』”\"]")


def without_page_data(section: Section, rows: Sequence[Row]) -> list[Row]:
    """Leave out what a page says of itself below its title: 対象読者, レベル, 作成日.

    One such word tells what the lines beside it are.
    """
    if section.level > 1:
        return list(rows)
    data = {row.key for group in _beside(rows) if _is_data(group) for row in group}
    return [row for row in rows if row.key not in data]


def _beside(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for _, group in groupby(rows, key=lambda row: row.group):
        yield list(group)


def _is_data(group: Sequence[Row]) -> bool:
    keys = [found["key"] for row in group if (found := _KEY.match(fold(row.text)))]
    return len(keys) == len(group) and any(is_one("page_data", key) for key in keys)


def says_nothing(meaning: Line) -> bool:
    """Tell a link, the number of a question and a verdict, which say nothing of what a thing is."""
    return is_one("refers", meaning.text) or is_one("judges", meaning.text) or holds_only_links(meaning)


def are_spoken(meanings: Sequence[Line]) -> bool:
    """Tell what several people say: each of the lines is a sentence within quotes."""
    return len(meanings) > 1 and all(_SPOKEN.fullmatch(meaning.text.strip()) for meaning in meanings)
