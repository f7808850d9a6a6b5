"""Write a config: every setting with its default and what it does, as the README shows and `init` writes it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ankibuild.config.schema import config_schema
from ankibuild.speech import _

_WIDTH: Final = 25
_EXAMPLES: Final[Mapping[str, Sequence[str]]] = {
    "topics": ("silence = []", '# "自社クラウド" = ["MyCloud", "マイクラウド"]'),
    "hands": (
        '# name = "exam"',
        '# pages = ["exam/"]',
        '# rows = ["stem: ## 問{n}. {text}", "option: - {A}. {text}", "key: こたえ：{key}"]',
    ),
    "words": (
        '# answer = ["こたえあわせ"]',
        '# right_marks = ["💮"]',
        '# "nouns.option" = ["えらびもの"]  # any list of ankibuild/words.toml by its name',
    ),
}


def descriptions() -> Iterator[str]:
    """Yield what is said of each setting and table, in English."""
    schema = config_schema()
    for setting in (*schema["properties"].values(), *schema["$defs"].values()):
        yield from (
            each["description"]
            for each in (setting, *setting.get("properties", {}).values())
            if "description" in each
        )


def config_text(
    values: Mapping[str, object] | None = None,
    notes: Mapping[str, str] | None = None,
    *,
    inactive: bool = False,
) -> str:
    """Return a config in which each setting stands with its value (else its default) and what it does.

    Names are written as `deck`, `styles.on`. With `inactive` the settings without a value of their own are
    commented out. `notes` adds a remark to a setting.
    """
    schema = config_schema()
    lines: list[str] = []
    tables: list[str] = []
    last: list[str] = []
    for name, setting in schema["properties"].items():
        table = schema["$defs"].get(setting.get("$ref", "").rpartition("/")[2])
        if "$ref" in setting.get("items", {}):
            last = ["", _beside(f"# [[{name}]]", _(setting["description"])), *_EXAMPLES.get(name, ())]
        elif table or setting.get("type") == "object":
            says = _((table or setting)["description"])
            says = says[:1].lower() + says[1:].rstrip(".。")
            tables += ["", _beside(f"[{name}]", says), *_EXAMPLES.get(name, ())]
            inner = table["properties"] if table else {}
            tables += _settings(inner, f"{name}.", values or {}, notes or {}, inactive=inactive)
        else:
            lines += _settings({name: setting}, "", values or {}, notes or {}, inactive=inactive)
    return "\n".join((*lines, *tables, *last)) + "\n"


def _settings(
    settings: Mapping[str, Any],
    table: str,
    values: Mapping[str, object],
    notes: Mapping[str, str],
    *,
    inactive: bool,
) -> Iterator[str]:
    for key, setting in settings.items():
        name = table + key
        value = values.get(name, setting.get("default", ""))
        off = "# " if inactive and name not in values else ""
        remark = f" ({notes[name]})" if name in notes else ""
        yield _beside(
            f"{off}{key} = {json.dumps(value, ensure_ascii=False)}", _(setting["description"]) + remark
        )


def _beside(text: str, says: str) -> str:
    return f"{text:<{_WIDTH - 1}} # {says}"
