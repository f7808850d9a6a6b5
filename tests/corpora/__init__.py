"""Recall and precision on real notes: `python -m tests.corpora MIRROR` (what is wanted of them stands here by line only).

`collections.json` names the pages (repository, commit, paths), `labels/NN.jsonl` the cards that a thoughtful reader
wants from them, `labels/NN.scopes.json` the lines that were labelled. The notes are other people's and are not
here: MIRROR is a folder with a fetched copy of each repository under OWNER+NAME. One more collection is an entry
in the list and its two label files.
"""
