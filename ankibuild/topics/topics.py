"""Name the topics of cards: known terms, the author's own, and terms that recur in the notes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

from msgspec import Struct

from ankibuild.model import SEPARATOR, Card, OwnTerm, Rank, Topical
from ankibuild.topics import homonyms, marked_terms, vocabulary
from ankibuild.topics.choosing import MOST, tag_name, topic_tags
from ankibuild.topics.vocabulary import Vocabulary, fold

_PARTS = {
    "qa": (("question",), ("options",), ("answer",)),
    "contrast": (("prompt", "cue", "correct"), ("incorrect",), ()),
    "cloze": (("text",), (), ()),
}
"""What a card is about: explanations and reasons mention much that it does not ask."""
_WEIGHTS = (8, 4, 2, 1)


class TopicText(Struct, frozen=True):
    """What a card says, most telling first; plain text, each part "" where the card has none.

    `question` is the front with the right option of a pair, `options` the choices or the wrong option,
    `answer` the answer, `context` the card's context line and the headings around it. `whole` is all that the
    card and the headings around it say: it tells in which sense a word is meant.
    """

    question: str
    options: str = ""
    answer: str = ""
    context: str = ""
    marked: tuple[marked_terms.Marked, ...] = ()
    whole: str = ""

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """The four texts, most telling first."""
        return self.question, self.options, self.answer, self.context


class _Topic(Struct):
    """How telling a topic is in its card."""

    weight: int = 0
    """The sum of 8, 4, 2 and 1 for question, options, answer and context, wherever it stands."""
    place: int = 0
    """Where it stands first in the most telling text."""
    implied: bool = False
    """It stands nowhere itself: a narrower topic does."""


def topic_texts(cards: Sequence[Card]) -> list[TopicText]:
    """Gather what `Topics.tag` looks at in the cards of a build, in their order."""
    titles = _page_titles(cards)
    return [_topic_text(card, titles.get(card.path, "")) for card in cards]


def _page_titles(cards: Iterable[Card]) -> dict[str, str]:
    """Return by path the heading around all cards of a page that has several."""
    outermost: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        outermost[card.path].append(card.headings[0] if card.headings else "")
    return {path: found[0] for path, found in outermost.items() if len(found) > 1 and len(set(found)) == 1}


def _topic_text(card: Card, page_title: str) -> TopicText:
    question, options, answer = (_text(card, names) for names in _PARTS[card.kind])
    # what the page is about tells its cards apart no better than the tag that the page gives them
    around = [x for x in (*card.context.split(SEPARATOR), *reversed(card.headings)) if x not in page_title]
    marked = tuple(marked_terms.marked(card, frozenset(chain(*_PARTS[card.kind]))))
    whole = "\n".join((card.prompt, card.answer, card.context, *card.headings))
    return TopicText(question, options, answer, "\n".join(around), marked, whole)


def _stopwords() -> list[str]:
    lines = Path(__file__).with_name("stopwords.txt").read_text(encoding="utf-8").split("\n")
    return " ".join(line for line in lines if not line.startswith("#")).split()


def _text(card: Card, names: Iterable[str]) -> str:
    return "\n".join(card.parts[name].text for name in names if name in card.parts)


class Topics:
    """The topics of one build: the vocabulary with what the author added and silenced."""

    def __init__(
        self,
        known: Vocabulary,
        silenced: Iterable[str] = (),
        stopwords: Iterable[str] = (),
        plain: Iterable[str] = (),
    ) -> None:
        """Take the known terms, the topics that must not become tags, the words that name no topic.

        `plain` are topics whose author knows what they mean, homonyms or not.
        """
        self._known = known
        self._plain = frozenset(map(fold, plain))
        self._silenced = frozenset(fold(known.name(name) or name) for name in silenced)
        self._no_terms = frozenset(map(fold, stopwords)) | self._silenced

    @staticmethod
    def load(extra: Mapping[str, Sequence[str]], silenced: Sequence[str]) -> "Topics":
        """Build from the shipped vocabulary and the config: names with aliases, and names to silence.

        An added alias leaves the topic that it shipped with; where it is the name of that topic, the whole
        topic takes the new name. An alias silences the topic that it belongs to.
        """
        return _loaded(tuple((name, tuple(aliases)) for name, aliases in extra.items()), tuple(silenced))

    def tag(self, cards: Sequence[TopicText]) -> list[tuple[str, ...]]:
        """Return for each card of a build its topic tags, at most four, the most telling first."""
        return topic_tags(self.look(cards))

    def look(self, cards: Sequence[TopicText]) -> list[Topical]:
        """Return what each card is about, as far as it says so itself."""
        seen: dict[str, Mapping[str, int]] = {}
        return [Topical(tuple(self._known_best(card, seen)), tuple(self._own(card))) for card in cards]

    def _known_best(self, card: TopicText, seen: dict[str, Mapping[str, int]]) -> Iterator[tuple[Rank, str]]:
        """Yield the known topics that a card can carry at most."""
        topics, tags = self._topics(card, seen), set[str]()
        for rank in sorted(self._rank(name, topic) for name, topic in topics.items()):
            tag = tag_name(name := rank[-1])
            if tag and tag.lower() not in tags and fold(name) not in self._silenced and len(tags) < MOST:
                tags.add(tag.lower())
                yield rank, tag

    def _own(self, card: TopicText) -> Iterator[OwnTerm]:
        marks = [mark for mark in card.marked if not self._known.name(mark.term)]
        folded = [fold(text) for text in card.texts] if marks else []
        for key, mark in marked_terms.hulls(marks).items():
            if key not in self._no_terms:
                places = [text.find(key) for text in folded]
                weight = sum(w for w, place in zip(_WEIGHTS, places, strict=True) if place >= 0)
                place = next((p for p in places if p >= 0), 0)
                yield OwnTerm(key, mark.term, mark.path, mark.lines, weight, place)

    def _topics(self, card: TopicText, seen: dict[str, Mapping[str, int]]) -> dict[str, _Topic]:
        """Return the known topics of a card; `seen` spares texts that cards share a second look."""
        topics: dict[str, _Topic] = {}
        for weight, text in zip(_WEIGHTS, card.texts, strict=True):
            if text not in seen:
                seen[text] = self._known.find(text)
            for found, place in seen[text].items():
                if name := self._meant(found, card):
                    topics.setdefault(name, _Topic(place=place)).weight += weight
        for name, topic in list(topics.items()):
            for broader in self._known.above(name):
                above = topics.setdefault(broader, _Topic(implied=True))
                above.weight = max(above.weight, topic.weight)
        return topics

    def _meant(self, name: str, card: TopicText) -> str:
        """Return the name of what a word means in this card, "" where the card does not tell."""
        if not homonyms.is_homonym(name) or fold(name) in self._silenced | self._plain:
            return name
        return homonyms.meant(name, card.whole or "\n".join(card.texts))

    def _rank(self, name: str, topic: _Topic) -> Rank:
        """Return what to sort by: the place in the card first, then the narrower topic."""
        narrowness = len(self._known.above(name))
        return -topic.weight, topic.implied, False, -narrowness, topic.place, name


@lru_cache(maxsize=4)
def _loaded(extra: tuple[tuple[str, tuple[str, ...]], ...], silenced: tuple[str, ...]) -> Topics:
    """Make topics once: who follows every save asks for the same ones again, and they take longer than a page."""
    added = [vocabulary.entry(name, aliases) for name, aliases in extra]
    known = Vocabulary(vocabulary.shipped_with(added))
    return Topics(known, silenced, _stopwords(), (item.name for item in added))
