"""Study notes and random edits to them with known truth: who is who after the edit.

The notes are adversarial on purpose: few words, the same templates over and over, the same sub-questions
in every item, siblings that differ by one word. Every card carries a number that survives all edits.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from ankibuild.identity.candidate import Candidate
from ankibuild.model import CardKind
from ankibuild.values import replace

SERVICES = [
    "S3",
    "EBS",
    "EFS",
    "EC2",
    "Lambda",
    "DynamoDB",
    "Redshift",
    "Athena",
    "Glue",
    "Kinesis",
    "SQS",
    "SNS",
    "CloudFront",
    "WAF",
    "KMS",
    "IAM",
    "VPC",
    "RDS",
    "Aurora",
    "SageMaker",
    "Bedrock",
    "Clarify",
    "BigQuery",
    "Dataflow",
    "ストレージ",
    "コンテナ",
    "ファイアウォール",
    "決定木",
    "過学習",
    "学習率",
    "正則化",
]
ASPECTS = [
    "料金",
    "耐久性",
    "可用性",
    "制限",
    "暗号化",
    "バックアップ",
    "スケーリング",
    "監視",
    "権限",
    "ログ",
    "冗長化",
    "整合性",
    "レイテンシ",
]
USES = [
    "大量のデータの分析",
    "画像の保存",
    "ログの収集",
    "モデルの学習",
    "バッチ処理",
    "リアルタイム推論",
    "静的サイトの配信",
    "障害からの復旧",
    "鍵の管理",
    "アクセスの制御",
    "費用の削減",
    "開発環境の分離",
    "イベントの通知",
    "非同期の処理",
]
FACTS = (
    "{s} は{u}に適しています。",
    "{n} {q}以内に終わる処理に使います。",
    "{a}を自動で管理してくれるので、運用の手間が減ります。",
    "また、{u}のために {s} と組み合わせることもできます。",
    "ただし{a}には注意が必要で、{n} {q}を超えると使えません。",
    "{u}を行うときは、まず{a}を確認します。",
    "既定では {n} {q}まで保持され、それより古いものは削除されます。",
    "追加のセットアップが不要で、{u}の運用効率も {n} {q}ほど高いです。",
    "{s} の{a}は {n} {q}単位で設定できます。",
    "{a}が低いと、{u}に時間がかかることがあります。",
)
ASKS = (
    "「{s}」って何？", "{s} とは？", "{s} の{a}は？", "{u}に {s} を使うメリット", "なぜ {s} で{u}をするのか？",
    "{s} の{a}を高めるにはどうすればよいですか？", "{s} で{u}を行うときの{a}の違い", "{s}",
    "{s} と {t} の{a}の違いは？",
)  # fmt: skip
COMMON = (
    "何が起きているのか？",
    "解決策は？",
    "メリット",
    "なぜ他の選択肢はダメなのか？",
    "料金",
    "ポイントは？",
)
GENERAL = "次のうち正しいものはどれですか？"
STYLES = (8, 4, 4, 4, 1)
STEM = "ある企業が{u}のために {s} を利用しています。{a}を最小の手間で改善するには、どうすればよいですか？"
CHOICES = (
    "{s} を使って{u}を行う。", "{s} の{a}を{n} {q}に設定する", "{a}を無効にする", "{s} と {t} を組み合わせて{u}を自動化する。",
    "{a}を増やす", "{a}を減らす", "手動で{u}を行う",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One card with its true identity."""

    uid: int
    kind: CardKind
    parts: dict[str, str]
    subject: str = ""
    own_heading: bool = False


@dataclass
class Item:
    """A section of the notes with its cards."""

    title: str
    cards: list[Told]


@dataclass
class Notebook:
    """Pages of items, and what the edits of one round did to each card."""

    pages: dict[str, list[Item]]
    rng: Random
    next_uid: int = 0
    touched: dict[int, list[str]] = field(default_factory=dict)
    gone: list[Told] = field(default_factory=list)
    known: list[Told] = field(default_factory=list)
    long_gone: list[Told] = field(default_factory=list)

    def begin(self) -> None:
        """Begin a round of edits."""
        self.touched = {}
        self.long_gone = list(self.gone)
        self.known = [
            item_card for items in self.pages.values() for item in items for item_card in item.cards
        ]

    def uid(self) -> int:
        """Return a new identity."""
        self.next_uid += 1
        return self.next_uid

    def say(self, template: str) -> str:
        """Fill a template at random."""
        one, two = self.rng.sample(SERVICES, 2)
        number = str(self.rng.choice((1, 2, 3, 5, 6, 10, 15, 30, 60, 90, 99, 100, 365, 400, 1000)))
        words = {"s": one, "t": two, "a": self.rng.choice(ASPECTS), "u": self.rng.choice(USES)}
        return template.format(**words, n=number, q=self.rng.choice(("秒", "分", "日", "GB", "MB", "件")))

    def facts(self, low: int, high: int) -> str:
        """Return some sentences."""
        return "\n".join(self.say(self.rng.choice(FACTS)) for _ in range(self.rng.randint(low, high)))

    def spots(self, wanted: Callable[[Told], bool] = lambda card: True) -> list[tuple[str, int, int]]:
        """Return where the wanted cards stand: page, item, card."""
        return [
            (page, at, place)
            for page, items in self.pages.items()
            for at, item in enumerate(items)
            for place, card in enumerate(item.cards)
            if wanted(card)
        ]

    def change(self, spot: tuple[str, int, int], how: str, **parts: str) -> None:
        """Replace parts of a card and note that it was done."""
        page, at, place = spot
        card = self.pages[page][at].cards[place]
        self.pages[page][at].cards[place] = replace(card, parts=card.parts | parts)
        self.touched.setdefault(card.uid, []).append(how)

    def candidates(self) -> tuple[list[Candidate], list[int]]:
        """Return the cards in the order of the notes, and their true identities."""
        cards: list[Candidate] = []
        uids: list[int] = []
        for page, items in self.pages.items():
            title = page.removesuffix(".md").title()
            for at, item in enumerate(items):
                for place, card in enumerate(item.cards):
                    headings: tuple[str, ...] = (title, item.title)
                    if card.own_heading:
                        headings += (f"{place + 1}. {card.parts['question']}",)
                    context = " › ".join(filter(None, (title, item.title, card.subject)))
                    line = 100 * at + place + 1
                    cards.append(Candidate(card.kind, title, page, line, headings, card.parts, context))
                    uids.append(card.uid)
        return cards, uids


# --- writing notes ----------------------------------------------------------------------------------


def write(rng: Random, pages: int = 3, items: int = 4) -> Notebook:
    """Write a notebook."""
    book = Notebook({}, rng)
    for number in range(pages):
        book.pages[f"page-{number}.md"] = [
            Item(f"{number * items + at + 1}.", new_item(book)) for at in range(items)
        ]
    return book


def new_item(book: Notebook) -> list[Told]:
    """Write the cards of one item in one of the styles, with no question and no answer that stood there before.

    The same words are the same question, whoever wrote them, and the same answer in the same place tells
    that its question was reworded. The words that may stand in any item are no exception: they are just
    what must not be taken for the same question elsewhere.
    """
    styles = (_heading_questions, _contrasts, _definitions, _multiple_choice, _clozes)
    style = book.rng.choices(styles, STYLES)[0]
    before = (*book.known, *book.gone)
    asked = {card.parts[ASKED[card.kind]] for card in before} - {*COMMON, GENERAL}
    answers = {card.parts[name] for card in before for name in ANSWERS[card.kind] if name in card.parts}
    return [
        card
        for card in style(book)
        if not answers & {*card.parts.values()}
        and not any(
            card.parts[ASKED[card.kind]] in old or old in card.parts[ASKED[card.kind]] for old in asked
        )
    ]


def _heading_questions(book: Notebook) -> list[Told]:
    asks = [book.say(book.rng.choice(ASKS)) for _ in range(book.rng.randint(1, 3))]
    asks += book.rng.sample(COMMON, book.rng.randint(0, 2))
    return [
        Told(book.uid(), "qa", {"question": ask, "answer": book.facts(1, 4)}, own_heading=True)
        for ask in dict.fromkeys(asks)
    ]


def _clozes(book: Notebook) -> list[Told]:
    texts = {book.facts(1, 2) for _ in range(book.rng.randint(1, 3))}
    return [
        Told(book.uid(), "cloze", {"text": f"{{{{c1::{text[:3]}}}}}{text[3:]}"}) for text in sorted(texts)
    ]


def _definitions(book: Notebook) -> list[Told]:
    subject = book.rng.choice(SERVICES)
    terms = book.rng.sample((*SERVICES, *COMMON[2:5:2], *ASPECTS), book.rng.randint(2, 4))
    return [Told(book.uid(), "qa", {"question": term, "answer": book.facts(1, 2)}, subject) for term in terms]


def _contrasts(book: Notebook) -> list[Told]:
    shared = {"correct": book.say(book.rng.choice(CHOICES))}
    if book.rng.random() < 0.6:
        shared["prompt"] = book.say(STEM)
    if book.rng.random() < 0.8:
        shared["why_correct"] = book.facts(1, 3)
    reasons = book.rng.random() < 0.85
    wrong = {book.say(book.rng.choice(CHOICES)) for _ in range(book.rng.randint(1, 3))} - {shared["correct"]}
    return [
        Told(book.uid(), "contrast", shared | {"incorrect": option} | _why(book, reasons))
        for option in sorted(wrong)
    ]


def _why(book: Notebook, reasons: bool) -> dict[str, str]:
    return {"why_incorrect": book.facts(1, 2)} if reasons else {}


def _multiple_choice(book: Notebook) -> list[Told]:
    options = [book.say(choice) for choice in book.rng.sample(CHOICES, 4)]
    question = book.rng.choice((book.say(STEM), book.say(STEM), GENERAL))
    parts = {"question": question, "options": "\n".join(options), "answer": book.rng.choice(options)}
    return [Told(book.uid(), "qa", parts | {"explanation": book.facts(1, 3)})]


# --- edits of one part ------------------------------------------------------------------------------

Spot = tuple[str, int, int]
Edit = Callable[[Notebook], None]
ANSWERS = {
    "qa": ("answer", "explanation"),
    "contrast": ("why_incorrect", "why_correct"),
    "cloze": ("explanation",),
}
ASKED = {"qa": "question", "contrast": "incorrect", "cloze": "text"}


def _card(book: Notebook, spot: Spot) -> Told:
    page, at, place = spot
    return book.pages[page][at].cards[place]


def _pick(book: Notebook, wanted: Callable[[Told], bool] = lambda card: True) -> Spot | None:
    """Choose a card that no edit of this round has touched yet, so that what happens to it is one edit."""
    spots = book.spots(lambda card: wanted(card) and card.uid not in book.touched)
    return book.rng.choice(spots) if spots else None


def _answer_part(book: Notebook, card: Told) -> str | None:
    names = [name for name in ANSWERS[card.kind] if name in card.parts]
    if card.kind == "contrast":  # the reason for the correct option is shared with the sister pairs
        names = [name for name in names if name == "why_incorrect"]
    return book.rng.choice(names) if names else None


def _distinct(book: Notebook, card: Told, text: str) -> bool:
    """Say whether no other card asks this, now or ever: else even a reader could not tell them apart."""
    part = ASKED[card.kind]
    others = [book_card for *_, book_card in _all(book)] + book.gone + book.known
    return all(other.uid == card.uid or _bare(other.parts.get(part, "")) != _bare(text) for other in others)


def _bare(text: str) -> str:
    return re.sub(r"[「」？ ]|って何|とは", "", text)


def _all(book: Notebook) -> list[tuple[str, int, int, Told]]:
    return [(*spot, _card(book, spot)) for spot in book.spots()]


def _edit_answer(book: Notebook, how: str, edit: Callable[[str], str]) -> None:
    spot = _pick(book, lambda card: _answer_part(book, card) is not None)
    if spot and (part := _answer_part(book, _card(book, spot))):
        old = _card(book, spot).parts[part]
        if (text := edit(old)) != old:
            book.change(spot, how, **{part: text})


def _edit_asked(book: Notebook, how: str, edit: Callable[[str], str]) -> None:
    """Edit the question, one incorrect option, or the sentence of a cloze behind its first braces."""
    spot = _pick(book, lambda card: card.parts[ASKED[card.kind]] not in COMMON)
    if spot:
        card = _card(book, spot)
        old = card.parts[ASKED[card.kind]]
        covered, braces, rest = old.rpartition("}}")
        text = covered + braces + edit(rest)
        if text.strip() and text != old and _distinct(book, card, text):
            bare = card.kind == "contrast" and "why_incorrect" not in card.parts
            how += " of a cloze" if card.kind == "cloze" else " of a bare contrast" if bare else ""
            book.change(spot, how, **{ASKED[card.kind]: text})


def _typo(book: Notebook, text: str) -> str:
    """Insert, drop or double one character, or swap two."""
    place = book.rng.randrange(len(text))
    return book.rng.choice(
        (
            text[:place] + text[place + 1 :],
            text[:place] + text[place] + text[place:],
            text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
        )
    )


def _reword(book: Notebook, text: str) -> str:
    """Ask the same in other words, as people do."""
    rng = book.rng
    for old, new in (("って何？", "とは"), ("とは？", "について説明してください。"), ("の違いは？", "はどう違う？"), ("メリット", "利点は？"), ("なぜ", "どうして"),
                     ("どうすればよいですか？", "何をすべきですか？"), ("は？", "を述べよ"), ("を使って", "により"), ("を行う", "をする")):  # fmt: skip
        if old in text and rng.random() < 0.7:
            return text.replace(old, new)
    return rng.choice(
        (f"まず、{text}", f"{text}（重要）", f"【復習】{text}", f"{text.rstrip('？。')}を簡単に言うと？")
    )


def _renumber(book: Notebook, text: str) -> str:
    """Change a number."""
    digits = [place for place, char in enumerate(text) if char.isdigit()]
    place = book.rng.choice(digits) if digits else 0
    return text[:place] + str(book.rng.randrange(1, 9)) + text[place + 1 :] if digits else text


def mend_question(book: Notebook) -> None:
    """Mend a typo in a question."""
    _edit_asked(book, "typo in question", lambda text: _typo(book, text))


def reword_question(book: Notebook) -> None:
    """Reword a question."""
    _edit_asked(book, "question reworded", lambda text: _reword(book, text))


def number_in_question(book: Notebook) -> None:
    """Correct a number in a question."""
    _edit_asked(book, "number in question", lambda text: _renumber(book, text))


def new_question(book: Notebook) -> None:
    """Ask quite differently for the same answer."""
    spot = _pick(book, lambda card: card.kind == "qa" and "options" not in card.parts)
    if spot:
        card, text = _card(book, spot), book.say(book.rng.choice(ASKS))
        if _distinct(book, card, text):
            book.change(spot, "question anew", question=text)


def mend_answer(book: Notebook) -> None:
    """Mend a typo in an answer."""
    _edit_answer(book, "typo in answer", lambda text: _typo(book, text))


def lengthen_answer(book: Notebook) -> None:
    """Add a sentence to an answer."""
    _edit_answer(book, "sentence added", lambda text: f"{text}\n{book.facts(1, 1)}")


def shorten_answer(book: Notebook) -> None:
    """Drop a sentence from an answer."""
    _edit_answer(book, "sentence dropped", lambda text: text.partition("\n")[2] or text)


def number_in_answer(book: Notebook) -> None:
    """Correct a number in an answer."""
    _edit_answer(book, "number in answer", lambda text: _renumber(book, text))


def new_answer(book: Notebook) -> None:
    """Write an answer anew."""
    _edit_answer(book, "answer anew", lambda _: book.facts(1, 3))


def both(book: Notebook) -> None:
    """Reword the question and add a sentence to the answer in one go."""
    spot = _pick(book, lambda card: card.kind == "qa" and card.parts["question"] not in COMMON)
    if spot:
        card = _card(book, spot)
        question = _reword(book, card.parts["question"])
        if _distinct(book, card, question):
            book.change(spot, "both", question=question, answer=f"{card.parts['answer']}\n{book.facts(1, 1)}")


def reorder_options(book: Notebook) -> None:
    """Reorder the options of a question."""
    spot = _pick(book, lambda card: "options" in card.parts)
    if spot:
        options = _card(book, spot).parts["options"].split("\n")
        book.rng.shuffle(options)
        book.change(spot, "reordered", options="\n".join(options))


def edit_shared(book: Notebook) -> None:
    """Edit the prompt or the correct option of an item: all its contrast pairs change at once."""
    spot = _pick(book, lambda card: card.kind == "contrast")
    if not spot:
        return
    page, at, _ = spot
    cards = book.pages[page][at].cards
    part = book.rng.choice([name for name in ("prompt", "correct") if name in _card(book, spot).parts])
    old = _card(book, spot).parts[part]
    text = book.rng.choice(
        (_typo(book, old), _reword(book, old), _renumber(book, old), book.say(book.rng.choice(CHOICES)))
    )
    for place, card in enumerate(cards):
        if card.kind == "contrast" and card.uid not in book.touched:
            book.change((page, at, place), "shared part", **{part: text})


def swap_answers(book: Notebook) -> None:
    """Put right two answers that had been mixed up."""
    ok = lambda card: (
        card.kind == "qa" and "options" not in card.parts and _distinct(book, card, card.parts["question"])
    )
    one, two = _pick(book, ok), _pick(book, ok)
    if one and two and one != two:
        first, second = _card(book, one), _card(book, two)
        book.change(one, "answers swapped", answer=second.parts["answer"])
        book.change(two, "answers swapped", answer=first.parts["answer"])


# --- moves, renames, reorderings --------------------------------------------------------------------


def move_item(book: Notebook) -> None:
    """Move a section to another page."""
    source, target = book.rng.sample(sorted(book.pages), 2) if len(book.pages) > 1 else ("", "")
    if source and book.pages[source]:
        item = book.pages[source].pop(book.rng.randrange(len(book.pages[source])))
        book.pages[target].insert(book.rng.randint(0, len(book.pages[target])), item)


def move_card(book: Notebook) -> None:
    """Move one card to another section, perhaps on another page."""
    spot = _pick(book, lambda card: card.kind == "qa" and card.parts["question"] not in COMMON)
    if spot:
        page, at, place = spot
        card = book.pages[page][at].cards.pop(place)
        target = book.rng.choice([item for items in book.pages.values() for item in items])
        target.cards.insert(book.rng.randint(0, len(target.cards)), card)
        book.touched.setdefault(card.uid, []).append("card moved")


def rename_page(book: Notebook) -> None:
    """Rename a file."""
    page = book.rng.choice(sorted(book.pages))
    book.pages = {
        f"renamed-{book.uid()}.md" if name == page else name: items for name, items in book.pages.items()
    }


def split_page(book: Notebook) -> None:
    """Split a file in two."""
    page = book.rng.choice(sorted(book.pages))
    half = len(book.pages[page]) // 2
    book.pages[f"split-{book.uid()}.md"] = book.pages[page][half:]
    book.pages[page] = book.pages[page][:half]


def shuffle_items(book: Notebook) -> None:
    """Reorder the sections of a file; the numbers stay at their places."""
    items = book.pages[book.rng.choice(sorted(book.pages))]
    titles = [item.title for item in items]
    book.rng.shuffle(items)
    for item, title in zip(items, titles, strict=True):
        item.title = title


def shuffle_cards(book: Notebook) -> None:
    """Reorder the cards of a section."""
    for items in book.pages.values():
        for item in items:
            book.rng.shuffle(item.cards)


def retitle(book: Notebook) -> None:
    """Give a section another title."""
    items = [item for items in book.pages.values() for item in items]
    book.rng.choice(items).title = f"{book.rng.choice(SERVICES)} の問題 {book.uid()}"


def insert_item(book: Notebook) -> None:
    """Insert a new section and renumber all that follow, so that each has the title of the next."""
    items = book.pages[book.rng.choice(sorted(book.pages))]
    at = book.rng.randint(0, len(items))
    titles = [item.title for item in items[at:]]
    items.insert(at, Item("", new_item(book)))
    for item, title in zip(items[at:], (*titles, f"{book.uid()}."), strict=True):
        item.title = title


# --- what must not inherit --------------------------------------------------------------------------


def delete_card(book: Notebook) -> None:
    """Delete a card."""
    spot = _pick(book)
    if spot:
        page, at, place = spot
        book.gone.append(book.pages[page][at].cards.pop(place))


def replace_card(book: Notebook) -> None:
    """Delete a card and write a similar one in its place: same words, one term or number another, another answer."""
    spot = _pick(book, lambda card: card.parts[ASKED[card.kind]] not in COMMON)
    if not spot:
        return
    page, at, place = spot
    card = _card(book, spot)
    part = ASKED[card.kind]
    text = card.parts[part]
    for word in (*SERVICES, *ASPECTS):
        if word in text:
            text = text.replace(
                word, book.rng.choice([other for other in (*SERVICES, *ASPECTS) if other != word])
            )
            break
    else:
        text = book.say(book.rng.choice(ASKS if card.kind == "qa" else CHOICES))
    fresh = replace(card, uid=book.uid(), parts=card.parts | {part: text} | _other_answer(book, card))
    written = fresh.parts.get(_answer_part(book, card) or "")
    answered = any(written and written in other.parts.values() for other in (*book.known, *book.gone))
    if _distinct(book, fresh, text) and not answered:
        book.gone.append(card)
        book.pages[page][at].cards[place] = fresh
        book.touched[fresh.uid] = ["new"]


def _other_answer(book: Notebook, card: Told) -> dict[str, str]:
    """Write another answer, at times one that differs from the old in a term and a number only."""
    part = _answer_part(book, card)
    if part is None:
        return {}
    if "options" in card.parts:
        options = [book.say(choice) for choice in book.rng.sample(CHOICES, 4)]
        return {"options": "\n".join(options), "answer": options[0], "explanation": book.facts(1, 3)}
    old = card.parts[part]
    if book.rng.random() < 0.5:
        for word in (*SERVICES, *ASPECTS, *USES):
            if word in old:
                pool = SERVICES if word in SERVICES else ASPECTS if word in ASPECTS else USES
                changed = old.replace(word, book.rng.choice([other for other in pool if other != word]))
                return {part: _renumber(book, changed)}
    return {part: book.facts(1, 3)}


def replace_item(book: Notebook) -> None:
    """Delete a section and write another under the same title, with the same common sub-questions."""
    items = book.rng.choice([items for items in book.pages.values() if items] or [[]])
    if items:
        item = book.rng.choice(items)
        if any(card.uid in book.touched for card in item.cards):
            return
        book.gone += item.cards
        item.cards = new_item(book)
        for card in item.cards:
            book.touched[card.uid] = ["new"]


def add_cards(book: Notebook) -> None:
    """Write more cards into a section."""
    for item in book.rng.choice([items for items in book.pages.values() if items] or [[]])[:1]:
        here = {card.parts[ASKED[card.kind]] for card in (*book.known, *book.gone)}
        item.cards += [card for card in new_item(book) if card.parts[ASKED[card.kind]] not in here]


def restore_card(book: Notebook) -> None:
    """Bring back a card that was deleted in an earlier round."""
    if book.long_gone:
        card = book.long_gone.pop(book.rng.randrange(len(book.long_gone)))
        book.gone.remove(card)
        items = [item for items in book.pages.values() for item in items]
        if _distinct(book, card, card.parts[ASKED[card.kind]]):
            book.rng.choice(items).cards.append(card)
            book.touched.setdefault(card.uid, []).append("restored")


ONE_PART: tuple[Edit, ...] = (
    mend_question, reword_question, number_in_question, new_question, mend_answer, lengthen_answer, shorten_answer,
    number_in_answer, new_answer, edit_shared, swap_answers,
)  # fmt: skip
PLACES: tuple[Edit, ...] = (
    move_item, move_card, rename_page, split_page, shuffle_items, shuffle_cards, retitle, insert_item, reorder_options,
)  # fmt: skip
TRAPS: tuple[Edit, ...] = (delete_card, replace_card, replace_item, add_cards, restore_card, both)
