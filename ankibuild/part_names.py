"""What the parts of a card are called in messages."""

from ankibuild.speech import _


def part_name(part: str) -> str:
    """Return what a part of a card is called."""
    names = {
        "question": _("question"), "options": _("options"), "answer": _("answer"), "explanation": _("explanation"),
        "prompt": _("prompt"), "cue": _("cue"), "correct": _("correct"), "why_correct": _("why correct"),
        "incorrect": _("incorrect"), "why_incorrect": _("why incorrect"), "text": _("text"),
    }  # fmt: skip
    return names[part]
