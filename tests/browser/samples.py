"""The cards of samples.toml: for each its kind and its fields."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from ankibuild.model import CardKind

Fields = Mapping[str, str]

_KINDS: tuple[CardKind, ...] = ("qa", "contrast", "cloze")


def _read() -> dict[str, tuple[CardKind, Fields]]:
    samples: dict[str, tuple[CardKind, Fields]] = {}
    for name, fields in tomllib.loads(Path(__file__).with_name("samples.toml").read_text("utf-8")).items():
        kind = fields.pop("kind")
        samples[name] = (_KINDS[_KINDS.index(kind)], fields)
    return samples


SAMPLES: Mapping[str, tuple[CardKind, Fields]] = _read()
