"""The product of styles for plain notes: pages of questions without options, or of terms, whose right cards are known.

`languages.toml` has the words that `tests/product/languages.toml` lacks, `choices` the ways to write, `entry` the
content, `writing` the page, `judging` the comparison. By hand: `python -m tests.product notes`.
"""
