"""Put notes and media into an Anki package: the same bytes for the same arguments, whole or not at all."""

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ankibuild.commit import replace_in_order
from ankibuild.model import CardKind, Note
from ankibuild.packaging.archive import zipped
from ankibuild.packaging.collection import collection_bytes, to_json
from ankibuild.packaging.library import genanki
from ankibuild.packaging.package_check import (
    PackageError,
    PackageSummary,
    check_media,
    check_notes,
    check_package,
    expected_summary,
)
from ankibuild.speech import _

__all__ = [
    "PackageError",
    "PackageSummary",
    "check_contents",
    "check_package",
    "package_bytes",
    "save",
    "write_package",
]

_NO_MEDIA: Final[Mapping[str, Path | bytes]] = MappingProxyType({})


def write_package(
    path: Path,
    notes: Sequence[Note],
    models: Mapping[CardKind, genanki.Model],
    *,
    model_mods: Mapping[CardKind, int],
    created: int,
    media: Mapping[str, Path | bytes] = _NO_MEDIA,
) -> PackageSummary:
    """Make a package and put it in place; arguments and errors as for `package_bytes` and `save`."""
    save(path, package_bytes(notes, models, model_mods=model_mods, created=created, media=media))
    return expected_summary(notes, media)


def package_bytes(
    notes: Sequence[Note],
    models: Mapping[CardKind, genanki.Model],
    *,
    model_mods: Mapping[CardKind, int],
    created: int,
    media: Mapping[str, Path | bytes] = _NO_MEDIA,
    places: Sequence[int] = (),
) -> bytes:
    """Return the bytes of an .apkg file with these notes, after reading them back; new cards in their order.

    `places` are those of the notes among more than these, from 1 up.

    `models` comes from `notetypes.models`, `model_mods` holds the time of each note type's last change and
    `created` that of the collection (seconds since 1970). `media` maps the names that the fields use to the
    files or their content. Raises `PackageError` for notes or media that cannot be packaged, and when the
    package has a fault or does not hold what was given.
    """
    check_contents(notes, media)
    data = _archive(
        collection_bytes(notes, models, model_mods=model_mods, created=created, places=places), media
    )
    found, expected = check_package(io.BytesIO(data)), expected_summary(notes, media)
    if found != expected:
        raise PackageError(f"the package should hold {expected}, but holds {found}; please report this")
    return data


def check_contents(notes: Sequence[Note], media: Mapping[str, object]) -> None:
    """Raise `PackageError` for notes or media that cannot be packaged."""
    check_notes(notes)
    check_media(media)


def save(path: Path, data: bytes) -> None:
    """Put a package in place of an older one; raise `PackageError` and leave the old one if that fails."""
    try:
        replace_in_order([(path, data)])
    except OSError as error:
        raise PackageError(
            _("{path}: cannot write the package: {error}", path=path, error=error.strerror)
        ) from error


def _archive(collection: bytes | bytearray, media: Mapping[str, Path | bytes]) -> bytes:
    return zipped(_members(collection, dict(enumerate(sorted(media))), media))


def _members(
    collection: bytes | bytearray, names: Mapping[int, str], media: Mapping[str, Path | bytes]
) -> Iterator[tuple[str, bytes | bytearray]]:
    yield "collection.anki2", collection
    yield "media", to_json(names).encode()
    for number, name in names.items():
        content = media[name]
        try:
            yield str(number), content if isinstance(content, bytes) else content.read_bytes()
        except OSError as error:
            raise PackageError(
                _("{file!s}: cannot read this media file: {error}", file=content, error=error.strerror)
            ) from error
