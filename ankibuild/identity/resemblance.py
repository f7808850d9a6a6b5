"""Judge whether a card of the notes is an earlier card that was edited.

Both are seen as three texts:

|          | key (what is asked)      | other (what is answered) | setting (shared with sister cards)   |
|----------|--------------------------|--------------------------|--------------------------------------|
| Q&A      | question                 | answer, explanation      | options                              |
| contrast | the incorrect option     | why it is incorrect      | prompt, correct option, why correct  |
| cloze    | text                     | explanation              |                                      |

The contrast pairs of one item share the prompt and the correct option, so these tell nothing about which
pair it is: its incorrect option does, even when the shared texts change in all pairs at once.

`plausible` is the rule book. Its thresholds were set by measurement (`tests/benchmarks/identity.py`) on
the safe side: a card that was edited beyond recognition starts anew, which costs its history; a history
at another question would teach Anki a lie.
"""

from functools import cached_property

from msgspec import Struct

from ankibuild.identity.candidate import Said
from ankibuild.identity.places import Nearness
from ankibuild.identity.similarity import (
    NEGATION,
    Relation,
    dice,
    fold,
    is_slip,
    kept,
    names,
    only_pictures,
    pairs,
    relation,
    terms,
    uncovered,
)
from ankibuild.identity.slips import is_mended

_TEXTS = {
    "qa": (("question",), ("answer", "explanation"), ("options",)),
    "contrast": (("incorrect",), ("why_incorrect",), ("prompt", "correct", "why_correct")),
    "cloze": (("text",), ("explanation",), ()),
}
_BONUS = (0.0, 0.05, 0.08, 0.12, 0.15)
_CLOZE_FLOOR = 0.75
TELLING = 12
"""Characters from which on an answer is hardly that of another question too."""
_LONG = 40
"""Characters from which on an answer is not that of another question of the page."""
_NEARLY, _SAME, _ALIKE, _MOSTLY, _SOMEWHAT, _PARTLY, _FAINTLY = 0.99, 0.9, 0.8, 0.6, 0.5, 0.4, 0.2


class Profile:
    """The three texts of a card, folded, with what is needed to compare them, made when first asked for."""

    def __init__(self, said: Said) -> None:
        key, other, setting = _TEXTS[said.kind]
        parts = said.parts
        self.kind = said.kind
        self._key = uncovered("\n".join(parts[name] for name in key if name in parts))
        self._other = "\n".join(parts[name] for name in other if name in parts)
        self.key = fold(self._key)
        self.other = fold(self._other)
        folded = {name: fold(parts[name]) for name in setting if name in parts}
        self.settings = {name: text for name, text in folded.items() if text}
        self.shown = frozenset(name for name in self.settings if only_pictures(parts[name]))

    @cached_property
    def key_pairs(self) -> frozenset[str]:
        """The pairs of characters of the key."""
        return pairs(self.key)

    @cached_property
    def other_pairs(self) -> frozenset[str]:
        """The pairs of characters of the other text."""
        return pairs(self.other)

    @cached_property
    def setting_pairs(self) -> dict[str, frozenset[str]]:
        """The pairs of characters of each part of the setting."""
        return {name: pairs(text) for name, text in self.settings.items()}

    @cached_property
    def key_terms(self) -> frozenset[str]:
        """The terms of the key."""
        return terms(self._key)

    @cached_property
    def other_terms(self) -> frozenset[str]:
        """The terms of the other text; a sentence that negates something may be added to any answer."""
        return terms(self._other) - {NEGATION}

    @cached_property
    def other_names(self) -> frozenset[str]:
        """The names in the other text."""
        return names(self._other)


class Likeness(Struct, frozen=True):
    """How alike two cards are: 0 to 1 for each text, None where one of the two has no such text."""

    key: float
    other: float | None
    setting: float | None
    near: Nearness

    @property
    def score(self) -> float:
        """One number to rank by; the place decides between equals."""
        weighed = ((self.key, 0.45), (self.other, 0.35), (self.setting, 0.2))
        known = [(value, weight) for value, weight in weighed if value is not None]
        return (
            sum(value * weight for value, weight in known) / sum(weight for _, weight in known)
            + _BONUS[self.near]
        )


def likeness(old: Profile, new: Profile, near: Nearness) -> Likeness:
    """Compare two cards of one kind; only texts that are equal when folded are alike by 1."""
    key = _alike(old.key, new.key, old.key_pairs, new.key_pairs)
    other = None
    if old.other and new.other:
        other = _alike(old.other, new.other, old.other_pairs, new.other_pairs)
    return Likeness(key, other, _setting(old, new), near)


def _setting(old: Profile, new: Profile) -> float | None:
    """Compare the settings part by part: a short correct option counts as much as a long prompt."""
    # Pictures tell nothing of words in whose place they came.
    common = [
        name for name in old.settings if name in new.settings and (name in old.shown) == (name in new.shown)
    ]
    if not common:
        return None
    return sum(
        _alike(old.settings[name], new.settings[name], old.setting_pairs[name], new.setting_pairs[name])
        for name in common
    ) / len(common)


def _alike(old: str, new: str, old_pairs: frozenset[str], new_pairs: frozenset[str]) -> float:
    # 99.9 and 99.99 are made of the same pairs.
    return 1.0 if old and old == new else min(_NEARLY, dice(old_pairs, new_pairs))


def plausible(old: Profile, new: Profile, like: Likeness) -> bool:
    """Say whether the new card can be the old one, edited."""
    if like.key == 1.0:
        return _same_key_plausible(old, new, like)
    if like.setting is not None and like.setting < _SOMEWHAT:
        return False
    asked = relation(old.key_terms, new.key_terms)
    if like.other is None:
        return _unanswered_plausible(old, new, like, asked)
    answered = relation(old.other_terms, new.other_terms)
    if like.other == 1.0 or (like.other >= _SAME and answered == "same"):
        return _same_answer_plausible(old, new, like, asked)
    return _both_edited_plausible(old, new, like, asked, answered)


def says_the_same(old: Profile, new: Profile, like: Likeness, *, named: bool = False) -> bool:
    """Say whether the answer, or the options, of two cards that ask the same agree.

    The farther away the card stands, the more of its answer must be there, unless the question is `named`: one
    that tells its subject is not asked of another.
    """
    if not old.other and not new.other and like.near >= Nearness.PAGE:
        return True
    if like.other == 1.0 or (like.setting or 0.0) >= _ALIKE:
        return True
    floor = _SOMEWHAT if named or like.near > Nearness.PAGE else _MOSTLY if like.near else _ALIKE
    return (like.other or 0.0) >= floor and relation(old.other_terms, new.other_terms) != "replaced"


def other_options(old: Profile, like: Likeness) -> bool:
    """Say whether two questions of the same words offer other options: 正しいものはどれ？ is asked of anything."""
    others = like.setting is not None and like.setting < _SOMEWHAT
    return others and old.kind != "contrast" and (like.other or 0.0) < _ALIKE


def _same_key_plausible(old: Profile, new: Profile, like: Likeness) -> bool:
    """Judge two cards that ask the same, where other cards may ask the same too."""
    if old.kind != "contrast":
        at_home = like.near == Nearness.SECTION and not other_options(old, like)
        return at_home or says_the_same(old, new, like)
    other, setting = like.other or 0.0, like.setting or 0.0
    if setting >= _SOMEWHAT:
        return setting >= _ALIKE or like.near >= Nearness.DESERTED or other >= _SOMEWHAT
    telling = len(old.other) >= TELLING and like.near >= Nearness.PAGE
    return other >= _SAME and (like.near >= Nearness.DESERTED or telling)


def _same_answer_plausible(old: Profile, new: Profile, like: Likeness, asked: Relation) -> bool:
    """Judge two cards with the same answer and another prompt."""
    if len(old.other) < TELLING:
        at_home = like.near >= Nearness.DESERTED and (like.setting or 0.0) >= _ALIKE
        mended = at_home and old.kind == "contrast" and is_mended(old.key, new.key)
        return mended or (asked != "replaced" and like.near >= Nearness.PAGE)
    # An answer that stands where it stood tells of its question; a reason is given for many options.
    long = old.kind == "qa" and len(old.other) >= _LONG
    home = Nearness.PAGE if long else Nearness.DESERTED if old.kind == "qa" else Nearness.NAMED
    at_home = like.near >= home and like.other == 1.0
    return at_home or like.key >= _PARTLY or asked != "replaced"


def _both_edited_plausible(
    old: Profile, new: Profile, like: Likeness, asked: Relation, answered: Relation
) -> bool:
    """Judge two cards with another prompt and another answer: no term may have given way to another."""
    key, other = like.key, like.other or 0.0
    if asked == "same" and like.near >= Nearness.PAGE:
        # Only the words around the subject of the question changed; so may some words of the answer, but no name.
        floor = _MOSTLY if relation(old.other_names, new.other_names) != "replaced" else _ALIKE
        if key >= floor and other >= floor - 0.1:
            return True
    if asked == "replaced" or answered == "replaced":
        return False
    if like.near >= Nearness.NAMED:
        share = kept(old.other_pairs, new.other_pairs)
        if len(old.other) >= TELLING and share >= _SAME:
            # The old answer stands there, with more or with less.
            return key >= (_FAINTLY if share >= _NEARLY else _PARTLY) or (
                asked == "same" and bool(old.key_terms)
            )
        return key >= _PARTLY and other >= _SOMEWHAT
    return key >= _MOSTLY and other >= _MOSTLY


def _unanswered_plausible(old: Profile, new: Profile, like: Likeness, asked: Relation) -> bool:
    """Judge two cards with another prompt of which one at least says no more than its prompt."""
    if like.near < Nearness.DESERTED or (like.setting is not None and like.setting < _ALIKE):
        return False
    if is_slip(old.key, new.key) or (old.kind != "qa" and is_mended(old.key, new.key)):
        return True
    bare = not old.other and not new.other
    if bare and old.kind == "cloze" and _says_nearly_the_same(old, new):
        return like.key >= _CLOZE_FLOOR
    return asked == "same" and like.key >= (_SOMEWHAT if bare else _ALIKE)


def _says_nearly_the_same(old: Profile, new: Profile) -> bool:
    """Compare the sentence of two clozes, question and answer in one: verbs may change, and one number."""
    then, now = _without_verbs(old.key_terms), _without_verbs(new.key_terms)
    lost, gained = then - now, now - then
    if len(lost) == len(gained) == 1 and all(term.isdigit() for term in lost | gained):
        return True
    return relation(then, now) == "same"


def _without_verbs(found: frozenset[str]) -> frozenset[str]:
    return frozenset(term for term in found if len(term) > 1 or term.isdigit() or term == NEGATION)


def surely(old: Profile, new: Profile, like: Likeness) -> bool:
    """Say whether the new card is the old one, removed long ago perhaps, with hardly a word changed."""
    if like.key == 1.0:
        return _same_key_plausible(old, new, like)
    asked, answered = relation(old.key_terms, new.key_terms), relation(old.other_terms, new.other_terms)
    unchanged = asked == "same" and answered != "replaced"
    return unchanged and like.key >= _ALIKE and (like.other or 0) >= _ALIKE and plausible(old, new, like)
