"""Names between colons that a web page shows as a sign: `:white_check_mark:`, `:x:`."""

import re

from markdown.inlinepatterns import InlineProcessor

from ankibuild.patterns import lazily

_SIGNS = {
    "white_check_mark": "✅", "heavy_check_mark": "✔", "ballot_box_with_check": "☑", "check": "✔", "o": "⭕",
    "ok_woman": "🙆", "green_circle": "🟢", "x": "❌", "negative_squared_cross_mark": "❎",
    "heavy_multiplication_x": "✖", "no_good": "🙅", "red_circle": "🔴", "star": "⭐", "question": "❓",
    "grey_question": "❔", "bulb": "💡", "warning": "⚠", "point_right": "👉", "arrow_right": "➡", "pushpin": "📌",
    "memo": "📝", "key": "🔑", "black_large_square": "⬜", "white_large_square": "⬜",
}  # fmt: skip
"""The signs by which notes say what a line is; other names stay as they are written."""
SHORTCODE = lazily(rf"(?<![\w:]):({'|'.join(_SIGNS)}):(?![\w:])")


class Shortcode(InlineProcessor):
    """Turn a name into its sign."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str, int, int]:
        """Return the sign."""
        return _SIGNS[m[1]], m.start(), m.end()


def with_signs(text: str) -> str:
    """Return a text that has no other markup with signs for names."""
    return SHORTCODE.sub(lambda found: _SIGNS[found[1]], text) if ":" in text else text
