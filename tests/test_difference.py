"""Differences word by word, as for Japanese."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankibuild.identity.difference import compare, marked, words


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("複数のディスク", "二台以上のディスク", "[-複数-]{+二台以上+}のディスク"),
        ("60 秒以内", "90 秒以内", "[-60-]{+90+} 秒以内"),
        ("S3 を使う。", "S3 を必ず使う。", "S3 を{+必ず+}使う。"),
        ("安全な保存の方法", "高速な検索の手段", "[-安全な保存の方法-]{+高速な検索の手段+}"),
        ("速さと安全を得る", "速さと費用を得る", "速さと[-安全-]{+費用+}を得る"),
        ("60 秒", "60 秒、6 MB", "60 秒{+、6 MB+}"),
        ("同じ", "同じ", "同じ"),
        ("", "新しい", "{+新しい+}"),
        ("消える", "", "[-消える-]"),
    ],
)
def test_marked(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_off(old: str, new: str) -> None:
    assert "".join(words(old)) == old
    segments = compare(old, new)
    assert "".join(s.text for s in segments if s.op != "added") == old
    assert "".join(s.text for s in segments if s.op != "removed") == new
