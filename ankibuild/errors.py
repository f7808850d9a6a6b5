"""What all errors have in common that the user or the machine brings about."""


class NotAmendableError(Exception):
    """Not sure that what did not change stays as it is: all pages have to be built. Nobody but a build hears of it."""


class AnkibuildError(Exception):
    """Something cannot be done: the message says what and where, and what to do now; nothing is half done."""
