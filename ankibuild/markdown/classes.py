"""Classes by which the HTML of a page says what something is: what makes them and what keeps them know them."""

from typing import Final

CALLOUTS: Final = {
    "note": ("note", "info", "abstract", "summary", "tldr", "todo", "example", "quote", "cite", "question"),
    "tip": ("tip", "hint", "success", "check", "done"),
    "important": ("important",),
    "warning": ("warning", "attention"),
    "caution": ("caution", "danger", "error", "bug", "failure", "fail", "missing"),
}
"""The call-outs that the templates know, and the words for each: GitHub's and Obsidian's."""
LINK_CLASS: Final = "wiki"
"""The class of what is shown of a link to another note, which leads nowhere from a card."""
EMBED_CLASS: Final = "embed"
"""The class of what is shown of a page, note or file that is embedded: a card has its name, or the link to it."""
