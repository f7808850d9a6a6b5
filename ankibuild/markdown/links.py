"""Links and pictures as note apps write them: `[[page|text]]`, `![[picture|width]]`, `![](a.png =250x)`."""

import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.inlinepatterns import IMAGE_LINK_RE, InlineProcessor
from markdown.util import AtomicString

from ankibuild.markdown.bounded import Image
from ankibuild.markdown.classes import EMBED_CLASS, LINK_CLASS
from ankibuild.patterns import lazily

_EMBED = r"!\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]"
# In `a[[i]]` and `[[ -f x ]]` the brackets are code, in `[[text]](url)` they are the text of a link.
_LINK = r"(?<![!A-Za-z0-9_\]])\[\[(?![\s:])([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\](?!\()"
# Anki's own way to name a sound; where its file is not in the notes it is shown as it is typed.
_TYPED_SOUND = (
    r"\[sound:([^\[\]<>\n:]+\."
    r"(?:mp3|m4a|m4b|ogg|oga|opus|wav|flac|aac|aiff?|spx|mp4|m4v|webm|mov|mkv|ogv|avi|mpe?g|3gp))\]"
)
_NUMBERS = lazily(r"[\d\s.,;:-]*")
_PICTURE = lazily(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)$", re.IGNORECASE)
_SOUND = lazily(r"\.(?:mp3|m4a|ogg|oga|opus|wav|flac|aac)$", re.IGNORECASE)
_FILM = lazily(r"\.(?:mp4|m4v|webm|mov|mkv|ogv|avi|mpe?g|3gp)$", re.IGNORECASE)
_NAMED = lazily(r"[^\W\d_]")
_SIZE = lazily(r"(\d+)(?:x(\d+))?")
_SIZE_BEHIND = lazily(r"\s+=(?P<width>\d+)?x(?P<height>\d+)?$")


def add_links(md: Markdown) -> None:
    """Register the rules."""
    md.inlinePatterns.register(Embed(_EMBED, md), "embed", 177)
    md.inlinePatterns.register(TypedSound(_TYPED_SOUND, md), "typed_sound", 177)
    md.inlinePatterns.register(WikiLink(_LINK, md), "wiki_link", 174)
    md.inlinePatterns.register(Picture(IMAGE_LINK_RE, md), "image_link", 150)


class Embed(InlineProcessor):
    """Turn Obsidian's `![[x.png|text or width]]` into a picture, a sound or a film; of all else the name is shown."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Return the element."""
        source, text = _file(m[1].strip()), (m[2] or "").strip()
        if _SOUND.search(source):
            return ET.Element("audio", {"src": source, "controls": ""}), m.start(), m.end()
        if _FILM.search(source):
            return ET.Element("video", {"src": source, "controls": ""}), m.start(), m.end()
        if not _PICTURE.search(source):
            if not _NAMED.search(source):
                return None, None, None
            named = ET.Element("span", {"class": EMBED_CLASS})
            named.text = AtomicString(text or _shown(m[1]) or source)
            return named, m.start(), m.end()
        element = ET.Element("img", {"src": source, "alt": text or source})
        if size := _SIZE.fullmatch(text):
            element.set("alt", source)
            element.set("width", size[1])
        return element, m.start(), m.end()


class TypedSound(InlineProcessor):
    """Turn `[sound:x.mp3]` into the element that plays it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element, int, int]:
        """Return the element."""
        element = ET.Element(
            "audio", {"src": self.unescape(m[1]), "alt": self.unescape(m[0]), "controls": ""}
        )
        return element, m.start(), m.end()


class WikiLink(InlineProcessor):
    """Show of a link to another note what a reader sees: its text, else the note's name and the heading."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Return the element; a matrix of numbers is no link."""
        shown = (m[2] or "").strip() or _shown(m[1])
        if not shown or _NUMBERS.fullmatch(m[1]):
            return None, None, None
        element = ET.Element("span", {"class": LINK_CLASS})
        element.text = AtomicString(shown)
        return element, m.start(), m.end()


def _shown(target: str) -> str:
    parts = (part.strip() for part in target.split("#"))
    return " > ".join(part for part in parts if part and not part.startswith("^"))


class Picture(Image):
    """Take the size that stands behind a picture's address, and the fragment that only styles it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str | None, int | None, int | None]:
        """Return the element."""
        element, start, end = super().handleMatch(m, data)
        if isinstance(element, ET.Element):
            source = element.get("src", "")
            if size := _SIZE_BEHIND.search(source):
                source = source[: size.start()]
                for name, value in size.groupdict().items():
                    if value:
                        element.set(name, value)
            element.set("src", _file(source))
        return element, start, end


def _file(source: str) -> str:
    """Return the name of a file without `#invert`, unless the sign is in the name itself."""
    before, _, _ = source.rpartition("#")
    whole = _PICTURE.search(source) or _SOUND.search(source)
    return before if not whole and _PICTURE.search(before) else source
