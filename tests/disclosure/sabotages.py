"""Ways to spoil a finished bundle (破坏): what is done to it, and the rule that notices."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.disclosure.hand_bundle import CITY, EAST, ref

Bundle = dict[str, bytes]
Spoil = Callable[[Bundle], Bundle]
FIRM = "示例博远电机制造有限公司"
# 110.24 亿元 of cluster b: in 元, as a mere number.
HELD = "110.24"


@dataclass(frozen=True)
class Sabotage:
    """``name`` of what is done, ``spoil`` does it; ``rule`` stands in the refusal."""

    name: str
    spoil: Spoil
    rule: str


def put(old: str, new: str, page: str = CITY) -> Spoil:
    """Replace the first place where ``old`` stands on a page; it has to stand there."""

    def spoil(files: Bundle) -> Bundle:
        text = files[page].decode()
        assert old in text, old
        return {**files, page: text.replace(old, new, 1).encode()}

    return spoil


def before(mark: str, new: str, page: str = CITY) -> Spoil:
    return put(mark, new + mark, page)


def cell(statistic: str, cluster: str, old: str, new: str) -> Spoil:
    """Print something else in a cell of the clusters' table."""
    at = f'data-ref="{ref(statistic, cluster=cluster)}">'
    return put(f"{at}{old}</td>", f"{at}{new}</td>")


def add(name: str, content: bytes) -> Spoil:
    return lambda files: {**files, name: content}


def drop(name: str) -> Spoil:
    return lambda files: {n: content for n, content in files.items() if n != name}


def rows_by_size(files: Bundle) -> Bundle:
    """The rows of the clusters' table by size, those held back where their size puts them."""
    text = files[CITY].decode()
    table = re.search(r"<tbody>(.*?)</tbody>", text, re.S)
    assert table is not None
    rows = re.findall(r"<tr.*?</tr>", table[1], re.S)
    by_size = "".join(rows[n] for n in (0, 2, 3, 5, 1, 4))
    return {**files, CITY: text.replace(table[1], by_size, 1).encode()}


def every_statistic(files: Bundle) -> Bundle:
    texts = {"value": HELD, "growth_yoy_pct": "3.0", "share_pct": "14.4", "rank": "3", "n": "12"}
    for statistic, text in texts.items():
        files = cell(statistic, "b", "*", text)(files)
    return files


def longer_bar(files: Bundle) -> Bundle:
    text = files[CITY].decode()
    bar = re.compile(r"M[0-9.]+,[0-9.]+h([0-9.]+)v[0-9.]+h-([0-9.]+)Z")
    found = bar.search(text, text.index("mark-rect"))
    assert found is not None
    longer = found[0].replace(found[1], str(float(found[1]) - 3.4))
    return {**files, CITY: text.replace(found[0], longer, 1).encode()}


_BODY = "<main>"
_BAR = '<path d="M181.7,3.9h318.5v18.2h-318.5Z" fill="#0f5c73"></path>'
_POLICY = "img-src data:; style-src"

SABOTAGES = (
    # What the pages print.
    Sabotage("印出一个连带不公布的数", cell("value", "b", "*", HELD), "印了不公布的数"),
    Sabotage("印出不公布单元格的全部统计量", every_statistic, "印了不公布的数"),
    Sabotage("多印一位小数", cell("value", "a", "186.42", "186.423"), "与发布数据不同"),
    Sabotage("增速多印一位", cell("growth_yoy_pct", "a", "12.4", "12.43"), "与发布数据不同"),
    Sabotage("末位补零", cell("value", "a", "186.42", "186.420"), "位数与发布数据不同"),
    Sabotage("改一个数", cell("value", "a", "186.42", "186.52"), "与发布数据不同"),
    Sabotage("去掉负号", cell("growth_yoy_pct", "e", "−2.7", "2.7"), "与发布数据不同"),
    Sabotage("星号旁印户数", cell("n", "b", "*", "2"), "单元格不公布，却印了它的 n"),
    Sabotage("星号旁印位次", cell("rank", "d", "*", "3"), "单元格不公布，却印了它的 rank"),
    Sabotage("星号旁印占比", cell("share_pct", "b", "*", "14.4"), "却印了它的 share_pct"),
    Sabotage("星号旁印增速", cell("growth_yoy_pct", "b", "*", "3.0"), "却印了它的 growth_yoy_pct"),
    Sabotage("星号换成区间", cell("value", "b", "*", "100—120"), "既不是数也不是“*”"),
    Sabotage("星号换成定性的话", cell("value", "b", "*", "略低于现代纺织"), "既不是数也不是“*”"),
    Sabotage(
        "同一坐标另印一个数",
        before("<footer>", f'<p><span data-ref="{ref("value", cluster="a")}">186.4</span></p>'),
        "同一坐标印了两个不同的数",
    ),
    Sabotage(
        "印一户企业的数",
        before("<footer>", f'<p><span data-ref="{ref("value")}|enterprise=E1">9.87</span></p>'),
        "印了发布数据中没有的数",
    ),
    Sabotage(
        "换计量单位",
        put('<span class="unit">亿元</span></th>', '<span class="unit">万元</span></th>'),
        "计量单位",
    ),
    Sabotage("去掉数的坐标", put(f' data-ref="{ref("value", cluster="c")}"', ""), "不带坐标的数字"),
    # Numbers beside the figures.
    Sabotage("正文里写数", before("<footer>", f"<p>轨道交通{HELD}亿元</p>"), "不带坐标的数字"),
    Sabotage("隐藏的文字", before("<footer>", f"<p hidden>{HELD}</p>"), "不带坐标的数字"),
    Sabotage("用汉字写数", before("<footer>", "<p>轨道交通仅两户企业</p>"), "不带坐标的数字"),
    Sabotage("用全角写数", before("<footer>", "<p>１１０．２４</p>"), "不带坐标的数字"),
    Sabotage("用带圈数字", before("<footer>", "<p>轨道交通⑫</p>"), "不带坐标的数字"),
    Sabotage(
        "数写进朗读文字",
        put('role="img" aria-label="', f'role="img" aria-label="{HELD} '),
        "不带坐标的数字",
    ),
    Sabotage("数写进类名", put('<td class="right"', '<td class="right v11024"'), "不带坐标的数字"),
    Sabotage("说明为何不公布", put("按保密规定不公布", "因企业过少不公布"), "规定以外的说明"),
    # Channels.
    Sabotage("提示文字", put("<td ", f'<td title="{HELD}" '), "不应出现的属性 title"),
    Sabotage("全精度属性", put("<td ", f'<td data-value="{HELD}" '), "data-value"),
    Sabotage("自造属性", put("<td ", '<td data-x="MTEwLjI0" '), "不应出现的属性 data-x"),
    Sabotage("注释里写企业名", before("<footer>", f"<!-- {FIRM} -->"), "含注释"),
    Sabotage("样式注释", before("</style>", f"/* {FIRM} */"), "样式中有注释"),
    Sabotage(
        "样式里写数", before("</style>", f'td::after{{content:"{HELD}"}}'), "样式自带数字文字"
    ),
    Sabotage(
        "样式取外部地址",
        before("</style>", "p{background:url(http://x.example/a)}"),
        "样式中有地址",
    ),
    Sabotage(
        "图里加说明",
        put('<g class="mark-text', f'<desc>{FIRM}</desc><g class="mark-text'),
        "<desc>",
    ),
    Sabotage(
        "图里加标题",
        put('<g class="mark-text', f'<title>{FIRM}</title><g class="mark-text'),
        "<title>",
    ),
    Sabotage(
        "条形带描述",
        put('<g class="mark-rect role-mark', f'<g aria-label="{FIRM}" class="mark-rect role-mark'),
        "不应出现的属性 aria-label",
    ),
    Sabotage(
        "作者信息", before("<title>", f'<meta name="author" content="{FIRM}">'), "不应出现的 meta"
    ),
    Sabotage("零宽控制字符", put("<footer>", "<footer>\x07"), "版式不规范"),
    Sabotage(
        "页尾附压缩数据",
        lambda f: {**f, CITY: f[CITY] + gzip.compress(FIRM.encode())},
        "版式不规范",
    ),
    # Drawings.
    Sabotage(
        "多画一个条形",
        put('<g class="mark-text', f'<g class="mark-rect role-mark">{_BAR}</g><g class="mark-text'),
        "图中条形",
    ),
    Sabotage("条形长短另有所指", longer_bar, "图中条形"),
    Sabotage(
        "画一条走势",
        before("<footer>", '<svg class="spark" viewBox="0 0 9 9"><path d="M0 0L9 5"></path></svg>'),
        "图中只应有",
    ),
    Sabotage("表按大小排列", rows_by_size, "不应按大小排列"),
    # Script and the network.
    Sabotage("脚本", before("</body>", "<script>1</script>"), "含脚本"),
    Sabotage("事件属性", put("<td ", '<td onclick="1" '), "事件属性"),
    Sabotage("脚本地址", before("<footer>", '<a href="javascript:1">甲</a>'), "javascript:"),
    Sabotage("放宽安全策略", put(_POLICY, "img-src *; style-src"), "内容安全策略"),
    Sabotage(
        "安全策略不在首位",
        put("<meta http-equiv", '<meta charset="utf-8"><meta http-equiv'),
        "内容安全策略",
    ),
    Sabotage(
        "自动跳转", before("<title>", '<meta http-equiv="refresh" content="0">'), "http-equiv"
    ),
    Sabotage(
        "外部图片", before("<footer>", '<img src="http://x.example/a.png">'), "不应出现的元素 <img>"
    ),
    Sabotage(
        "内嵌图片",
        before("<footer>", '<img src="data:image/png;base64,AAAA">'),
        "不应出现的元素 <img>",
    ),
    Sabotage("内嵌框架", before("<footer>", "<iframe></iframe>"), "不应出现的元素 <iframe>"),
    Sabotage(
        "链接到外部", before("<footer>", '<a href="https://x.example/">甲</a>'), "链接指向包外"
    ),
    Sabotage(
        "链接到上级文件夹",
        before("<footer>", '<a href="../../internal/a.html">甲</a>'),
        "链接指向包外",
    ),
    # The bundle.
    Sabotage("附上CSV", add("330000/a.csv", FIRM.encode()), "不应有其他文件"),
    Sabotage("附上笔记本", add("330000/cluster_revenue.ipynb", b"{}"), "不应有其他文件"),
    Sabotage("附上工作簿", add("附表.xlsx", b"PK"), "不应有其他文件"),
    Sabotage("多一个页面", lambda f: {**f, f"330102/{CITY[7:]}": f[EAST]}, "目录没有列出"),
    Sabotage("少一个页面", drop(EAST), "链接指向包外"),
    Sabotage("少目录页", drop("index.html"), "缺目录页"),
    Sabotage("两页对调", lambda f: {**f, CITY: f[EAST], EAST: f[CITY]}, "与所在位置不符"),
    Sabotage(
        "混入另一期",
        put('gxlab:period" content="2026-05', 'gxlab:period" content="2026-04', EAST),
        "不是同一期",
    ),
    Sabotage(
        "混入内部版",
        put('gxlab:audience" content="shared', 'gxlab:audience" content="internal'),
        "与所在位置不符",
    ),
    Sabotage("文件名里写企业名", lambda f: {**f, f"330000/{FIRM}.html": f[CITY]}, "文件名只应"),
)
