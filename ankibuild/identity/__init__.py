"""Which card is which note in Anki: the ledger, matching with it, times, and adopting a package."""
