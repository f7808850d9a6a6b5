"""Say how to teach what looks alike and gave no card."""

from ankibuild.model import Alike
from ankibuild.speech import counted
from ankibuild.terminal.lines import Line, line


def proposal(each: Alike, path: str) -> Line:
    """Return the line with the command to type."""
    what = counted(
        "{n} stretch looks alike and gave no card", "{n} stretches look alike and gave no card", each.count
    )
    place = f"{path}:{each.first}"
    return line((f"{place}:", "path"), f" {what}", (f" ⇒ ankibuild teach {place}-{each.last}", "good"))
