"""Cards in the programs that learners see them in: rendered by real Anki, shown by real browsers."""
