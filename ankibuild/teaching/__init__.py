"""Read notes as an example teaches: one item shown with its roles becomes a hand, and all like it become cards.

    example → roles → learn → Hand (rows of `role: pattern`) → align → build → Item

A hand is a few lines that a person can write: what each part of an item looks like, in reading order.
"""
