"""What the user or the machine can get wrong: told in one message, never as a traceback."""

from ankibuild.commit import BusyError, HalfDoneError
from ankibuild.config import ConfigError
from ankibuild.identity.ledger import LedgerError
from ankibuild.markdown.source import NotesError
from ankibuild.packaging.font_file import FontError
from ankibuild.packaging.package_check import PackageError
from ankibuild.packaging.templates import TemplateError
from ankibuild.push.client import PushError
from ankibuild.serving.server import ServeError

EXPECTED: tuple[type[Exception], ...] = (
    NotesError, ConfigError, LedgerError, PackageError, TemplateError, FontError, BusyError, HalfDoneError, PushError,
    ServeError,
)  # fmt: skip
