"""What holds for the program's own processes, not for who uses it as a library."""

import gc


def collect_seldom() -> None:
    """Let Python look for garbage less often: a seventh of a build of ten thousand cards, which all stay."""
    gc.set_threshold(50_000, 20, 50)
