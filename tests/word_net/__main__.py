"""List the words that do not do at a position what they should: `python -m tests.word_net`.

`--update` puts the words of words.toml and their gaps on record.
"""

import sys
from collections import Counter

from tests.word_net.checking import GAPS, gaps, tries
from tests.word_net.vocabulary import record


def main() -> None:
    """Run by hand."""
    if "--update" in sys.argv:
        record()
    found = gaps()
    if "--update" in sys.argv:
        GAPS.write_text("".join(f"{name}\n" for name in found), "utf-8")
    open_at = Counter(name.rsplit(" | ", 1)[0] for name in found)
    for place, count in Counter(each.name.rsplit(" | ", 1)[0] for each in tries()).items():
        print(f"{place:<60} {count - open_at[place]:>4} of {count}")
    total = sum(1 for _ in tries())
    print(f"{total - len(found)} of {total} hold")


if __name__ == "__main__":
    main()
