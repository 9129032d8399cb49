"""印出的字与算出的数逐位比较:四舍五入(5 入、按绝对值),不经浮点."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from tests.independent.page import Printed

# 算出的数以左边的单位给出,印出的单位在右边
_SCALE = {
    ("万元", "亿元"): Decimal("1e-4"),
    ("千瓦时", "万千瓦时"): Decimal("1e-4"),
    ("万千瓦时", "亿千瓦时"): Decimal("1e-4"),
    ("元", "万元"): Decimal("1e-4"),
    ("元", "亿元"): Decimal("1e-8"),
}
_UP = (
    "扭亏", "增长", "提高", "加快", "提升", "回升", "收窄", "高于", "快于", "拉动", "增加",
    "净增", "增幅扩大", "扩大", "超", "多",
)  # fmt: skip
_DOWN = ("下降", "下拉", "回落", "放缓", "低于", "慢于", "减少", "净减", "降幅扩大", "缩小", "少")
_NUMBER = re.compile(
    r"^([+\-−]?)([\d,]+)(\.\d+)?(%|倍|亿元|万元/人|万元|元|户|个百分点|个|位|天|[亿万]千瓦时)?$"
)


def half_away(value: Decimal, places: int) -> Decimal:
    """四舍五入到 ``places`` 位;ROUND_HALF_UP 按绝对值进位."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def _word_sign(before: str) -> int:
    """同一分句里最靠近数的一个方向词;没有为 0."""
    before = re.sub(r"降幅比[^，。]*扩大$", "降幅扩大", before)
    clause = re.split(r"[，,。；;、（(：:]", before)[-1]
    best, sign = -1, 0
    for words, direction in ((_UP, 1), (_DOWN, -1)):
        for word in words:
            at = clause.rfind(word)
            # 同样结尾时长词优先:“降幅扩大”盖过“扩大”
            if at >= 0 and at + len(word) >= best:
                if at + len(word) == best and len(word) < 4:
                    continue
                best, sign = at + len(word), direction
    return sign


def rank_in(printed: Printed) -> tuple[str, int | None]:
    """“8.3（4）”拆成数和位次."""
    found = re.fullmatch(r"(.+?)[（(](\d+)[）)]", printed.text)
    return (found[1], int(found[2])) if found else (printed.text, None)


def mismatch(value: Decimal | None, measure: str, printed: Printed) -> str:
    """相符为空串,否则一句话."""
    if value is None:
        return f"没有这个数,却印了{printed.text}"
    found = _NUMBER.match(rank_in(printed)[0].replace("\xa0", ""))
    if not found:
        return f"读不懂“{printed.text}”"
    sign, whole, part, _ = found.groups()
    text = Decimal(whole.replace(",", "") + (part or ""))
    places = len(part) - 1 if part else 0
    scaled = value * _SCALE.get((measure, printed.unit), Decimal(1))
    if printed.text.endswith("倍"):
        scaled = scaled / 100
    expected = half_away(scaled, places)
    direction = -1 if sign in ("-", "−") else 1 if sign == "+" else 0
    if printed.in_table and printed.before.endswith(("慢", "低")):
        direction = -1  # 灯的字说明方向:慢3.5、低1.4
    if not printed.in_table and not direction:
        word = _word_sign(printed.before)
        if expected < 0 and word >= 0:
            return f"应为{expected},前文“{printed.before[-12:]}”没有下降类的词,印了{printed.text}"
        if expected > 0 and word < 0:
            return f"应为{expected},前文“{printed.before[-12:]}”是下降类的词,印了{printed.text}"
        expected = abs(expected)
        direction = 1
    shown = -text if direction < 0 else text
    return "" if shown == expected else f"应为{expected}(原值{scaled}),印了{printed.text}"
