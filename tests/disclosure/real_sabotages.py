"""Ways to spoil any finished bundle whose pages print ``*`` somewhere (破坏实际成品)."""

from __future__ import annotations

import re

from tests.disclosure.sabotages import Bundle, Sabotage, Spoil, add

_NUMBER = r"[−0-9.,]+"


def page_with(files: Bundle, pattern: str) -> tuple[str, re.Match[str]]:
    """The first page, in order, with the pattern; it has to be somewhere."""
    for name, content in sorted(files.items()):
        if found := re.search(pattern, content.decode(), re.S):
            return name, found
    raise AssertionError(pattern)


def changed(pattern: str, new: str) -> Spoil:
    """The first place of a pattern with another text; ``new`` may name groups."""

    def spoil(files: Bundle) -> Bundle:
        name, found = page_with(files, pattern)
        text = files[name].decode()
        put = found.expand(new)
        return {**files, name: (text[: found.start()] + put + text[found.end() :]).encode()}

    return spoil


def starred(statistic: str, text: str) -> Spoil:
    """Print a statistic of a cell that is held back."""
    ref = rf'(<td[^<>]*data-ref="[^"]*\|{statistic}(?:\|[^"]*)?">)\*(</td>)'
    return changed(ref, rf"\g<1>{text}\g<2>")


def figure(statistic: str, change: str) -> Spoil:
    """Change the text of a printed figure; ``change`` may name the group ``text``."""
    ref = rf'(<td[^<>]*data-ref="[^"]*\|{statistic}(?:\|[^"]*)?">)(?P<text>{_NUMBER})(</td>)'
    return changed(ref, rf"\g<1>{change}\g<3>")


def before(mark: str, new: str) -> Spoil:
    return changed(rf"({re.escape(mark)})", new.replace("\\", r"\\") + r"\g<1>")


REAL = (
    Sabotage("印一个不公布的数", starred("value", "12.34"), ""),
    Sabotage("印一个不公布的增速", starred("growth_yoy_pct", "1.2"), ""),
    Sabotage("印一个不公布的占比", starred("share_pct", "1.2"), ""),
    Sabotage("印一个不公布的位次", starred("rank", "3"), ""),
    Sabotage("星号旁印户数", starred("n", "2"), ""),
    Sabotage("星号换成范围", starred("value", "1—2"), ""),
    Sabotage("多一位小数", figure("value", r"\g<text>4"), ""),
    Sabotage("增速多一位", figure("growth_yoy_pct", r"\g<text>3"), ""),
    Sabotage("占比多一位", figure("share_pct", r"\g<text>1"), ""),
    Sabotage("改一个数", figure("value", "1.01"), ""),
    Sabotage("漏印一个数", figure("value", "—"), ""),
    Sabotage("户数前加负号", figure("n", r"−\g<text>"), ""),
    Sabotage("去掉坐标", changed(r' data-ref="[^"]*\|value\|[^"]*">[0-9]', ">9"), ""),
    Sabotage("坐标改指企业", changed(r'\|cluster=[^"]*"', '|enterprise=E1"'), ""),
    Sabotage("提示文字", changed(r"<td ", '<td title="12.34" '), ""),
    Sabotage("全精度属性", changed(r"<td ", '<td data-value="12.345678" '), ""),
    Sabotage("隐藏的数", before("<footer>", "<p hidden>12.34</p>"), ""),
    Sabotage("汉字的数", before("<footer>", "<p>其中两户企业停产</p>"), ""),
    Sabotage("脚本", before("</body>", "<script>1</script>"), ""),
    Sabotage("事件属性", changed(r"<td ", '<td onclick="1" '), ""),
    Sabotage("脚本地址", before("<footer>", '<a href="javascript:1">甲</a>'), ""),
    Sabotage("外部链接", before("<footer>", '<a href="https://x.example/">甲</a>'), ""),
    Sabotage("外部图片", before("<footer>", '<img src="http://x.example/a.png">'), ""),
    Sabotage("内嵌图片", before("<footer>", '<img src="data:image/png;base64,AAAA">'), ""),
    Sabotage("注释", before("<footer>", "<!-- 甲 -->"), ""),
    Sabotage("样式里的数", before("</style>", 'td::after{content:"12.34"}'), ""),
    Sabotage("样式的注释", before("</style>", "/* 甲 */"), ""),
    Sabotage("放宽安全策略", changed("img-src data:; style", "img-src *; style"), ""),
    Sabotage(
        "安全策略不在首位",
        changed("<meta http-equiv", '<meta charset="utf-8"><meta http-equiv'),
        "",
    ),
    Sabotage("图的说明", changed('<g class="mark-text', '<desc>甲</desc><g class="mark-text'), ""),
    Sabotage(
        "图的标题", changed('<g class="mark-text', '<title>甲</title><g class="mark-text'), ""
    ),
    Sabotage(
        "多画一个条形",
        changed('(<g class="mark-rect[^>]*>)', r'\g<1><path d="M1,1h9v9h-9Z"></path>'),
        "",
    ),
    Sabotage(
        "条形变短",
        changed(
            r'(mark-rect[^>]*><path d="M[0-9.]+,[0-9.]+h)[0-9.]+(v[0-9.]+h-)[0-9.]+Z',
            r"\g<1>7.7\g<2>7.7Z",
        ),
        "",
    ),
    Sabotage("说明为何不公布", changed("按保密规定不公布。</p>", "只有少数企业，不公布。</p>"), ""),
    Sabotage("附CSV", add("a.csv", b"a,b"), ""),
    Sabotage("附笔记本", add("a/a.ipynb", b"{}"), ""),
    Sabotage("多一页", lambda f: {**f, "999999/a.html": next(iter(f.values()))}, ""),
    Sabotage("少一页", lambda f: {n: c for n, c in f.items() if n != min(f)}, ""),
    Sabotage("少目录", lambda f: {n: c for n, c in f.items() if n != "index.html"}, ""),
    Sabotage("两页对调", lambda f: _swapped(f), ""),
    Sabotage(
        "混入另一期", changed(r'gxlab:period" content="[^"]*', 'gxlab:period" content="2019-04'), ""
    ),
    Sabotage(
        "混入内部版",
        changed('gxlab:audience" content="shared', 'gxlab:audience" content="internal'),
        "",
    ),
    Sabotage("文件尾附数据", lambda f: {**f, "index.html": f["index.html"] + b"\x00\x01PK"}, ""),
)


def _swapped(files: Bundle) -> Bundle:
    pages = sorted(n for n in files if n.endswith(".html") and not n.endswith("index.html"))
    one, other = pages[0], pages[-1]
    return {**files, one: files[other], other: files[one]}
