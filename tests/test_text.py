"""Quick folding gives what asking for each character gives."""

import re
import unicodedata

from ankibuild import text
from ankibuild.identity.similarity import tidy

EVERY = [chr(code) for code in range(0x30000) if not 0xD800 <= code < 0xE000]


def test_each_character_is_folded_by_the_table() -> None:
    for sign in EVERY:
        said = f"a{sign}Ｂ"
        assert text.narrow(said) == said.translate(text._WIDTH), hex(ord(sign))
        assert text.fold(said) == said.translate(text._WIDTH_LOWER), hex(ord(sign))


def test_dashes_are_one_for_identity() -> None:
    dashes = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-") | {ord("〜"): "~"}
    for sign in EVERY:
        said = f"a{sign}Ｂ"
        assert tidy(said) == unicodedata.normalize("NFKC", said).translate(dashes).casefold(), hex(ord(sign))


def test_kana_hanzi_and_hangul_are_not_western() -> None:
    eastern = re.compile(r"[\u1100-\u11ff\u2e80-\uffef]")
    signs = [chr(code) for code in range(0x11000) if not 0xD800 <= code < 0xE000]
    assert [sign for sign in signs if text.is_western(f"é{sign}") == bool(eastern.search(sign))] == []
