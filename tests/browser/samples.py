"""Fields of cards as the builder hands them over, from the notes that ship with the project."""

from collections.abc import Mapping

from ankibuild.model import CardKind

Fields = Mapping[str, str]

CONTRAST: Fields = {
    "Prompt": "<p>今回の<wbr>問題は<wbr>何が<wbr>起きてるの？</p><ul><li>「損失が<wbr>振動している」<br>→ 学習してる<wbr>はずなのに、<wbr>損失が"
    "<wbr>減ったり<wbr>増えたりを<wbr>繰り返してる。</li><li>「トレーニング損失も<wbr>検証損失も<wbr>高い」<br>→ そもそも、<wbr>モデルの<wbr>精度が"
    "<wbr>上がっていない。</li></ul>",
    "Correct": "学習率を<wbr>減らす",
    "WhyCorrect": "<ul><li>大きすぎる学習率を小さくすれば、モデルが少しずつ安定して学習できる。</li>"
    "<li>「行き過ぎたり戻ったり」が減るので、損失がスムーズに減るようになる。</li></ul>",
    "Incorrect": "アーリーストップを<wbr>導入する",
    "WhyIncorrect": "<ul><li>アーリーストップは、「学習しすぎて逆に悪くなる（過学習）」のを防ぐもの。</li>"
    "<li>今回はそもそも学習が安定していないので、意味がない！</li></ul>",
    "Context": "CloudTech Study › 44",
    "Source": "cloudtech-study.md › 44. › 5. 他の選択肢がダメな理由",
}
"""Section 44: a prompt with a list."""

BARE_CONTRAST: Fields = {
    "Correct": "Redshift の<wbr>動的データマスキングポリシーを<wbr>設定して、<wbr>クエリ実行時に<wbr>機密データを<wbr>データサイエンティストと"
    "<wbr>共有する<wbr>方法を<wbr>制御する",
    "WhyCorrect": "<p>動的データマスキング（DDM）は、クエリの実行時に特定の条件に基づいてデータの表示方法を制する機能を提供します。<br>"
    "このソリューションは、データを変換したり新しいデータセットを保存することなく、既存のデータソースに基づいて機密データを保護できます。</p>",
    "Incorrect": "データベースの<wbr>上位に<wbr>マスキングロジックを<wbr>持つ<wbr>マテリアライズドビューを<wbr>作成する。<wbr>"
    "データサイエンティストに<wbr>必要な<wbr>読み取り権限を<wbr>付与する。",
    "WhyIncorrect": "<p>マスキングロジックを持つマテリアライズドビューを作成する場合、ビューの更新や管理が必要になります。</p>",
    "Context": "CloudTech Study › 42",
    "Source": "cloudtech-study.md › 42.",
    "Swap": "1",
}
"""Section 42: long options and no prompt, the wrong one first."""

TABLE: Fields = {
    "Question": "なぜ<wbr>オーバーサンプリングが<wbr>必要？",
    "Answer": "<p>機械学習のモデルは、データの分布が偏っている（不均衡データ）と、少数派クラスをうまく学習できないことがあるからです。</p>"
    "<p>例えば、クレジットカードの不正取引データを考えてみましょう。</p>"
    "<table><thead><tr><th>クラス</th><th>データ数</th><th>割合</th></tr></thead><tbody><tr><td>正常取引</td><td>99,000 件</td>"
    "<td>99%</td></tr><tr><td>不正取引</td><td>1,000 件</td><td>1%</td></tr></tbody></table>"
    "<p>👉 このままだと、モデルは「ほぼ全部正常」と予測するだけで <strong>99%の正解率</strong> を出せてしまう。<br>"
    "📌 でも、それでは不正取引（本当に見つけるべきデータ）をほとんど見逃してしまう！</p>",
    "Context": "CloudTech Study › 41",
    "Source": "cloudtech-study.md › 41. › 1. なぜオーバーサンプリングが必要？",
}
"""Section 41: a table."""

CHOICE: Fields = {
    "Question": "<p>60&nbsp;秒を<wbr>超えるが<wbr>1&nbsp;時間<wbr>以内に<wbr>終わり、<wbr>データが<wbr>1&nbsp;GB に<wbr>なる<wbr>推論には"
    "<wbr>どれを<wbr>使う？</p>",
    "Options": '<ul class="options"><li>リアルタイム推論</li><li>サーバーレス推論</li><li>非同期推論</li><li>上記の<wbr>いずれでもない</li></ul>',
    "Answer": "<p>非同期推論。</p>",
    "Explanation": "<p>1 時間以内に終わる処理、データサイズは 1GB まで。リアルタイム推論は <code>InvokeEndpoint</code> が 60 秒で切れる。</p>",
    "Context": "CloudTech Study › 45 › SageMaker の推論タイプ",
    "Source": "cloudtech-study.md › 45.",
}
"""One right option among four, the last of which stays last."""

MANY: Fields = {
    "Question": "<p>過学習を<wbr>防ぐ<wbr>方法は<wbr>どれ？<wbr>（2つ選択）</p>",
    "Options": '<ul class="options many"><li><code>max_depth</code> を<wbr>減らす</li><li>学習率を<wbr>増やす</li>'
    "<li>アーリーストップを<wbr>導入する</li><li><code>max_depth</code> の<wbr>値を<wbr>増やす</li></ul>",
    "Answer": "<ul><li><code>max_depth</code> を減らす</li><li>アーリーストップを導入する</li></ul>",
    "Explanation": "<p>アーリーストップは、「学習しすぎて逆に悪くなる（過学習）」のを防ぐもの。</p>",
    "Context": "CloudTech Study › 48",
    "Source": "cloudtech-study.md › 48.",
}
"""Two right options: check boxes."""

RICH: Fields = {
    "Question": "<p><ruby>勾配<rt>こうばい</rt></ruby>降下法の<wbr>更新式は？</p>",
    "Answer": r"<p>\(w \leftarrow w - \eta \nabla L(w)\)</p>"
    '<pre class="hl-highlight"><code><span class="hl-k">for</span> <span class="hl-n">x</span> <span class="hl-ow">in</span> '
    '<span class="hl-n">batch</span><span class="hl-p">:</span>  <span class="hl-c1"># 学習率 η を掛けてから引く。長い行は箱の中で横に動く</span>\n'
    '    <span class="hl-n">w</span> <span class="hl-o">-=</span> <span class="hl-mf">0.01</span> <span class="hl-o">*</span> '
    '<span class="hl-nf">grad</span><span class="hl-p">(</span><span class="hl-n">x</span><span class="hl-p">,</span> '
    '<span class="hl-s2">&quot;loss&quot;</span><span class="hl-p">)</span></code></pre>'
    '<blockquote class="callout warning"><p>学習率が大きすぎると、損失が振動する。</p></blockquote>'
    "<blockquote><p>引用はこう見える。</p></blockquote>"
    "<ol><li>損失を求める<ul><li>検証損失も見る</li></ul></li><li>勾配を求める</li></ol>"
    "<table><thead><tr><th>学習率</th><th>損失の動き</th><th>かかる時間</th><th>安定するか</th><th>ひとこと</th></tr></thead>"
    "<tbody><tr><td>大きい</td><td>振動する</td><td>短い</td><td>しない</td><td>行き過ぎたり、戻ったりしてバランスを崩す</td></tr></tbody></table>"
    "<p>https://example.invalid/"
    + "averyveryverylongpath" * 5
    + '</p><details><summary>くわしく</summary><p>本文</p></details><p><img src="x.png" width="1600" height="90" alt="図"></p>',
    "Context": "CloudTech Study › 44",
    "Source": "cloudtech-study.md › 44.",
}
"""Everything that a field may hold."""

CLOZE: Fields = {
    "Text": "<p>学習率が<wbr>大きすぎると<wbr>損失が{{c1::振動}}する。</p>",
    "Explanation": "<p>行き過ぎたり、戻ったりしてバランスを崩す。</p>",
    "Context": "CloudTech Study › 44",
    "Source": "cloudtech-study.md › 44.",
}

SAMPLES: Mapping[str, tuple[CardKind, Fields]] = {
    "contrast": ("contrast", CONTRAST),
    "bare": ("contrast", BARE_CONTRAST),
    "table": ("qa", TABLE),
    "choice": ("qa", CHOICE),
    "many": ("qa", MANY),
    "rich": ("qa", RICH),
    "cloze": ("cloze", CLOZE),
}
