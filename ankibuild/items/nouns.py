"""What options are called beside their letters: 選択肢 A, option b, A选项."""

from ankibuild.patterns import lazily
from ankibuild.text import is_western
from ankibuild.word_classes import raw, words_of

NOUNS: tuple[str, ...] = tuple(raw()["nouns"]["option"])
NOUN = "{nouns.option}"
"""Matches such a word before the letter."""
NOUN_BEHIND = "|".join(noun for noun in NOUNS if not noun.isascii())
"""Matches such a word behind the letter; "A choice" is no option."""
CLOSES = "{nouns.closes}"
"""Matches what closes a sentence behind the letter of an option: 입니다."""
JOINS = "{nouns.joins}"
"""Matches what stands between the letter of an option and the word that judges it: は, is."""
TOPICS = "{nouns.topics}"
"""Matches what parts the name of an option from what is said of it: 는."""
_PREDICATES: tuple[str, ...] = tuple(raw()["nouns"]["predicates"])
EASTERN_PREDICATES = "|".join(word for word in _PREDICATES if not is_western(word))
"""Matches those that stand behind a letter without a blank: 是, 错误."""
PREDICATES = "|".join(rf"(?:{word})\b" if is_western(word) else word for word in _PREDICATES)
"""Matches what a sentence goes on with behind the name of an option: is, lacks, é."""
OTHERS = lazily("{nouns.others}")
"""Matches the other options at the head of a folded sentence about them: 他の選択肢は."""
REFUTES = lazily("{nouns.refutes}")
"""Matches what speaks against something, in a folded sentence: not, only, のみ, 不要."""
ASKS_WRONG = lazily("{nouns.asks_wrong}")
"""Matches what a folded question has that asks for what is wrong, or is not so."""
SELECTS = lazily("{nouns.selects}")
"""Matches what a folded question has that has one choose among options."""
ALL_RIGHT = lazily(r"\W*{nouns.all_right}")
"""Matches the head of a folded option that calls the others right as well: all of the above."""
FILLS = lazily("{nouns.fills}")
"""Matches what a folded question has that asks for what stands in a gap."""
SLIPS = lazily("{nouns.slips}")
"""Matches what a folded remark has that tells of a slip."""
NUMBERS: dict[str, int] = {
    word: count for count, name in ((2, "two"), (3, "three")) for word in raw()["nouns"][name]
}
"""What says how many options a question asks for."""
YES, NO = "{nouns.yes}", "{nouns.no}"
"""Match the words that accept or reject an option behind a dash."""
AND = "|".join(rf"\b{word}\b" if word.isascii() else word for word in raw()["nouns"]["and"])
"""Matches what stands between two letters: A と B, A et B."""
ANSWER, WRONG = (words_of(name)[0] for name in ("answer_sign", "wrong_sign"))
"""What the reader writes where the notes have but a sign for an answer, or for what speaks against the others."""
