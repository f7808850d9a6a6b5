"""What the vocabulary finds and leaves alone, what recurs, what a card is tagged with, how a tag looks."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankibuild.learning import answerable
from ankibuild.markdown.dialect import Dialect
from ankibuild.markdown.outline import outline
from ankibuild.markdown.source import read_notes
from ankibuild.model import Card, CardKind, Part
from ankibuild.styles import recognise
from ankibuild.topics import homonyms, vocabulary
from ankibuild.topics.choosing import MOST, MOST_OWN, tag_name
from ankibuild.topics.marked_terms import Marked, is_term, marked
from ankibuild.topics.topics import Topics, TopicText, topic_texts
from ankibuild.topics.vocabulary import Term, Vocabulary, fold
from ankibuild.values import replace
from tests.anki_tools import anki_collection

HERE = Path(__file__).parent
ENTRIES = list(vocabulary.shipped())
KNOWN = Vocabulary(ENTRIES)
TOPICS = Topics.load({}, [])


def sentences() -> list[tuple[str, set[str]]]:
    lines = (HERE / "cases" / "topics.txt").read_text(encoding="utf-8").split("\n")
    cases = [line.split("=>") for line in lines if line and not line.startswith("#")]
    return [(text.strip(), {x.strip() for x in names.split(",") if x.strip()}) for text, names in cases]


@pytest.mark.parametrize(("text", "names"), sentences())
def test_find(text: str, names: set[str]) -> None:
    assert set(KNOWN.find(text)) == names


def test_case_file_names_only_entries() -> None:
    names = {entry.name for entry in ENTRIES}
    assert len(sentences()) > 60
    assert set().union(*(found for _, found in sentences())) <= names


# --- the shipped vocabulary ---


def test_vocabulary_is_broad() -> None:
    assert len(ENTRIES) >= 400


def test_vocabulary_is_unique() -> None:
    terms = Counter(fold(term.written) for entry in ENTRIES for term in entry.terms)
    names = Counter(tag_name(entry.name).lower() for entry in ENTRIES)
    assert [term for term, n in terms.items() if n > 1] == []
    assert [name for name, n in names.items() if n > 1] == []


def test_vocabulary_is_folded_and_sound() -> None:
    names = {entry.name for entry in ENTRIES}
    for entry in ENTRIES:
        assert entry.broader in names | {""}, entry
        assert entry.name not in KNOWN.above(entry.name)
        assert unicodedata.normalize("NFKC", entry.name) == entry.name
        assert all(len(term.written) > 1 and term.written == term.written.strip() for term in entry.terms), (
            entry
        )


def test_every_term_finds_its_entry() -> None:
    found = [
        (entry.name, term, list(KNOWN.find(in_a_sentence(term)))) for entry in ENTRIES for term in entry.terms
    ]
    assert [(term, names) for name, term, names in found if names != [name]] == []


def in_a_sentence(term: Term) -> str:
    return f"これは「{term.written}」の話" if term.case == "japanese" else f"({term.written})"


def test_reading_gives_what_a_single_entry_gives() -> None:
    """The file is shaped as a whole, an entry of the config term by term: both must agree."""
    for line in (
        (Path(vocabulary.__file__).with_name("vocabulary.txt")).read_text(encoding="utf-8").split("\n")
    ):
        if line and not line.startswith("#"):
            head, _, aliases = line.partition(" = ")
            name, _, broader = head.partition(" < ")
            made = vocabulary.entry(name, aliases.split(", ") if aliases else (), broader)
            assert made in ENTRIES


@given(
    st.text(
        alphabet=st.sampled_from("SGD勾配 降下法-ーアルEC2ＥＣ２s.İß_'\"\n@/") | st.characters(), max_size=60
    )
)
def test_any_text_can_be_searched(text: str) -> None:
    found = KNOWN.find(text)
    assert all(0 <= place <= 20 * len(text) for place in found.values())
    assert set(KNOWN.find(f"{text} ")) == set(found)


# --- the config ---


def names_of(topics: Topics, text: str) -> list[str]:
    return [tag.removeprefix("topic::") for tag in topics.tag([TopicText(text)])[0]]


def test_config_adds() -> None:
    topics = Topics.load({"社内基盤": ["Kumo", '"ABC"'], "Redshift": ["赤方偏移"]}, [])
    assert names_of(topics, "kumo の構成") == ["社内基盤"]
    assert names_of(topics, "ABC の構成") == ["社内基盤"]
    assert names_of(topics, "abc の構成") == []
    assert names_of(topics, "赤方偏移") == names_of(topics, "redshift") == ["Redshift"]


def test_config_moves_an_alias_and_renames_a_topic() -> None:
    topics = Topics.load(
        {"確率的勾配降下法": ["SGD"], "セージ": ["SageMaker"], "見張り": ["Overfitting"]}, []
    )
    assert names_of(topics, "SGD") == names_of(topics, "Stochastic Gradient Descent") == ["確率的勾配降下法"]
    assert names_of(topics, "SageMaker Clarify") == ["SageMaker_Clarify", "セージ"]
    assert names_of(topics, "Overfitting") == ["見張り"]
    assert names_of(topics, "過学習") == ["過学習"]


def test_config_silences() -> None:
    topics = Topics.load({"社内": []}, ["機械学習", "Learning rate", "社内", "ふるまい検知"])
    assert names_of(topics, "機械学習の学習率を社内で、SGD") == ["SGD"]
    mark = [Marked("ふるまい検知", "a.md", (n, n)) for n in (1, 9)]
    assert topics.tag([TopicText("ふるまい検知", marked=(m,)) for m in mark]) == [(), ()]


def test_a_silenced_product_leaves_its_parts() -> None:
    assert names_of(Topics.load({}, ["SageMaker"]), "SageMaker と SageMaker Clarify") == ["SageMaker_Clarify"]


# --- what is on a card, and in which order ---


def test_order_of_places() -> None:
    card = TopicText(
        question="Redshift とは", options="Athena か EMR", answer="S3 を読む Athena", context="Kinesis の話"
    )
    assert TOPICS.tag([card]) == [("topic::Redshift", "topic::Athena", "topic::EMR", "topic::S3")]


def test_narrower_before_broader_before_later_places() -> None:
    card = TopicText("SageMaker と SageMaker Data Wrangler", answer="XGBoost")
    assert TOPICS.tag([card]) == [
        ("topic::SageMaker_Data_Wrangler", "topic::SageMaker", "topic::XGBoost", "topic::勾配ブースティング")
    ]


def test_at_most_six() -> None:
    text = "S3 EC2 RDS VPC IAM KMS SQS SNS SES Redshift Athena"
    assert [len(tags) for tags in TOPICS.tag([TopicText(text), TopicText("", answer=text)])] == [MOST, MOST]


def test_no_topic_twice() -> None:
    topics = Topics.load({"redshift": ["RS 社内"]}, [])
    assert names_of(topics, "RS 社内と Redshift") == ["redshift"]


def test_what_only_explains_gives_no_topic() -> None:
    """An explanation mentions much that the card does not ask."""
    parts: dict[CardKind, dict[str, str]] = {
        "qa": {"question": "Redshift とは？", "answer": "データの倉", "explanation": "S3 から <b>荷札</b> を読む"},
        "contrast": {"prompt": "どちら？", "cue": "＿＿ は Kinesis から読む", "correct": "Redshift", "incorrect": "RDS",
                     "why_correct": "S3 から読む", "why_incorrect": "Athena とは違う"},
        "cloze": {"text": "{{c1::Redshift}} に貯める", "explanation": "S3 から読む"},
    }  # fmt: skip
    cards = [
        Card(kind, "x", "a.md", (), {name: Part(((n, n),), text, text) for name, text in each.items()})
        for n, (kind, each) in enumerate(parts.items())
    ]
    again = replace(cards[0], parts={**cards[0].parts, "explanation": Part(((9, 9),), "荷札", "<b>荷札</b>")})
    assert [set(tags) for tags in TOPICS.tag(topic_texts([*cards, again]))] == [
        {"topic::Redshift"}, {"topic::Redshift", "topic::RDS", "topic::Kinesis"}, {"topic::Redshift"}, {"topic::Redshift"},
    ]  # fmt: skip


# --- words of several senses ---


SENSES = {name: {tag_name(sense) for sense, _ in senses} for name, senses in homonyms.senses().items()}


@pytest.mark.parametrize(
    ("word", "text", "wanted"),
    [
        ("正規化", "テーブルを正規化する", "データベースの正規化"),
        ("正規化", "特徴量を学習の前に正規化する", "特徴量の正規化"),
        ("正規化", "パスを正規化して .. を消す", ""),
        ("量子化", "音声を標本化し、量子化し、符号化する", "A/D_変換"),
        ("量子化", "LLM の重みを量子化する", "モデルの量子化"),
        ("リダイレクト", "標準出力をファイルへリダイレクトする", "シェルのリダイレクト"),
        ("リダイレクト", "ALB で HTTP を HTTPS へリダイレクトする", "HTTP_リダイレクト"),
        ("継承", "フォルダの設定が下へ継承される", ""),
        ("継承", "class の継承は extends と書く", "クラスの継承"),
        ("継承", "subclasses などの継承", ""),  # a Latin word is looked for as a whole
        ("閾値", "アラームの値が閾値を超えた", "アラームの閾値"),
        ("SOA", "SOA のシリアルはゾーンごとに増やす", "DNS_レコード"),
    ],
)
def test_a_homonym_means_what_stands_beside_it(word: str, text: str, wanted: str) -> None:
    found = set(names_of(TOPICS, text))
    assert word not in found
    assert found & SENSES[word] == ({wanted} if wanted else set())


def test_the_whole_card_tells_what_a_homonym_means() -> None:
    card = TopicText("正規化とは？", answer="重ねて持たないこと", whole="正規化とは？\nデータベース › 設計")
    assert TOPICS.tag([card, TopicText("正規化とは？")]) == [("topic::データベースの正規化",), ()]


def test_the_author_decides_what_a_homonym_means() -> None:
    assert names_of(Topics.load({"正規化": []}, []), "パスの正規化") == ["正規化"]
    assert names_of(Topics.load({"住所の正規化": ["正規化"]}, []), "パスの正規化") == ["住所の正規化"]
    assert names_of(Topics.load({}, ["正規化"]), "テーブルの正規化") == []


def test_homonyms_and_their_senses_are_topics() -> None:
    names = {entry.name for entry in ENTRIES}
    table = homonyms.senses()
    assert len(table) >= 12
    assert set(table) | {sense for senses in table.values() for sense, _ in senses} <= names
    assert [sense for senses in table.values() for sense, _ in senses if sense in table] == []


# --- terms that recur ---


def test_recurring_terms() -> None:
    def card(line: int, *terms: str) -> TopicText:
        return TopicText("、".join(terms), marked=tuple(Marked(t, "a.md", (line, line + 2)) for t in terms))

    cards = [
        card(1, "標準配送", "一度きり"),
        card(2, "一度きり"),
        card(10, "標準配送"),
        card(20, "Kumo"),
        card(30, "kumo"),
    ]
    assert TOPICS.tag(cards) == [
        ("topic::標準配送",),
        (),
        ("topic::標準配送",),
        ("topic::Kumo",),
        ("topic::Kumo",),
    ]


def test_terms_recur_over_pages() -> None:
    cards = [TopicText("", marked=(Marked("標準配送", path, (1, 1)),)) for path in ("a.md", "b.md")]
    assert TOPICS.tag(cards) == [("topic::標準配送",)] * 2


def test_own_terms_come_last_and_are_few() -> None:
    terms = ("甲配送", "乙配送", "丙配送", "丁配送")
    cards = [
        TopicText(
            " ".join(terms) + " Redshift", answer="S3", marked=tuple(Marked(t, "a.md", (n, n)) for t in terms)
        )
        for n in (1, 9)
    ]
    tags = TOPICS.tag(cards)[0]
    assert tags == ("topic::Redshift", "topic::甲配送", "topic::乙配送", "topic::丙配送")
    assert len(tags) == 1 + MOST_OWN == MOST


def test_a_known_term_in_quotes_is_no_own_term() -> None:
    marks = [Marked("Over-sampling", "a.md", (n, n)) for n in (1, 9)]
    assert (
        TOPICS.tag([TopicText("Over-sampling", marked=(m,)) for m in marks])
        == [("topic::オーバーサンプリング",)] * 2
    )


def test_stop_words_are_no_topics() -> None:
    stop = ("正解", "例えば", "ポイント", "注意", "メリット", "important", "Answer", "データ")
    cards = [TopicText("", marked=tuple(Marked(t, "a.md", (n, n)) for t in stop)) for n in (1, 9)]
    assert TOPICS.tag(cards) == [(), ()]


def test_is_term() -> None:
    lines = (HERE / "cases" / "marked-terms.txt").read_text(encoding="utf-8").split("\n")
    cases = [(line[0] == "+", line[2:]) for line in lines if line[:2] in {"+ ", "- "}]
    assert len(cases) > 50
    assert [text for wanted, text in cases if is_term(text) != wanted] == []


def test_marked_reads_quotes_bold_and_code() -> None:
    html = (
        "<p>「<strong>標準配送</strong>」と <code>kumo_id</code>、<b>損失（Loss）：</b>、<em>強調</em></p>"
        "<pre><code>not_me</code></pre><p><strong>AT&amp;T 網</strong>「長い文は、用語ではない。」</p>"
    )
    card = Card("qa", "x", "a.md", (), {"answer": Part(((3, 4), (7, 9)), "", html)})
    assert [(m.term, m.lines) for m in marked(card, ["answer"])] == [
        (term, (3, 9)) for term in ("標準配送", "kumo_id", "損失", "AT&T 網")
    ]
    assert list(marked(card, ["question"])) == []


# --- tags ---


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("SageMaker Clarify", "SageMaker_Clarify"),
        ("a::b", "a:b"),
        (":: 甲　乙 ::", "甲_乙"),
        ("\"引用\" と 'これ'", "引用_と_これ"),
        ("が", "が"),
        ("C++/C#", "C++/C#"),
        ("a\tb\u200b\x00c", "a_b_c"),
        ("\\*<>", ""),
    ],
)
def test_tag_name(name: str, tag: str) -> None:
    assert tag_name(name) == tag


@given(st.text(max_size=30))
def test_tag_name_is_one_level(name: str) -> None:
    tag = tag_name(name)
    assert tag_name(tag) == tag == unicodedata.normalize("NFC", tag)
    assert not any(c.isspace() or c in "\"'\\*" or not c.isprintable() for c in tag)
    assert "::" not in tag
    assert tag.strip(":") == tag


def test_anki_keeps_the_tags(tmp_path: Path) -> None:
    tags = sorted("topic::" + tag_name(entry.name) for entry in ENTRIES)
    with anki_collection(tmp_path) as anki:
        note = anki.col.new_note(anki.col.models.by_name("Basic"))
        note["Front"], note.tags = "?", tags
        anki.col.add_note(note, anki.col.decks.id("Default"))
        assert sorted(anki.col.get_note(note.id).tags) == tags
        assert len(set(anki.col.tags.all())) == len(tags)


# --- cards ---


def test_the_texts_of_a_card() -> None:
    def part(text: str) -> Part:
        return Part(((1, 1),), text, text)

    card = Card(
        "contrast", "x", "a.md", ("頁", "41."),
        {"prompt": part("問"), "correct": part("甲"), "incorrect": part("乙"), "why_incorrect": part("理由")},
        context="頁 › 41 › 主題",
    )  # fmt: skip
    alone = topic_texts([card])[0]
    assert (alone.question, alone.options, alone.answer) == ("問\n甲", "乙", "")
    assert "理由" in alone.whole
    assert alone.context.split("\n") == ["頁", "41", "主題", "41.", "頁"]
    assert [text.context.split("\n") for text in topic_texts([card, card])] == [["41", "主題", "41."]] * 2
    other = replace(card, headings=("他",))
    assert "頁" in topic_texts([card, other])[0].context


WANTED = {
    "41": {"SageMaker_Data_Wrangler", "オーバーサンプリング"},
    "42": {"Redshift", "データマスキング"},
    "43": {"SageMaker", "非同期推論"},
    "44": {"SGD", "学習率"},
    "45": {"SageMaker", "推論タイプ"},
    "47": {"SageMaker_Clarify"},
    "48": {"過学習", "決定木", "max_depth"},
}
MENTIONED = {"Python", "正解率", "感情分析", "勾配ブースティング"}
"""What only explanations and reasons of these notes name."""


def test_the_topics_of_the_shipped_notes() -> None:
    (page,), _ = read_notes([HERE.parent / "seeds" / "cloudtech-study.md"])
    section, _ = outline(Dialect().convert(page.text, page.first_line), page.path, page.text.count("\n") + 1)
    cards, _ = answerable(recognise(section)[0])
    tagged = TOPICS.tag(topic_texts(cards))
    by_item: dict[str, set[str]] = {}
    for card, tags in zip(cards, tagged, strict=True):
        assert len(tags) <= MOST
        by_item.setdefault(card.number, set()).update(tag.removeprefix("topic::") for tag in tags)
    assert {item: WANTED[item] - by_item[item] for item in WANTED} == {item: set() for item in WANTED}
    assert not MENTIONED & set().union(*by_item.values())
    assert TOPICS.tag(topic_texts(cards)) == tagged


_JAPANESE = r"\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff"
_GAP = re.compile(rf" (?:(?<=[A-Za-z0-9)] )(?=[{_JAPANESE}])|(?<=[{_JAPANESE}] )(?=[A-Za-z0-9({_JAPANESE}]))")


@given(st.text("aZ9)( 々ーぁゖ\u3097゠ァヺ・㐀鿿\ua000é한,\n", max_size=12))
def test_a_blank_goes_next_to_a_japanese_letter(text: str) -> None:
    assert vocabulary.shape(text) == _GAP.sub("", unicodedata.normalize("NFKC", text))
