"""What all errors have in common that the user or the machine brings about."""


class AnkibuildError(Exception):
    """Something cannot be done: the message says what and where, and what to do now; nothing is half done."""
