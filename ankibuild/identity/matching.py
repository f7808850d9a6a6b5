"""Find out which card of the notes is which card of the ledger: the history hangs on it.

The order of evidence, surest first. What one step has settled, the next ones cannot take:
1. an explicit id in the notes;
2. the same text throughout, wherever it stands now (moved sections, renamed and split pages);
3. the same prompt, folded; where several ask the same, the answer and the place decide, and a heading that
   names what it is about does by itself;
4. a likeness of prompt and answer that fits an edit and is clearly ahead of all others (`resemblance`,
   `pairing`): the section counts more than the page, the page more than elsewhere;
5. the same with the removed cards: a card that comes back is revived.
Whoever is left is new. Doubt makes a card new too, with a problem that names both candidates: a lost
history is a pity, a history at another question is a lie.
"""

from base64 import b32encode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from msgspec import Struct

from ankibuild.identity.candidate import Candidate, as_known
from ankibuild.identity.evidence import Evidence, Search
from ankibuild.identity.ledger import Entry
from ankibuild.identity.pairing import Doubt
from ankibuild.identity.similarity import fold
from ankibuild.model import SEPARATOR, CardKind, Problem
from ankibuild.speech import _

_SHOWN = 40


class Match(Struct, frozen=True):
    """Which note a card is; `entry` is what the ledger knew of it, None for a new card.

    `explicit` is the author's id, "" for a card that repeats another's.
    """

    guid: str
    entry: Entry | None
    evidence: Evidence
    explicit: str = ""


class Matches(Struct, frozen=True):
    """A match for each card, in the order of the cards, and what the author should know."""

    matches: tuple[Match, ...]
    problems: tuple[Problem, ...]
    questions: tuple[tuple[str, str], ...] = ()
    """What each card asks: its kind and its folded prompt."""


def match(previous: Sequence[Entry], cards: Sequence[Candidate]) -> Matches:
    """Match the cards of the notes with those of the ledger; no entry is given to two cards."""
    search = Search(previous, as_known(cards, previous))
    repeated_ids = search.by_explicit_id()
    doubts: dict[int, Doubt] = {}
    for removed in (False, True):
        search.by_whole_text(removed=removed)
        known = -1
        # Each card that is recognised tells where its section went, which may settle another one.
        while known < len(search.found):
            known = len(search.found)
            search.by_prompt(removed=removed)
            if not removed:
                search.by_place()
            found_doubts = search.by_likeness(removed=removed)
        doubts |= found_doubts
    problems = [_repeated_id(cards[first], cards[again]) for first, again in repeated_ids]
    problems += [_ambiguous(search, new, doubt) for new, doubt in doubts.items() if new not in search.found]
    problems += _repeated_prompts(search)
    return Matches(_with_guids(search, cards), tuple(sorted(problems)), tuple(search.questions))


def new_guid(deck: str, page: str, kind: CardKind, prompt: str, number: int = 1) -> str:
    """Return the guid of a new card: a hash, so that two machines give the same card the same one.

    The page keeps two folders that share a deck's name and a question apart. `number` tells the cards
    of one prompt apart. Thirteen characters of base 32 are 65 bits.
    """
    seed = "\0".join((deck, page, kind, prompt, str(number)))
    return b32encode(sha256(seed.encode("utf-8", "surrogatepass")).digest()[:10]).decode().lower()[:13]


def _with_guids(search: Search, cards: Sequence[Candidate]) -> tuple[Match, ...]:
    taken = {entry.guid for entry in search.entries}
    # Where to go on numbering: the same question ten thousand times is not tried from one each time.
    numbers: Counter[tuple[str, str, CardKind, str]] = Counter()
    matches: list[Match] = []
    for new, card in enumerate(cards):
        explicit = search.explicit(new)
        if new in search.found:
            old, evidence = search.found[new]
            matches.append(Match(search.entries[old].guid, search.entries[old], evidence, explicit))
            continue
        seed = (card.deck, card.page, card.kind, card.prompt)
        guid = ""
        while not guid or guid in taken:
            numbers[seed] += 1
            guid = new_guid(*seed, numbers[seed])
        taken.add(guid)
        matches.append(Match(guid, None, "none", explicit))
    return tuple(matches)


def _repeated_prompts(search: Search) -> Iterator[Problem]:
    """Report each prompt that stands in the notes more than once, at its second place."""
    groups: dict[tuple[str, ...], list[Candidate]] = {}
    for card, question in zip(search.cards, search.questions, strict=True):
        # Two clozes of one text with other words left out are two prompts; all else was folded before.
        asked = (card.kind, fold(card.prompt) or card.prompt) if card.kind == "cloze" else question
        # 正しいのはどれ？ asks another thing of other options
        options = sorted(map(fold, said.split("\n"))) if (said := card.parts.get("options")) else ()
        groups.setdefault((*asked, *options), []).append(card)
    for alike in groups.values():
        for first, *again in _of_one_subject(alike) if len(alike) > 1 else ():
            if not again:
                continue
            more = _(" ({n} times in all)", n=len(again) + 1) if len(again) > 1 else ""
            message = _(
                "“{prompt}” is asked at {page}:{line} already{more}",
                prompt=_short(first.prompt),
                page=first.page,
                line=first.line,
                more=more,
            )
            yield Problem(again[0].page, again[0].line, "duplicate-question", message)


def _of_one_subject(alike: Sequence[Candidate]) -> list[list[Candidate]]:
    """Part cards with one prompt by what they ask it of: 料金 is another question with every subject."""
    from ankibuild.styles.card_words import is_one  # noqa: PLC0415 - the styles, for the few that repeat a prompt

    if not is_one("aspect", alike[0].prompt):
        return [list(alike)]
    subjects: dict[tuple[str, ...], list[Candidate]] = {}
    for card in alike:
        subjects.setdefault((card.context, *card.headings), []).append(card)
    return list(subjects.values())


def _repeated_id(first: Candidate, again: Candidate) -> Problem:
    message = _(
        "the id “{id}” belongs to the card at {page}:{line} already",
        id=again.explicit,
        page=first.page,
        line=first.line,
    )
    return Problem(again.page, again.line, "duplicate-id", message)


def _ambiguous(search: Search, new: int, doubt: Doubt) -> Problem:
    """Name both candidates, and the ids by which the author can decide."""
    card, old = search.cards[new], search.entries[doubt.old]
    message = _("may be the edited {card}", card=_named(old))
    if doubt.other is not None:
        message += _(" or the edited {card}", card=_named(search.entries[doubt.other]))
    if doubt.rival is not None:
        rival = search.cards[doubt.rival]
        message += _(
            ", but so may “{prompt}” at {page}:{line}",
            prompt=_short(rival.prompt),
            page=rival.page,
            line=rival.line,
        )
    message += _("; it becomes a new card unless you write <!-- id: {id} --> at it", id=old.guid)
    return Problem(card.page, card.line, "ambiguous-card", message)


def _named(entry: Entry) -> str:
    place = SEPARATOR.join((entry.page, *entry.headings[-1:]))
    return f"“{_short(entry.prompt)}” ({place}, id {entry.guid})"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
