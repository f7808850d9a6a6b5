"""The JSON schema of `ankibuild.toml`, by which editors complete and check it (shipped as schemas/config.json)."""

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from ankibuild.config import WORD_LISTS
from ankibuild.config.reading import adapter
from ankibuild.styles import STYLES
from ankibuild.word_classes import class_names

_NULL: Final = {"type": "null"}


def config_schema() -> dict[str, Any]:
    """Return the schema; what only the code knows (styles, lists of words) is in it too."""
    schema = {"$schema": GenerateJsonSchema.schema_dialect, **adapter().json_schema()}
    schema |= {"title": "ankibuild.toml", "description": "The settings of ankibuild for a folder of notes."}
    names = [style.__name__ for style in STYLES]
    for setting in schema["$defs"]["Styles"]["properties"].values():
        setting["items"] = {"type": "string", "enum": names}
    schema["properties"]["words"]["propertyNames"] = {"enum": [*WORD_LISTS, *sorted(class_names())]}
    return {name: _without_null(node) for name, node in schema.items()}


def _without_null(node: Any) -> Any:
    """Leave out that a setting may be null: TOML has no such value."""
    if isinstance(node, list):
        return [_without_null(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _without_null(each) for key, each in node.items() if not (key == "default" and each is None)}
    ways = kept.get("anyOf", [])
    if _NULL in ways and len(ways) == 2:  # noqa: PLR2004 - a value or none
        return _merged(kept, ways)
    return kept


def _merged(node: dict[str, Any], ways: list[dict[str, Any]]) -> dict[str, Any]:
    (way,) = [way for way in ways if way != _NULL]
    return {key: each for key, each in node.items() if key != "anyOf"} | way
