"""Read exam items: rows become signs, signs that recur become the author's hand, the best cut parts the items.

    rows → signs → series → hand → cut → grammar → Item

Each module knows one stage; none but `signs` looks at the raw text of a row.
"""
