"""Real notes as a measure: which lines of public collections a thoughtful reader makes cards of.

Only line numbers are kept here (`labels/`), with repository, commit and paths (`collections.json`): the text is
its authors'. The labels of a portion were made by reading, before ankibuild was first run on it. By hand, with the
repositories cloned under a folder as OWNER+NAME: `python -m tests.corpora CLONES`.
"""
