"""Tags that tell what a card is about: the vocabulary and the terms that the notes themselves mark."""
