"""Tell a slip of the pen from another word."""

import pytest

from ankibuild.identity.similarity import fold
from ankibuild.identity.slips import is_mended

MENDED = """
Amazn S3 に保存する | Amazon S3 に保存する
サバーを増設する | サーバーを増設する
サーバを増設する | サーバーを増設する
暗号かを有効にする | 暗号化を有効にする
データを保障する | データを保証する
品質保障を行う | 品質保証を行う
設定をを変える | 設定を変える
権を設定する | 権限を設定する
レイテンを無効にする | レイテンシを無効にする
AWS Lamda を使う | AWS Lambda を使う
インタネットゲートウェイ | インターネットゲートウェイ
ディスクをフォマットする | ディスクをフォーマットする
Elastic Load Blancing | Elastic Load Balancing
CloudFornt を使う | CloudFront を使う
利用者に公開すす | 利用者に公開する
フアイアウォール | ファイアウォール
"""
OTHERS = """
学習率を増やす | 学習率を減らす
EBS を使う | EFS を使う
SNS を使う | SQS を使う
30 日に設定する | 60 日に設定する
暗号化を有効にする | 暗号化を無効にする
同期で通信する | 非同期で通信する
論理削除にする | 物理削除にする
暗号する鍵 | 復号する鍵
認証を行う | 認可を行う
公開鍵で行う | 秘密鍵で行う
静的に割り当てる | 動的に割り当てる
送信を止める | 受信を止める
サーバーで使う | サーバーで使わない
ロードする | ロールする
シリアライズする | デシリアライズする
C で書く言語 | C++ で書く言語
インプットを見る | アウトプットを見る
可逆圧縮を使う | 不可逆圧縮を使う
手動で行う | 自動で行う
Class A を使う | Class B を使う
IPv4 を使う | IPv6 を使う
第一正規形 | 第二正規形
甲案 | 乙案
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    rows = (row.split(" | ") for row in table.strip().splitlines())
    return [(fold(one), fold(other)) for one, other in rows]


@pytest.mark.parametrize(("one", "other"), _pairs(MENDED))
def test_a_slip_is_mended(one: str, other: str) -> None:
    assert is_mended(one, other)
    assert is_mended(other, one), "a slip may come in as well"


@pytest.mark.parametrize(("one", "other"), _pairs(OTHERS))
def test_another_word_is_no_slip(one: str, other: str) -> None:
    assert not is_mended(one, other)
    assert not is_mended(other, one)
