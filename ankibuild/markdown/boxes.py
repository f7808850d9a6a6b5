"""Call-outs (`> [!NOTE]`) and task items (`- [ ]`): blocks whose text begins with a bracketed mark.

Lines `[ ] 甲` and `[x] 乙` one below the other, without bullets, are task items, too, as their author means them;
so are paragraphs, each with the code below it.
"""

import xml.etree.ElementTree as ET
from typing import Final

from markdown.treeprocessors import Treeprocessor

from ankibuild.markdown.classes import CALLOUTS
from ankibuild.patterns import lazily

ASKING: Final = frozenset(("question", "faq", "help"))
"""The call-outs whose title is a question; they say so by the further class `question`."""
_CLASS = {word: name for name, words in CALLOUTS.items() for word in words}
_CALLOUT = lazily(r"\[!(\w+)\][+-]?[ \t]*([^\n]*)(?:\n|$)")
_BLOCKS = frozenset(("p", "ul", "ol", "pre", "blockquote", "table", "hr"))
LEAST = 2
"""So many lines with boxes are a list."""
_TASK = lazily(r"\[([ xX])\](?:[ \t]+|$)")


class Boxes(Treeprocessor):
    """Turns the marks into attributes, before the inline rules see them."""

    def run(self, root: ET.Element) -> None:
        """Change the tree in place."""
        for quote in root.iter("blockquote"):
            if len(quote) and quote[0].tag == "p":
                _callout(quote, quote[0])
        for block in list(root.iter()):
            _list_boxes(block)
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


def _list_boxes(block: ET.Element) -> None:
    """Turn the boxes at the heads of a block's last lines into a list below what stands before them."""
    boxes = 0
    for place in range(len(block) - 1, -1, -1):
        boxes += block[place].tag == "p" and (block[place].text or "").startswith("[")
        if block[place].tag == "p" and (listed := _boxed(block[place])) is not None:
            block.insert(place + 1, listed)
            if not block[place].text:
                del block[place]
    if block.tag == "li" and (listed := _boxed(block)) is not None:
        block.insert(0, listed)
    if boxes >= LEAST:
        _list_paragraphs(block)


def _list_paragraphs(block: ET.Element) -> None:
    """Turn paragraphs with boxes that follow each other, each with the code below it, into a list."""
    found: list[list[ET.Element]] = []
    for child in [*block, ET.Element("end")]:
        if child.tag == "p" and _TASK.match(child.text or "") and child.get("data-lines"):
            found.append([child])
        elif child.tag == "pre" and found:
            found[-1].append(child)
        else:
            if len(found) >= LEAST:
                _wrap(block, found)
            found = []


def _wrap(block: ET.Element, found: list[list[ET.Element]]) -> None:
    """Put paragraphs, with the code behind each, into a list; behind the last one only if others have some."""
    if all(len(each) == 1 for each in found[:-1]):
        del found[-1][1:]
    listed = ET.Element("ul", {"data-lines": _span([child for each in found for child in each])})
    block.insert([*block].index(found[0][0]), listed)
    for each in found:
        item = ET.SubElement(listed, "li", {"data-lines": _span(each)})
        for child in each:
            block.remove(child)
            item.append(child)


def _span(found: list[ET.Element]) -> str:
    """Return the lines of elements that follow each other."""
    lines = [child.get("data-lines", "") for child in found]
    return f"{lines[0].partition('-')[0]}-{next(x for x in reversed(lines) if x).rpartition('-')[2]}"


def _boxed(block: ET.Element) -> ET.Element | None:
    """Take the lines with boxes, two at least, off the end of a text and return them as a list."""
    lines = (block.text or "").split("\n")
    at = next((i for i, line in enumerate(lines) if _TASK.match(line.lstrip())), len(lines))
    boxed = [line.strip() for line in lines[at:]]
    if (
        len(boxed) < LEAST
        or not all(map(_TASK.match, boxed))
        or not block.get("data-lines")
        or _goes_on(block)
    ):
        return None
    first = int(block.get("data-lines", "").partition("-")[0]) + at
    listed = ET.Element("ul", {"data-lines": f"{first}-{first + len(boxed) - 1}"})
    for number, line in enumerate(boxed, first):
        ET.SubElement(listed, "li", {"data-lines": f"{number}-{number}"}).text = line
    block.text = "\n".join(lines[:at])
    if block.tag == "p" and at:
        block.set("data-lines", f"{first - at}-{first - 1}")
    return listed


def _goes_on(block: ET.Element) -> bool:
    """Tell a text that goes on behind its first markup."""
    return any(child.tag not in _BLOCKS for child in block)


def _task(item: ET.Element) -> None:
    """Take the box off the item's text."""
    loose = not item.text and len(item) and item[0].tag == "p"
    holder = item[0] if loose else item
    if found := _TASK.match(holder.text or ""):
        item.set("data-checked", "false" if found[1] == " " else "true")
        holder.text = (holder.text or "")[found.end() :]
