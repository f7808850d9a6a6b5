"""The look: the files of `card_templates` and of the user's own folder, and what stands in them for what."""

import html
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from msgspec import Struct

from ankibuild.errors import AnkibuildError
from ankibuild.files import MOST_SETTINGS, read_bytes
from ankibuild.model import FIELDS, CardKind
from ankibuild.nearby import meant
from ankibuild.speech import _

LABELS: Final = "labels.toml"
STYLE: Final = "style.css"
_MOST_FILES: Final = 1000

_ANKI_FILLS: Final = ("FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID")
_TAG: Final = re.compile(r"\{\{([#^/]?)\s*(.*?)\s*\}\}", re.DOTALL)
_CLOZE_CONDITION: Final = re.compile(r"c\d+")
_LABEL: Final = re.compile(r"\[\[(\w+)\]\]")
_READ_OUT: Final = re.compile(r"<!-- tts ([\w:]+) -->")
_REMARK: Final = re.compile(r"\s*/\*.*?\*/", re.DOTALL)
_INDENT: Final = re.compile(r"^\s+", re.MULTILINE)
_SCRIPT: Final = re.compile(r"<!-- script((?: \w+)*) -->")


class TemplateError(AnkibuildError):
    """A file of the look is missing, unknown, unreadable, or says what Anki cannot fill in."""


class Templates(Struct, frozen=True):
    """The text of every file of a look by its name, and its labels by language and name."""

    files: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    voice: str = ""
    """The language of the device's voice that reads questions out, as Anki names it; "" for silence."""

    def file(self, name: str) -> str:
        """Return the text of a file without surrounding space."""
        if name not in self.files:
            raise TemplateError(_("{name}: this file of the card templates is missing", name=name))
        return self.files[name].strip()

    def words(self, language: str) -> Mapping[str, str]:
        """Return the labels of a language."""
        if language not in self.labels:
            raise TemplateError(
                _(
                    "{labels}: no labels [{language}]; there are {names}",
                    labels=LABELS,
                    language=language,
                    names=", ".join(self.labels),
                )
            )
        return self.labels[language]


def load_templates(own: Path | None = None, voice: str = "") -> Templates:
    """Read the look that ankibuild brings; a file of the same name in the folder `own` takes its place.

    A `labels.toml` there adds to ours label by label. Raises `TemplateError`.
    """
    files = _read_folder(shipped())
    labels = _parse_labels(files[LABELS], LABELS)
    if own is not None:
        theirs = _read_folder(own)
        if unknown := sorted(theirs.keys() - files.keys()):
            raise TemplateError(
                _(
                    "{file}: not a file of the look; these are {names}",
                    file=own / unknown[0],
                    names=", ".join(sorted(files)),
                )
            )
        for language, words in _parse_labels(theirs.get(LABELS, ""), str(own / LABELS)).items():
            labels[language] = {**labels.get(language, {}), **words}
        files |= theirs
    return Templates(files, labels, voice)


def shipped() -> Path:
    """Return the folder of our own look: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "card_templates"
    return installed if installed.is_dir() else package.parent / "card_templates"


def fill(file: str, kind: CardKind, templates: Templates, language: str) -> str:
    """Return one side of a card as Anki gets it, after checking what Anki will be asked to fill in.

    `[[name]]` stands for a label, `<!-- script a b -->` for the scripts a.js and b.js, `<!-- script -->` for
    script.js, `<!-- tts Question -->` for the field read out, if it is to be. Raises `TemplateError`.
    """
    labels = templates.words(language)

    def label(match: re.Match[str]) -> str:
        if match[1] not in labels:
            raise TemplateError(
                _(
                    "{file}: {labels} has no label {label} under [{language}]",
                    file=file,
                    labels=LABELS,
                    label=match[1],
                    language=language,
                )
            )
        return html.escape(labels[match[1]])

    def script(match: re.Match[str]) -> str:
        names = match[1].split() or ["script"]
        return "<script>\n{}\n</script>".format(
            "\n".join(_short(templates.file(f"{name}.js")) for name in names)
        )

    read_out = rf"{{{{tts {templates.voice}:\1}}}}" if templates.voice else ""
    side = _SCRIPT.sub(script, _LABEL.sub(label, _READ_OUT.sub(read_out, templates.file(file))))
    shown = _check_tags(file, side, kind)
    if not any(name.rpartition(":")[2] in FIELDS[kind] for name in shown):
        raise TemplateError(_("{file}: shows no field; the card would be blank", file=file))
    if kind == "cloze" and not any(name.startswith("cloze:") for name in shown):
        raise TemplateError(_("{file}: a cloze card needs {{{{cloze:Text}}}}", file=file))
    return side


def style(templates: Templates) -> str:
    """Return the style sheet as Anki gets it: without indents, and remarks only where the learner may change it."""
    head, end, rest = templates.file(STYLE).partition("}\n")
    return _INDENT.sub("", head + end + _REMARK.sub("", rest))


def _short(script: str) -> str:
    """Return a script without remarks and indents: every side of every card carries it."""
    lines = (line.strip() for line in script.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _check_tags(file: str, side: str, kind: CardKind) -> list[str]:
    """Check every tag of a side and return the fields that it shows, with their filters."""
    shown: list[str] = []
    conditions: list[str] = []
    for sign, name in _TAG.findall(side):
        _check_name(file, sign, name, kind)
        if sign == "/":
            if not conditions or conditions.pop() != name:
                raise TemplateError(
                    _("{file}: {{{{/{name}}}}} closes what is not open", file=file, name=name)
                )
        else:
            (conditions if sign else shown).append(name)
    if conditions:
        raise TemplateError(_("{file}: {{{{/{name}}}}} is missing", file=file, name=conditions[-1]))
    if "{{" in _TAG.sub("", side):
        raise TemplateError(
            _("{file}: {{{{ without }}}} (in a script, part the two with a space: Anki reads it)", file=file)
        )
    return shown


def _check_name(file: str, sign: str, name: str, kind: CardKind) -> None:
    field = name.rpartition(":")[2]
    if field in FIELDS[kind] or field in _ANKI_FILLS or (sign and _CLOZE_CONDITION.fullmatch(field)):
        return
    raise TemplateError(
        _(
            "{file}: there is no field {{{{{sign}{name}}}}}, only {names}",
            file=file,
            sign=sign,
            name=name,
            names=", ".join(FIELDS[kind]),
        )
    )


def _read_folder(folder: Path) -> dict[str, str]:
    """Read the files of a look by their names relative to its folder."""
    if not folder.is_dir():
        if near := meant(folder, Path.is_dir):
            raise TemplateError(
                _(
                    "{folder}: no such folder with card templates; did you mean {near}?",
                    folder=folder,
                    near=near,
                )
            )
        raise TemplateError(
            _(
                "{folder}: no such folder with card templates; make it with `ankibuild templates`",
                folder=folder,
            )
        )
    try:
        return {
            path.relative_to(folder).as_posix(): read_bytes(path, MOST_SETTINGS).decode("utf-8")
            for path in _files(folder)
        }
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(
            _("{folder}: cannot read the card templates: {error}", folder=folder, error=error)
        ) from error


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that are not hidden, as editors and file managers leave them."""
    paths = list(islice(folder.rglob("*"), _MOST_FILES + 1))
    if len(paths) > _MOST_FILES:
        raise TemplateError(
            _("{folder}: holds too much for card templates; name a folder of its own", folder=folder)
        )
    for path in sorted(paths):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _parse_labels(text: str, file: str) -> dict[str, dict[str, str]]:
    """Read the tables of labels, one a language."""
    import tomllib  # noqa: PLC0415 - most builds know the labels

    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise TemplateError(f"{file}: {error}") from error
    for language, words in tables.items():
        if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
            raise TemplateError(
                _('{file}: [{language}] must hold lines such as name = "text"', file=file, language=language)
            )
    return tables
