"""What becomes of the syntax of note apps, blogs and chats: nothing of it stands on a card as it is typed."""

import pytest

from ankibuild.markdown.cleaning import clean
from tests.golden import Golden, golden
from tests.test_inline import DIALECT, rendered


@pytest.mark.parametrize("case", golden("html/apps"), ids=lambda case: case.title)
def test_apps(case: Golden) -> None:
    case.check(rendered(case.given))


def test_a_link_to_another_note_leaves_no_markup_in_a_field() -> None:
    assert clean(DIALECT.convert("[[DNS|名前]]を[[引く]]")) == "名前を引く"


def test_the_boxes_of_a_long_page_are_found_in_one_look() -> None:
    page = ":::message\n" * 3000
    assert DIALECT.convert(page).count(":::message") == page.count("\n")
