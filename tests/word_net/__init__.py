"""Each word of the word list, and words of a config, at each position where its class can stand, with what that gives.

`vocabulary` reads the words, `positions` writes the pages, `checking` reads them. The gaps of today stand in
gaps.txt, the words in words.txt: `python -m tests.word_net` lists them, `--update` records them.
"""
