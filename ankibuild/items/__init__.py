"""Exam items: stem, options, key and reasons, read from whatever shape, and the cards they give."""
