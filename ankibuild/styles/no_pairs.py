"""What reads like terms with their meanings and is none: what a page says of itself, references, dialogues."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile

from ankibuild.markdown.outline import Section
from ankibuild.model import Line
from ankibuild.page.content import holds_only_links
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import is_one
from ankibuild.text import fold

_HOLE = lazily(r"（\s*）")
LONG = 12
"""So many characters within quotes are a sentence that somebody says."""
_KEY = lazily(r"\s*(?P<key>[^:]{2,20}?)\s*:(?!//)\s*\S")
_SPOKEN = lazily(rf"[「『“\"][^「」『』“”\"]{{{LONG},}}[。.!?！？][」』”\"]")


def of_subject(section: Section, rows: Sequence[Row]) -> list[Row]:
    """Leave out what a page says of itself below its title, 対象読者, レベル, 作成日, and of wrong options.

    One such word tells what the lines beside it are.
    """
    groups = [[], *_beside(rows)]
    told = ((a, b) for a, b in pairwise(groups) if not (section.level < 2 and _is_data(b)))  # noqa: PLR2004 - the title and what stands before it
    return [row for above, group in told if not _refutes(above, group, rows, section) for row in group]


def _refutes(above: Sequence[Row], group: Sequence[Row], rows: Sequence[Row], section: Section) -> bool:
    """Tell the list right below a label of wrong options, where a question is asked: it names options, no terms."""
    label = section.words.label(above[-1].line) if above and group[0].bullet else None
    wrong = label is not None and label.kind == "wrong" and not above[-1].text[label.rest :].strip()
    if not wrong or section.words.is_labelled("question", section.title):
        return wrong
    return any(asks(row.text) for row in takewhile(lambda row: row is not above[-1], rows))


def _beside(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for _, group in groupby(rows, key=lambda row: row.group):
        yield list(group)


def _is_data(group: Sequence[Row]) -> bool:
    keys = [found["key"] for row in group if (found := _KEY.match(fold(row.text)))]
    return len(keys) == len(group) and any(is_one("page_data", key) for key in keys)


def says_nothing(meaning: Line) -> bool:
    """Tell a link, the number of a question, a verdict and a sentence with a gap: they say of no thing what it is."""
    named = is_one("refers", meaning.text) or is_one("judges", meaning.text)
    return named or holds_only_links(meaning) or bool(_HOLE.search(meaning.text))


def are_spoken(meanings: Sequence[Line]) -> bool:
    """Tell what several people say: each of the lines is a sentence within quotes."""
    return len(meanings) > 1 and all(_SPOKEN.fullmatch(meaning.text.strip()) for meaning in meanings)
