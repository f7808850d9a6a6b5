"""What recognisers know of a page: its rows, words, questions, places, and what becomes of each line."""
