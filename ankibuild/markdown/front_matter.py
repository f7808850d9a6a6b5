"""Read a page's front matter: names and values as they are written, and all that is wrong with it as problems.

No value is built: `2024-02-30` is no date here and `1.10` no number, so a title or a tag reads as its author
wrote it, and nothing that another program might choke on stops a build.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from ankibuild.model import Problem
from ankibuild.patterns import lazily
from ankibuild.speech import _

if TYPE_CHECKING:
    import yaml

SLUG: Final = "front-matter"
_LONGEST: Final = 100_000
_DEEPEST: Final = 50
"""Levels of brackets; the library's time grows with their square."""

# Front matter stands between two lines of three dashes at the very start of a page (Jekyll's convention).
_FRONT: Final = lazily(
    r"---[ \t]*\n(?P<yaml>.*?)(?:^|(?<=\n))(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_BEGUN: Final = re.compile(r"---[ \t]*\n[\w-]+:(\s|$)")
_DASHES: Final = "-‐‑‒–—―−ー─━"
_LIKE_DASHES: Final = lazily(rf"(?!---)[{_DASHES}]{{1,3}}[ \t]*\n[\w-]+:(\s|$)")
_NO_TEXT: Final = lazily("[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")


class Front(Struct, frozen=True):
    """What stands at the head of a page, as it is written in `text`; the page goes on in line `next_line`."""

    values: Mapping[str, object] = field(default_factory=dict)
    next_line: int = 1
    text: str = ""
    problems: tuple[Problem, ...] = ()


def read_front(page: str, name: str) -> tuple[Front, str]:
    """Return the front matter of a page and the rest of the page; `name` is the page's, for problems."""
    found = _FRONT.match(page)
    if not found:
        return Front(problems=tuple(_not_begun(page, name))), page
    written = found["yaml"]
    if not _looks_like_yaml(written):
        return Front(), page
    values, problems = _values(written)
    next_line = found[0].count("\n") + 1
    lines = "\n".join(page.split("\n")[1 : next_line - 1])
    told = tuple(Problem(name, line, SLUG, message) for line, message in problems)
    return Front(values, next_line, lines, told), page[found.end() :]


def _not_begun(page: str, name: str) -> Iterable[Problem]:
    if _BEGUN.match(page):
        message = _("front matter begins here, but the line --- that ends it is missing")
        yield Problem(name, 1, SLUG, message)
    elif _LIKE_DASHES.match(page):
        dashes = page.partition("\n")[0].strip()
        message = _(
            "front matter seems to begin here, but with {dashes} for ---; type three plain hyphens",
            dashes=dashes,
        )
        yield Problem(name, 1, SLUG, message)


def _looks_like_yaml(text: str) -> bool:
    """Tell front matter from a page that begins with a thematic break."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return bool(lines) and bool(re.match(r"[\w\"'-][^:\n]*:(\s|$)", lines[0]))


def _values(written: str) -> tuple[Mapping[str, object], list[tuple[int, str]]]:
    """Return the values and, with their lines, the mistakes; of a text that is no YAML no values at all."""
    import yaml  # noqa: PLC0415 - only pages with front matter pay for it

    if len(written) > _LONGEST:
        message = _(
            "front matter of more than {n:,} characters; move what is no setting below it", n=_LONGEST
        )
        return {}, [(1, message)]
    try:
        loader = _loader()(written)
        node = loader.get_single_node()
        loaded = loader.construct_document(node) if node else None
    except yaml.YAMLError as error:
        return {}, [(_line(error, written), _("broken front matter: {what}", what=_what(error)))]
    except RecursionError:
        return {}, [(2, _("broken front matter: {what}", what=_("nested too deeply")))]
    if loaded is None:
        return {}, []
    if not isinstance(loaded, dict):
        return {}, [(2, _("front matter is not a table of names and values"))]
    values = {key if isinstance(key, str) else "": value for key, value in loaded.items()}
    return values, [(line, _("a character that is no text; write it as itself")) for line in loader.no_text]


def _line(error: "yaml.YAMLError", written: str) -> int:
    if mark := getattr(error, "problem_mark", None):
        return int(mark.line) + 2
    return written.count("\n", 0, getattr(error, "position", 0)) + 2


def _what(error: "yaml.YAMLError") -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or _("not valid YAML"))


def _loader() -> Any:
    """Return a loader of texts, lists and tables that keeps values as they are written; null is None."""
    import yaml  # noqa: PLC0415

    class Loader(yaml.BaseLoader):
        def __init__(self, stream: str) -> None:
            super().__init__(stream)
            self.no_text: list[int] = []

        def fetch_flow_collection_start(self, token: Any) -> None:
            if self.flow_level > _DEEPEST:
                raise yaml.scanner.ScannerError(problem=_("nested too deeply"), problem_mark=self.get_mark())
            super().fetch_flow_collection_start(token)

        def construct_scalar(self, node: Any) -> Any:
            value = super().construct_scalar(node)
            if not node.style and value in ("", "~", "null", "Null", "NULL"):
                return None
            if _NO_TEXT.search(value):
                self.no_text.append(node.start_mark.line + 2)
                return _NO_TEXT.sub("\ufffd", value)
            return value

    return Loader


def strings(value: object) -> tuple[str, ...]:
    """Read a value as a list of strings: a list, or one string parted by commas or blanks."""
    if isinstance(value, str):
        return tuple(re.split(r"[,\s、]+", value.strip())) if value.strip() else ()
    if isinstance(value, Iterable):
        return tuple(item for item in value if isinstance(item, str))
    return ()
