"""What Obsidian hides: comments become HTML comments line for line, block ids go, code stays."""

import pytest

from ankibuild.markdown.obsidian import hide


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a %% b %% c", "a <!-- b --> c"),
        ("%% a --> b %%", "<!-- a - -> b -->"),
        ("%%\nlong\n--\n%%\nend", "<!--\nlong\n- -\n-->\nend"),
        ("%%\nnever closed", "%%\nnever closed"),
        ("50%% and 60%%", "50%% and 60%%"),
        ("`%%a%%` and %%d", "`%%a%%` and %%d"),
        ("```\n%% code %%\n```\n%% out %%", "```\n%% code %%\n```\n<!-- out -->"),
        ("text ^block-1", "text"),
        ("2 ^10", "2 ^10"),
        ("$x ^abc", "$x ^abc"),
    ],
)
def test_hide(text: str, shown: str) -> None:
    assert hide(text) == shown
