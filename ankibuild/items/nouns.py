"""What options are called beside their letters: 選択肢 A, option b, A选项."""

from ankibuild.words import raw

NOUNS: tuple[str, ...] = tuple(raw()["nouns"]["option"])
NOUN = "|".join(NOUNS)
"""Matches such a word before the letter."""
NOUN_BEHIND = "|".join(noun for noun in NOUNS if not noun.isascii())
"""Matches such a word behind the letter; "A choice" is no option."""
AND = "|".join(rf"\b{word}\b" if word.isascii() else word for word in raw()["nouns"]["and"])
"""Matches what stands between two letters: A と B, A et B."""
