"""The product of styles: generated pages of exam questions whose right cards are known.

`languages.toml` has the words, `choices` the ways to write and which of them go together, `words` and `item` the
content, `writing` the page, `judging` the comparison with the cards, `figures` recall and precision per choice.
By hand: `python -m tests.product --pages 2000 --seed 7`.
"""
