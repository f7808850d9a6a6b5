"""Option letters and the keys that name them: A., (b), ２，, ③, イ: what they are and where the text begins."""

import re
from collections.abc import Collection, Iterable

from msgspec import Struct

from ankibuild.items.nouns import AND, CLOSES, EASTERN_PREDICATES, NOUN, NOUN_BEHIND
from ankibuild.patterns import lazily
from ankibuild.remembering import remembered
from ankibuild.text import narrow
from ankibuild.word_classes import raw

KANA, IROHA = raw()["signs"]["alphabets"]
CIRCLED = {chr(0x2460 + n): str(n + 1) for n in range(20)} | {chr(0x2776 + n): str(n + 1) for n in range(10)}
CIRCLED |= {
    chr(start + n): chr(65 + n) for start in (0x24B6, 0x24D0, 0x1F150, 0x1F130, 0x1F170) for n in range(26)
}
_ROUND = "".join(CIRCLED)

_NAME = rf"(?:{NOUN})?\s*"
_LETTER = rf"(?:[A-Za-z]|\d{{1,2}}|[{KANA}{IROHA}]|[{_ROUND}])"
_MARKS = r"(?P<marks>(?:[✅⭕○〇◯◎△✓✔☑❌✖×✕✗✘☓❎🙆🙅🟢🔴▶→・●■□☐⬜◻※*_\s]|\ufe0f)*)"
# 1️⃣ is the digit with a keycap drawn around it.
_PARTED = r"(?:\s*[.:)、|｜]|\s*…+|\s?\u20e3|{nth}[.:)、]?(?=\s)|\s+-+(?=\s)|-(?=\s)|\s*[─―—]+(?=\s))"
_OPTION = lazily(
    rf"{_MARKS}(?i:{_NAME})"
    rf"(?:[(\[【<](?P<bracketed>{_LETTER})[)\]】>]\s*[.:、,]?"
    rf"|(?P<number>\d{{1,2}}){_PARTED}"
    rf"|(?P<letter>{_LETTER})(?!:\\)(?:\s?(?:{NOUN_BEHIND}))?(?:(?<!\d){_PARTED}|(?=\s|$)|(?=[「『(])))\s*"
)
_CIRCLED_OPTION = lazily(rf"{_MARKS}(?P<circled>[{_ROUND}])\s*[.:)、]?\s*")
# Options that are the letters of a list above in some order: 「b → a → c」.
_ORDER = lazily(rf"[・･]?\s*\(?{_LETTER}\)?(?:\s*(?:→|⇒|->|=>|>)\s*\(?{_LETTER}\)?){{2,}}[。.]?")


class Lettered(Struct, frozen=True):
    """A line that begins with an option's letter; `rest` is where its text begins.

    `loose` when only a blank parts the letter from the text: "A cat" may be a sentence.
    """

    letter: str
    rest: int
    loose: bool = False
    marks: str = ""


def canonical(letter: str) -> str:
    """Return one spelling for a letter: B for ｂ, ②→2, １→1."""
    letter = CIRCLED.get(letter, narrow(letter))
    return letter.upper() if letter.isascii() else letter


def follows(letter: str, before: str) -> bool:
    """Say whether a letter comes next in the same alphabet: B after A, 3 after 2, ロ after イ."""
    if letter.isdigit() and before.isdigit():
        return int(letter) == int(before) + 1
    if letter.isdigit() or before.isdigit():
        return False
    if letter.isascii() and before.isascii():
        return ord(letter) == ord(before) + 1
    return any(before + letter in alphabet for alphabet in (KANA, IROHA))


def is_first(letter: str) -> bool:
    """Say whether an alphabet begins with the letter; イ may be the second of its own."""
    return letter in ("A", "1", KANA[0], IROHA[0])


def ordinal(letter: str) -> int:
    """Return the place of a letter in its alphabet, from 1 (A = 1 = ア)."""
    if letter.isdigit():
        return int(letter)
    for alphabet in (KANA, IROHA):
        if letter in alphabet:
            return alphabet.index(letter) + 1
    return ord(letter.upper()) - 64


@remembered
def lettered(text: str) -> Lettered | None:
    """Read the option letter at the start of a text."""
    folded = narrow(text)
    if is_order(text):
        return None
    if found := _CIRCLED_OPTION.match(folded):
        return Lettered(canonical(found["circled"]), found.end(), marks=found["marks"].strip())
    found = _OPTION.match(folded)
    if not found or (found["number"] and _is_decimal(text, found.end())):
        return None
    letter = found["bracketed"] or found["number"] or found["letter"]
    head = folded[: found.end()].rstrip()
    loose = not found["bracketed"] and head.endswith(letter) and found.end() < len(folded)
    return Lettered(canonical(letter), found.end(), loose, found["marks"].strip())


def is_order(text: str) -> bool:
    """Tell a text that says no more than in which order letters come: 「b → a → c」."""
    return ("→" in text or ">" in text or "⇒" in text) and bool(_ORDER.fullmatch(narrow(text).strip()))


def firm_letters(texts: Iterable[str]) -> list[str]:
    """Return the letters that texts begin with, but for those that only a blank parts from the rest."""
    return [lead.letter for text in texts if (lead := lettered(text)) and not lead.loose]


def behind_letter(text: str) -> int:
    """Return where a text goes on behind a letter that a sign parts from it; 0 where it has none, or nothing else."""
    lead = lettered(text)
    return lead.rest if lead and not lead.loose and text[lead.rest :].strip() else 0


def all_lettered(*texts: str) -> bool:
    """Tell texts that all begin with a letter that a sign parts from the rest."""
    return len(firm_letters(texts)) == len(texts)


def _is_decimal(text: str, end: int) -> bool:
    """Tell 2.5 and 10:30 from "2. 5"; a full-width mark parts a letter from digits as well."""
    return text[end : end + 1].isdigit() and text[end - 1] in ".:|"


_AND = (
    rf"(?:\s*(?:,|、|・|&|\+|/|;|\.(?=\s*\d)|(?i:{AND}))\s*"
    r"|\s*\.\s*(?=[A-Ha-h]\W*$)"
    r"|(?:(?<![)\]】])\s+(?=[A-Z\d](?![a-zA-Z\d]))|\s+(?=[(\[【][A-Z\d][)\]】]))|\s*[✅✔☑⭕○]\ufe0f?\s*"
    rf"|\s*,\s*(?i:{AND})\s+|(?=[{_ROUND}])|(?<=\))(?=\([A-H]\)))"
)
_ONE = rf"[(\[【「]?(?i:{_NAME})({_LETTER})(?![A-Za-z])(?:\s*(?:{{nth}}|{NOUN_BEHIND}))?[)\]】」]?"
_FIRST, _NEXT = lazily(rf"[\s*_]*{_ONE}"), lazily(rf"{_AND}{_ONE}")
_GLUED = lazily(r"[\s*_(\[【]*(?P<glued>[A-H]{2,6}|[a-h]{2,6}|[1-9]{2,6})(?![A-Za-z\d])[)\]】]?")
_DECIMAL = lazily(r"\W*\d+\.\d")
_ENDS = (
    rf"$|{CLOSES}|[.。!:、,)）】\]・*]|{{is_right}}|{{copula}}|->|→|--?\s|[(（「『]"
    r"|(?:{topic}|{of})(?!{slack})|\s"
)
_AFTER, _AFTER_SEVERAL = lazily(rf"\s*(?:{_ENDS})"), lazily(rf"\s*(?:{_ENDS}|{EASTERN_PREDICATES})")
_TRAIL = lazily(
    rf"\s*(?:{{is_right}}{{copula}}?|{{copula}}|{CLOSES})?\s*(?:[.。:、,・*!]|->|→|--?(?=\s))*\s*"
)


class Key(Struct, frozen=True):
    """The letters that an answer names, and where the text behind them begins."""

    letters: tuple[str, ...]
    rest: int


def key(text: str, known: Collection[str], *, glued: bool = True) -> Key | None:
    """Read the letters at the start of an answer: B, `CE`, `A, C`, ２，４, 2.4, イ.

    `known` are the letters of the options; A may stand for 1 and the other way round (see `resolve`).
    Letters written together (CE, 2.4) count only with `glued` and when every one of them is known: in a sentence
    1.2 is a number.
    """
    return _key(text, tuple(known), glued)


@remembered
def _key(text: str, known: tuple[str, ...], glued: bool) -> Key | None:
    folded = narrow(text)
    if not glued and _DECIMAL.match(folded):
        return None
    if glued and (together := _together(folded, known)):
        return together
    found = _FIRST.match(folded)
    if not found:
        return None
    several, end = _letters_on(folded, canonical(found[1]), found.end())
    after = _AFTER if len(several) == 1 else _AFTER_SEVERAL
    if not after.match(folded, end) or (len(several) == 1 and _is_prose(folded, several[0])):
        return None
    return Key(tuple(dict.fromkeys(several)), _behind(folded, end))


_WORD_BEHIND = lazily(r"\s[^\W\d_]{2}")


def _letters_on(folded: str, first: str, end: int) -> tuple[list[str], int]:
    """Return a letter with those behind it, and where the last one ends."""
    letters = [first]
    while (more := _NEXT.match(folded, end)) and more[1].isdigit() == first.isdigit():
        if more[1].islower() and folded[:end].isupper() and _WORD_BEHIND.match(folded, more.end()):
            break  # an article: `D, a lamp`
        letters.append(canonical(more[1]))
        end = more.end()
    return letters, end


def _together(folded: str, known: Collection[str]) -> Key | None:
    """Read letters that are written together, each once and each of an option: CE."""
    found = _GLUED.match(folded)
    if not found or found["glued"] in known:
        return None
    letters = tuple(canonical(char) for char in found["glued"])
    fits = len(set(letters)) == len(letters) and all(resolve(letter, known) for letter in letters)
    return Key(letters, _behind(folded, found.end())) if fits else None


def _is_prose(folded: str, letter: str) -> bool:
    """Tell "A cat" and "I think" from "B text": a lower-case word follows an English article or pronoun."""
    return letter in ("A", "I") and bool(re.match(r"\W*[AaIi]\s+[a-z]", folded))


def _behind(folded: str, end: int) -> int:
    found = _TRAIL.match(folded, end)
    return found.end() if found else end


def resolve(letter: str, known: Collection[str]) -> str | None:
    """Return the option that a letter names: itself, or the one in the same place of its alphabet."""
    if letter in known:
        return letter
    if not known or letter.isdigit() == next(iter(known)).isdigit():
        return None
    place = ordinal(letter)
    return list(known)[place - 1] if 0 < place <= len(known) else None


def ordinal_among(letter: str, known: Collection[str], count: int) -> int:
    """Return which of so many options a letter or number stands for by its place, from 1; 0 where they have such ones.

    `known` are their own letters: B is the second of those with numbers, or with nothing.
    """
    if any(each.isdigit() == letter.isdigit() for each in known if each):
        return 0
    place = ordinal(letter)
    return place if 0 < place <= count else 0


_ONE_LETTER = lazily(r"(?<![A-Za-z])[A-H{kana}{circled}](?![A-Za-z{katakana}])")


def letters_in(text: str) -> list[str]:
    """Return all option letters that stand alone in a text."""
    return [canonical(found) for found in _ONE_LETTER.findall(narrow(text))]
