"""Measure how fast cards are matched with the ledger: `python tests/benchmarks/identity.py [CARDS]`.

The cards are simple on purpose (one sentence, few words, numbers that tell them apart), which is hard on
the index: short texts that differ little.
"""

import sys
from collections.abc import Callable, Sequence
from random import Random
from time import process_time

from ankibuild.identity.candidate import Candidate
from ankibuild.identity.ledger import Entry, Ledger, dumps, loads
from ankibuild.identity.matching import match
from ankibuild.values import replace

SERVICES = (
    "S3",
    "EBS",
    "Lambda",
    "DynamoDB",
    "Redshift",
    "SageMaker",
    "CloudFront",
    "Kinesis",
    "Athena",
    "Glue",
)
USES = (
    "画像の保存",
    "ログの収集",
    "モデルの学習",
    "費用の削減",
    "鍵の管理",
    "障害からの復旧",
    "イベントの通知",
)
PER_PAGE = 50

Change = Callable[[Candidate, Random], Candidate]


def written(count: int, rng: Random) -> list[Candidate]:
    """Write simple cards, 50 a page, five a section."""
    cards: list[Candidate] = []
    for number in range(count):
        page, section = divmod(number, PER_PAGE)[0], number // 5
        service, use = rng.choice(SERVICES), rng.choice(USES)
        question = f"設定 {number} で {service} を{use}に使うときの注意点は？"
        answer = (
            f"{service} の上限は {rng.randrange(10**5)} 件です。\n{use}では {rng.randrange(10**4)} 秒ごとに確認し、"
            f"必要に応じて {rng.choice(SERVICES)} と組み合わせます。"
        )
        parts = {"question": question, "answer": answer}
        cards.append(Candidate("qa", "Deck", f"{page}.md", number, (f"{page}", f"{section}."), parts))
    return cards


def entries(cards: Sequence[Candidate]) -> list[Entry]:
    """Return the ledger entries of cards that were all new once."""
    return [
        Entry(m.guid, c.kind, 10**12 + n, 10**9, c.page, c.headings, c.parts, c.context)
        for n, (c, m) in enumerate(zip(cards, match((), cards).matches, strict=True))
    ]


def reworded(card: Candidate, rng: Random) -> Candidate:
    """Change the question only."""
    return replace(card, parts={**card.parts, "question": card.parts["question"].replace("ときの", "際の")})


def both(card: Candidate, rng: Random) -> Candidate:
    """Change the question and the answer a little."""
    answer = card.parts["answer"].replace("組み合わせます", rng.choice(("併せて使います", "一緒に使います")))
    return replace(reworded(card, rng), parts={**reworded(card, rng).parts, "answer": answer})


def both_and_moved(card: Candidate, rng: Random) -> Candidate:
    """Change question and answer, and rename every page and section."""
    return replace(both(card, rng), page=f"new-{card.page}", headings=("new", f"new {card.headings[-1]}"))


def other(card: Candidate, rng: Random) -> Candidate:
    """Write another card in its place."""
    return written(1, rng)[0].__class__(
        card.kind, card.deck, card.page, card.line, card.headings,
        {"question": f"問い {rng.random()} は何のため？", "answer": f"それは {rng.random()} のためです。"},
    )  # fmt: skip


def same_question(card: Candidate, rng: Random) -> Candidate:
    """Ask the same everywhere."""
    return replace(card, parts={**card.parts, "question": "何が起きているのか？"})


def measured(name: str, known: list[Entry], cards: list[Candidate]) -> None:
    """Print how long the match took and how many cards kept their guid."""
    start = process_time()
    found = match(known, cards)
    seconds = process_time() - start
    kept = sum(m.entry is known_entry for m, known_entry in zip(found.matches, known, strict=True))
    wrong = sum(m.entry not in (None, k) for m, k in zip(found.matches, known, strict=True))
    print(f"{name:34} {len(cards):7,} cards {seconds:7.3f} s   kept {kept:7,}   wrong {wrong}")


def main(count: int) -> None:
    """Run all cases."""
    rng = Random(1)
    cards = written(count, rng)
    known = entries(cards)
    order = list(range(count))
    rng.shuffle(order)

    def changed(how: Change, share: float) -> list[Candidate]:
        picked = set(order[: int(count * share)])
        return [how(card, rng) if n in picked else card for n, card in enumerate(cards)]

    measured("nothing changed", known, list(cards))
    measured("1 % with question reworded", known, changed(reworded, 0.01))
    measured("1 % with both edited", known, changed(both, 0.01))
    measured("10 % with both edited", known, changed(both, 0.1))
    measured("every question reworded", known, changed(reworded, 1))
    measured("everything edited a little", known, changed(both, 1))
    measured("everything edited, moved, renamed", known, changed(both_and_moved, 1))
    measured("everything replaced", known, changed(other, 1))
    same = [same_question(card, rng) for card in cards]
    measured(
        "one question everywhere, 1 % edited",
        entries(same),
        [both(c, rng) if n % 100 == 0 else c for n, c in enumerate(same)],
    )
    measured("one question everywhere, all edited", entries(same), [both(c, rng) for c in same])
    start = process_time()
    text = dumps(Ledger("Deck", {}, tuple(sorted(known, key=lambda entry: entry.guid))))
    middle = process_time()
    loads(text)
    print(
        f"ledger of {len(text) / 1e6:.1f} MB: written in {middle - start:.3f} s, read in {process_time() - middle:.3f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
