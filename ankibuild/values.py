"""Values that a page is read into by the hundred thousand: frozen, compared by what they hold, and quick to make.

`msgspec.Struct` makes one in a tenth of the time of a frozen dataclass, and a changed copy in a twentieth.
"""

import dataclasses
from typing import Any, TypeVar

from msgspec import Struct, structs

_Value = TypeVar("_Value")


def replace(value: _Value, /, **changes: Any) -> _Value:
    """Return a copy of a frozen value with some of its fields changed."""
    if isinstance(value, Struct):
        return structs.replace(value, **changes)
    made: Any = value
    copy: _Value = dataclasses.replace(made, **changes)
    return copy
