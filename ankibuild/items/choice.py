"""Turn contrast pairs into cards with all options, for the config's `contrast = "choice"`."""

from collections.abc import Sequence

from ankibuild.markdown.cleaning import clean, is_blank
from ankibuild.model import Card, Part
from ankibuild.page.language import in_language_of
from ankibuild.page.pieces import join_parts, list_part
from ankibuild.text import key_of
from ankibuild.values import replace

Key = tuple[object, ...]
"""What pairs of one question have in common."""


def as_choice(cards: Sequence[Card]) -> list[Card]:
    """Return the cards with one Q&A in the place of each question's contrast pairs.

    A question that is a Q&A with its options already only loses its pairs. Its options are otherwise the right
    one and all wrong ones, the reasons of each its explanation.
    """
    asked = {_subject(card): card for card in cards if card.kind == "qa" and "options" in card.parts}
    pairs: dict[Key, list[Card]] = {}
    found: list[Card | Key] = []
    for card in cards:
        if card.kind != "contrast":
            found.append(card)
        elif not _covered(card, asked.get(_subject(card))):
            if _key(card) not in pairs:
                found.append(_key(card))
            pairs.setdefault(_key(card), []).append(card)
    return [each if isinstance(each, Card) else _choice(pairs[each]) for each in found]


def _subject(card: Card) -> Key:
    """Return what the card asks: its prompt's lines, which a Q&A and its pairs share."""
    prompt = card.parts.get("question" if card.kind == "qa" else "prompt")
    return (card.path, prompt.lines if prompt else (), card.headings)


def _key(card: Card) -> Key:
    return (*_subject(card), card.parts["correct"].lines, key_of(card.parts["correct"].text))


def _covered(pair: Card, question: Card | None) -> bool:
    """Tell whether the wrong option stands among the question's options."""
    if question is None:
        return False
    options = {key_of(line) for line in question.parts["options"].text.split("\n")} | {
        key_of(question.parts["options"].text)
    }
    return all(key_of(line) in options for line in pair.parts["incorrect"].text.split("\n"))


def _choice(pairs: Sequence[Card]) -> Card:
    first = pairs[0]
    correct = first.parts["correct"]
    wrong = {key_of(pair.parts["incorrect"].text): pair.parts["incorrect"] for pair in pairs}
    prompt = first.parts.get("prompt")
    shown = prompt if prompt and not is_blank(clean(prompt.html)) else None
    question = shown or _which(correct, first.parts.get("cue"))
    parts = {"question": question, "options": list_part([correct, *wrong.values()]), "answer": correct}
    if reasons := _reasons(pairs):
        parts["explanation"] = join_parts(reasons)
    claimed = tuple(dict.fromkeys(span for pair in pairs for span in pair.claimed))
    return replace(first, kind="qa", parts=parts, claimed=claimed)


def _which(correct: Part, cue: Part | None) -> Part:
    """Ask which option is right, in the language of the notes; its place is that of the right option.

    The cue of its pairs is shown before, but does not identify the card.
    """
    ask = in_language_of(correct.text, "正しいのはどれ？", "Which one is right?")
    return Part(correct.lines, ask, f"<p>{cue.html}</p><p>{ask}</p>" if cue else ask)


def _reasons(pairs: Sequence[Card]) -> list[Part]:
    """Return why the right option is right, then each wrong one with its reason."""
    why = [pairs[0].parts["why_correct"]] if "why_correct" in pairs[0].parts else []
    return why + [_refuted(pair) for pair in pairs if "why_incorrect" in pair.parts]


def _refuted(pair: Card) -> Part:
    option, why = pair.parts["incorrect"], pair.parts["why_incorrect"]
    html = why.html if why.html.startswith("<") else f"<p>{why.html}</p>"
    return Part((*option.lines, *why.lines), f"× {option.text}\n{why.text}", f"<p>× {option.html}</p>{html}")
