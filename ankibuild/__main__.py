"""Run the command line: as `ankibuild` and as `python -m ankibuild`."""

import sys

from ankibuild import __version__


def main() -> None:
    """Answer `--version` here: loading all commands for it takes four times as long as Python's own start."""
    if sys.argv[1:] == ["--version"]:
        print(f"ankibuild, version {__version__}")
        return
    from ankibuild.process import ONCE, collect_seldom, run_and_leave  # noqa: PLC0415 - see above

    collect_seldom(ONCE)  # already while all is loaded
    from ankibuild.cli import main as command_line  # noqa: PLC0415

    run_and_leave(command_line)


if __name__ == "__main__":
    main()
