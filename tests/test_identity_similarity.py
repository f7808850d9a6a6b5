"""What folding drops and keeps, and which words are the same word."""

import pytest

from ankibuild.identity.similarity import Relation, fold, is_slip, is_typo, names_something, relation, terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("「ＲＡＩＤ １」って何？", "raid1って何"),
        ("✅ 📌 S3、EBS。（重要）", "s3ebs重要"),
        ("C++ と C# と C", "c++とc#とc"),
        ("TLS 1.2 v3.11.", "tls1.2v3.11"),
        ("10,000 件！ a != b", "10,000件a!=b"),
        ("t3‐micro〜", "t3-micro~"),
        ("？！", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("「べき等性」って何？", "べき等性とは", "same"),
        ("S3 を使うメリット", "S3 により得られる利点は？", "same"),
        ("オーバサンプリングとは", "オーバーサンプリングとは", "same"),
        ("S3 の料金", "S3 の料金と制限", "extended"),
        ("S3 の料金", "EBS の料金", "replaced"),
        ("60 秒以内", "30 秒以内", "replaced"),
        ("学習率を増やす", "学習率を減らす", "replaced"),
        ("使うべき", "使うべきでない", "replaced"),
    ],
)
def test_relation(old: str, new: str, expected: Relation) -> None:
    assert relation(terms(old), terms(new)) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sagemaker", "sagemkaer", True),
        ("sagemaker", "sagemake", True),
        ("glue", "gglue", True),
        ("オーバサンプリング", "オーバーサンプリング", True),
        ("sns", "sqs", False),
        ("http", "https", False),
        ("encrypt", "decrypt", False),
        ("シリアライズ", "デシリアライズ", False),
        ("アクティブ", "パッシブ", False),
        ("2023", "2024", False),
        ("2012", "2021", False),
        ("ec2", "ec3", False),
    ],
)
def test_typo(one: str, other: str, *, same: bool) -> None:
    assert is_typo(one, other) is same
    assert is_typo(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("値を増増やす", "値を増やす", True),
        ("運の用手間", "運用の手間", True),
        ("10日に設定する", "01日に設定する", False),
        ("1日に設定する", "11日に設定する", False),
        ("値を増やす", "値を減らす", False),
        ("非同期にする", "同期にする", False),
    ],
)
def test_slip(one: str, other: str, *, same: bool) -> None:
    assert is_slip(one, other) is same
    assert is_slip(other, one) is same


def test_names() -> None:
    assert names_something("SageMaker とは？")
    assert names_something("「過学習」って何？")
    assert not names_something("解決策は？")
