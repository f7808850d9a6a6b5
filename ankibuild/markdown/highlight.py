"""Colours for code, put in when the deck is built: cards load no script for it."""

from functools import cache
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from ankibuild.patterns import lazily

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LANGUAGE = lazily(r"[{.]*([\w+#-]+)")
_CLASSES = {
    "Token.Keyword.Constant": "hl-m",
    "Token.Keyword": "hl-k",
    "Token.Operator.Word": "hl-k",
    "Token.Name.Tag": "hl-k",
    "Token.Name.Function": "hl-n",
    "Token.Name.Class": "hl-n",
    "Token.Name.Builtin": "hl-n",
    "Token.Name.Decorator": "hl-n",
    "Token.Name.Attribute": "hl-n",
    "Token.Literal.String": "hl-s",
    "Token.Literal.Number": "hl-m",
    "Token.Literal": "hl-s",
    "Token.Comment": "hl-c",
    "Token.Generic.Prompt": "hl-c",
    "Token.Generic.Deleted": "hl-m",
    "Token.Generic.Inserted": "hl-s",
    "Token.Generic.Heading": "hl-k",
}
"""The few classes that the templates colour: keyword, name, string, number, comment."""


def highlight(code: str, info: str) -> str:
    """Return the HTML of code with its parts in `<span class="hl-…">` if `info` names a language."""
    found = _LANGUAGE.match(info)
    lexer = _lexer(found[1].lower()) if found else None
    if lexer is None:
        return escape(code, quote=False)
    tokens = [(_class(str(kind)), text) for kind, text in lexer.get_tokens(code) if text]
    if "".join(text for _, text in tokens) != code:
        return escape(code, quote=False)  # some lexers leave out what they do not expect
    return "".join(
        _span(name, "".join(text for _, text in group))
        for name, group in groupby(tokens, key=lambda token: token[0])
    )


def _span(name: str, text: str) -> str:
    plain = escape(text, quote=False)
    return f'<span class="{name}">{plain}</span>' if name and text.strip() else plain


@cache
def _class(kind: str) -> str:
    """Return the class of a token type or of the nearest type above it."""
    while kind not in _CLASSES and "." in kind:
        kind = kind.rpartition(".")[0]
    return _CLASSES.get(kind, "")


@cache
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415  (only notes with code need it)
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
