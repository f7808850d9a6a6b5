"""Call-outs (`> [!NOTE]`) and task items (`- [ ]`): blocks whose text begins with a bracketed mark."""

import xml.etree.ElementTree as ET
from typing import Final

from markdown.treeprocessors import Treeprocessor

from ankibuild.markdown.classes import CALLOUTS
from ankibuild.patterns import lazily

ASKING: Final = frozenset(("question", "faq", "help"))
"""The call-outs whose title is a question; they say so by the further class `question`."""
_CLASS = {word: name for name, words in CALLOUTS.items() for word in words}
_CALLOUT = lazily(r"\[!(\w+)\][+-]?[ \t]*([^\n]*)(?:\n|$)")
_TASK = lazily(r"\[([ xX])\](?:[ \t]+|$)")


class Boxes(Treeprocessor):
    """Turns the marks into attributes, before the inline rules see them."""

    def run(self, root: ET.Element) -> None:
        """Change the tree in place."""
        for quote in root.iter("blockquote"):
            if len(quote) and quote[0].tag == "p":
                _callout(quote, quote[0])
        for item in root.iter("li"):
            _task(item)


def _callout(quote: ET.Element, paragraph: ET.Element) -> None:
    """Set the class, make the title a paragraph of its own, and keep the lines right."""
    found = _CALLOUT.match(paragraph.text or "")
    if not found:
        return
    word = found[1].lower()
    quote.set("class", f"callout {_CLASS.get(word, 'note')}" + (" question" if word in ASKING else ""))
    first, _, last = paragraph.get("data-lines", "").partition("-")
    quote.remove(paragraph)
    if rest := (paragraph.text or "")[found.end() :]:
        paragraph.text = rest
        paragraph.set("data-lines", f"{int(first) + 1}-{last}")
        quote.insert(0, paragraph)
    if found[2]:
        title = ET.Element("p", {"data-lines": f"{first}-{first}"})
        ET.SubElement(title, "strong").text = found[2].strip()
        quote.insert(0, title)


def _task(item: ET.Element) -> None:
    """Take the box off the item's text."""
    loose = not item.text and len(item) and item[0].tag == "p"
    holder = item[0] if loose else item
    if found := _TASK.match(holder.text or ""):
        item.set("data-checked", "false" if found[1] == " " else "true")
        holder.text = (holder.text or "")[found.end() :]
