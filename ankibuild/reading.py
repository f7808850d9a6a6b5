"""From the text of a page to its cards and their fields: dialect → outline → styles → fields, a page at a time."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from ankibuild.advice import with_advice
from ankibuild.config import Config
from ankibuild.contexts import plain_title, source_of
from ankibuild.front import own_key, own_settings
from ankibuild.items.answer_lists import answer_entries
from ankibuild.keyed import on_page, with_elsewhere
from ankibuild.learning import answerable
from ankibuild.learning.reversing import with_both_ways
from ankibuild.learning.showing import showing
from ankibuild.markdown.dialect import Dialect, TooDeepError
from ankibuild.markdown.front_matter import strings
from ankibuild.markdown.outline import Section, outline
from ankibuild.markdown.source import Source
from ankibuild.model import Card, Coverage, Page, Piece, Problem
from ankibuild.packaging.fields import own_fields
from ankibuild.page.content import is_hashtags
from ankibuild.page.coverage import cover
from ankibuild.page.flow import rows
from ankibuild.page.hints import hints
from ankibuild.page.named_media import with_named_media
from ankibuild.page.pieces import front_lines, without_fences
from ankibuild.patterns import spell_with
from ankibuild.remembering import ENOUGH, forget
from ankibuild.speech import _, later
from ankibuild.styles import recognised
from ankibuild.teaching.propose import alike
from ankibuild.topics.tags import with_own_tags
from ankibuild.topics.topics import Topics, topic_texts
from ankibuild.values import replace
from ankibuild.words import words


class Reader:
    """Reads pages by one config; the converter inside is made once."""

    def __init__(self, config: Config, learnt: Mapping[str, Collection[str]] | None = None) -> None:
        self.config = config
        self.learnt = learnt or {}
        self.words = words(config.words, config.signs, config.hands)
        self.topics = Topics.load(config.topic_aliases, config.topics_silenced)
        self.dialect = Dialect(ruby_brackets=config.ruby)
        self._remembered = 0

    def read(self, source: Source) -> Page:
        """Read one page; one that is nested too deeply has no cards, but a problem."""
        spell_with(self.words.added)
        self._remembered += len(source.text)
        if self._remembered > ENOUGH:
            forget()
            self._remembered = len(source.text)
        try:
            return self._read(source)
        except TooDeepError as error:
            line = error.line
        except RecursionError:
            line = source.first_line
        problem = Problem(
            source.path, line, "too-deep", _("nested too deeply: nothing of this page was read")
        )
        last = source.first_line + source.text.count("\n")
        whole = Piece(source.path, source.first_line, last, "", later("the whole page"))
        coverage = Coverage(source.path, 0, (), (whole,))
        return Page(source.path, _file_title(source), source.mtime, (), (), (), (problem,), coverage)

    def trees(self, source: Source) -> tuple[Section, Section, list[Problem]]:
        """Return the tree of a page, that with the page of its answers behind it, and what is wrong with its HTML."""
        section, problems = self._tree(source, source.text)
        if not source.elsewhere:
            return section, section, problems
        return section, self._tree(source, with_elsewhere(source))[0], problems

    def _tree(self, source: Source, text: str) -> tuple[Section, list[Problem]]:
        html = self.dialect.convert(text, source.first_line)
        section, problems = outline(html, source.path, source.first_line + text.count("\n"), self.words)
        return replace(section, key=own_key(source, self.words)), problems

    def _read(self, source: Source) -> Page:
        section, whole, problems = self.trees(source)
        own, mistakes = own_settings(source)
        off, on = (*self.config.styles.off, *own.styles_off), (*self.config.styles.on, *own.styles_on)
        learnt = self.learnt.get(source.path, ())
        cards, more, spare, stayed = recognised(whole, off, on, learnt)
        if source.elsewhere:
            cards = on_page(cards, section.last)
            more = [each for each in more if each.line <= section.last]
        elif source.answers:
            keys = {entry.line for entry in answer_entries(section)}
            cards = [card for card in cards if keys.isdisjoint(front_lines(card))]
        cards, unanswerable = answerable(cards)
        cards, blanks = showing(cards)
        if self.config.reverse:
            cards = with_both_ways(cards)
        if (own.contrast or self.config.contrast) == "choice":
            from ankibuild.items.choice import as_choice  # noqa: PLC0415 - the rarer form

            cards = as_choice(cards)
        title = _title(section, source)
        tagged = _with_tags(section, cards, (*self.config.tags, *strings(source.front.get("tags"))))
        coverage = with_advice(section, cover(section, cards))
        coverage = replace(coverage, alike=alike(section, cards) if coverage.uncarded else ())
        fields = tuple(
            own_fields(card, source=source_of(card), language=self.config.language) for card in tagged
        )
        topics = tuple(self.topics.look(topic_texts(tagged)))
        made = tuple(map(_without_blocks, with_named_media(section, with_own_tags(tagged, title))))
        asked = [card.prompt for card in made if card.kind == "qa"]
        wanted = spare.is_asked_for(learnt) or spare.is_asked_for(asked)
        could_stay = spare.could_stay if wanted else None
        told = (*problems, *mistakes, *more, *unanswerable, *blanks)
        known = {(problem.line, problem.slug) for problem in told}
        told += tuple(hint for hint in hints(source, section) if (hint.line, hint.slug) not in known)
        return Page(
            source.path, title, source.mtime, made, fields, topics, told, coverage, could_stay, stayed
        )


def _without_blocks(card: Card) -> Card:
    """Let go of the page's tree, which only styles need; an answer names the lines of its code, not the fences."""
    parts = dict(card.parts)
    if answer := parts.get("answer"):
        parts["answer"] = without_fences(answer)
    bare = {name: replace(part, blocks=()) if part.blocks else part for name, part in parts.items()}
    return replace(card, parts=bare)


def _title(page: Section, source: Source) -> str:
    """Return the page's title: its first h1, else the front matter's title, else the file's name.

    Decks and tags are named after it: without emoji and a closing ！.
    """
    first = next((s.title.text for s in page.sections if s.level == 1 and s.title.text), "")
    return plain_title(first or _file_title(source))


def _file_title(source: Source) -> str:
    title = source.front.get("title")
    return (title if isinstance(title, str) else "") or PurePosixPath(source.path).stem


# --- tags that the author wrote ---------------------------------------------------------------------


def _with_tags(page: Section, cards: Iterable[Card], everywhere: Sequence[str]) -> list[Card]:
    """Give each card the page's tags and those behind the headings and on the `#tag` lines around it."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for section in page.walk():
        lines = (row.text for row in rows(section.blocks) if is_hashtags(row.text))
        own = [tag.lstrip("#＃") for line in lines for tag in re.split(r"[\s,、]+", line) if tag]
        if tags := (*section.tags, *own):
            found[(*section.trail, section.title.text) if section.title.text else ()] = tags
    return [replace(card, tags=tuple(dict.fromkeys((*everywhere, *_around(card, found))))) for card in cards]


def _around(card: Card, found: Mapping[tuple[str, ...], tuple[str, ...]]) -> Iterable[str]:
    for length in range(len(card.headings) + 1):
        yield from found.get(card.headings[:length], ())
