"""Verdicts glued to an option's text, before or behind it, and sentences that state the right option.

`不正解の理由「手動で行う。」`, `不正解：手動で行う`, `手動で行う。は不正解です。手間がかかる。`,
`「手動で行う」が正解！`
"""

from msgspec import Struct

from ankibuild.items.marks import bare_option, meaning
from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.text import cut, fold, strip_pair
from ankibuild.values import replace
from ankibuild.words import Words

_VERDICT = r"(?P<verdict>不正解|正解|誤答|誤り|間違い|正しい|ハズレ|はずれ)"
_BEFORE = lazily(
    rf"[\s*_]*{_VERDICT}(?:"
    # glued without a separator: 正解の理由再送が自動で…; 正解の理由は二つある is a sentence
    r"(?P<reason>の理由|である理由|な理由|理由)(?![はがをにもでとの、])[:：\s]*"
    r"|(?:の選択肢|選択肢|の肢|肢|の例)?(?:です|である|だった)?\s*(?:[:：→⇒]+\s*|(?=[「『])))"
)
_REASON_BEHIND = lazily(r"[「『](?P<option>[^「」『』]+)[」』]\s*(?:[:：…→⇒]+|->|=>|\s-)\s*(?=\S)")
_BEHIND = lazily(
    r"(?P<option>.{4,}?)(?:(?<=[」』。.])|(?<![のとうるい])(?=[、,]?\s*(?:は|が|も|→|⇒|->)))[、,\s]*"
    r"(?:は|が|も|これも|これは|→|⇒|->|:)?、?\s*"
    r"(?P<verdict>不正解|正解|誤り|間違い|不適切|不適当|正しい|適切|×|✕|✖|❌|⭕|○|〇|◯|✅|論外|ダメ|だめ|駄目|ng)\ufe0f?"
    r"(?:です|である|だ|となる|になる)?(?:[。.!]*\s*$|[。!:]\s*(?P<why>\S.*)$)"
)
_STATED = lazily(
    r"「(?P<option>[^「」]{2,80})」\s*(?:が|こそ|を選ぶのが)\s*(?:正解|正答|答え|ベスト|最適|適切|正しい)"
    r"|(?:解決策|対策|答え|正解|正答|結論|正しいの|正しい選択肢|正しい答え)[はが]?[、:：]?\s*「(?P<solution>[^「」]{2,80})」"
    r"|(?:解決策|対策|答え|正解|正答|結論)は、(?P<told>[^「」。]{6,90}?)(?:こと)?(?:です|である)?[。！!]\s*$"
    r"|[\"“](?P<english>[^\"“”]{2,120})[\"”]\s+is\s+(?:the\s+)?(?:correct|right|best)\b"
    r"|^[^\w「]*+(?!(?:これ|それ|あれ|どれ|こちら|ここ|上記|以上|前者|後者|次|以下))(?P<plain>[^「」、,？?]{4,80}?)。?\s*(?:が|こそが?)\s*(?:正解|正答)(?:です|だ|でした)?[!！。\s]*$"
)


class Glued(Struct, frozen=True):
    """An option without the verdict glued to it, what it says, and the reason behind it (no text: none)."""

    option: Line
    right: bool
    why: Line
    is_reason: bool = False
    """Whether the text is said to be the reason and no option: 正解の理由…."""


def glued(line: Line, words: Words) -> Glued | None:
    """Read a verdict glued to the start or the end of a text; None when there is none."""
    return _before(line) or _behind(line, words)


def _before(line: Line) -> Glued | None:
    found = _BEFORE.match(line.text)
    if not found or not line.text[found.end() :].strip():
        return None
    rest = cut(line, found.end())
    right = found["verdict"] in ("正解", "正しい")
    if behind := _REASON_BEHIND.match(rest.text):  # 「手動で行う」：手間がかかる。
        return Glued(cut(rest, *behind.span("option")), right, cut(rest, behind.end()))
    start, end = strip_pair(rest.text)
    quoted = (start, end) != (0, len(rest.text))
    return Glued(cut(rest, start, end), right, _nothing(line), bool(found["reason"]) and not quoted)


def _behind(line: Line, words: Words) -> Glued | None:
    folded = fold(line.text)
    found = _BEHIND.fullmatch(folded)
    right = meaning(found["verdict"], words) if found else None
    if not found or right is None:
        return None
    option, _ = bare_option(cut(line, 0, len(found["option"].rstrip("、, "))), words)
    why = cut(line, found.start("why")) if found["why"] else _nothing(line)
    return Glued(option, right, why)


def stated_right(line: Line) -> Line | None:
    """Return the option that a sentence states to be the right one: 「…」が正解, 解決策は「…」."""
    found = _STATED.search(line.text)
    name = next((name for name, text in found.groupdict().items() if text), "") if found else ""
    return cut(line, found.start(name), found.end(name)) if found and name else None


def _nothing(line: Line) -> Line:
    return replace(line, text="", html="")
