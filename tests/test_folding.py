"""Backs that are higher than a phone fold what follows their first block."""

from ankibuild.packaging.folding import SCREEN, folded, height

LINE = "あ" * 19
OPEN = '<details class="fold"><summary class="tappable"></summary>'


def qa(answer: str, explanation: str) -> dict[str, str]:
    return {"Question": "問い", "Options": "", "Answer": answer, "Explanation": explanation}


def test_height_counts_lines_as_a_phone_breaks_them() -> None:
    assert height("") == 0
    assert height("<p>短い</p><ul><li>甲</li><li>乙</li></ul>") == 3
    assert height(f"{LINE}<br>{LINE * 2}") == 3
    assert height("a" * 34) == 1
    assert height('<img src="a.png">') == 6


def test_only_a_back_over_a_phones_height_is_folded() -> None:
    short = qa("答え", f"<p>{LINE}</p>" * (SCREEN - 2))
    assert folded("qa", short) == short
    long = qa("答え", f"<p>{LINE}</p>" * (SCREEN - 1))
    assert folded("qa", long) == {**long, "Explanation": f"{OPEN}{long['Explanation']}</details>"}


def test_an_option_is_set_narrower_than_other_text() -> None:
    pair = {"Prompt": "", "Correct": LINE * 2, "Incorrect": LINE * 2, "WhyCorrect": "", "WhyIncorrect": ""}
    pair["WhyIncorrect"] = f"<p>{LINE}</p>" * (SCREEN - 4)
    assert "<details" in folded("contrast", pair)["WhyIncorrect"]
    assert (
        folded("contrast", pair | {"Correct": "甲", "Incorrect": "乙"})["WhyIncorrect"]
        == pair["WhyIncorrect"]
    )


def test_an_answer_is_never_folded() -> None:
    long = qa(f"<p>{LINE}</p>" * 30, "短い解説")
    assert folded("qa", long) == long


def test_a_reason_keeps_its_first_block_in_sight() -> None:
    points = "".join(f"<li>{number}{LINE}</li>" for number in range(6))
    fields = {"Prompt": "", "Correct": "甲", "Incorrect": "乙", "WhyCorrect": f"<ul>{points}</ul>"}
    fields["WhyIncorrect"] = f"<p>一</p>{f'<p>{LINE}</p>' * 9}"
    shown = folded("contrast", fields)
    assert shown["WhyCorrect"].startswith(f"<ul><li>0{LINE}</li></ul>{OPEN}<ul><li>1")
    assert shown["WhyIncorrect"].startswith(f"<p>一</p>{OPEN}<p>{LINE}</p>")
    assert shown["Correct"] == "甲"
    plain = fields | {"WhyIncorrect": LINE * 19}
    assert folded("contrast", plain)["WhyIncorrect"] == LINE * 19


def test_a_break_within_a_word_is_no_box_around_what_follows() -> None:
    first, rest = "<p>一つ目<wbr>の段落</p>", "<p>二つ目<wbr>の段落</p>" * 30
    pair = {"Prompt": "", "Correct": "甲", "Incorrect": "乙", "WhyCorrect": first + rest, "WhyIncorrect": ""}
    found = folded("contrast", pair)["WhyCorrect"]
    assert found.startswith("<p>一つ目<wbr/>の段落</p><details")
