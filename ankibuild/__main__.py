"""Run the command line as `python -m ankibuild`."""

from ankibuild.cli import main

if __name__ == "__main__":
    main()
