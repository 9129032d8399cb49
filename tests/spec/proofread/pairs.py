"""造句:六种关系,每种多个说法,数由随机数算出;真句按规则印数,假句只把一个数改一个末位.

造句不用校对程序的任何函数:数用 Decimal 现算,舍入用四舍五入.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HALF = Decimal("0.005")


@dataclass(frozen=True)
class Pair:
    """一句真、一句假:``wrong`` 与 ``right`` 只差一个数的一个末位."""

    form: str
    right: str
    wrong: str


def rounded(value: Decimal, places: int) -> Decimal:
    """四舍五入."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def off(value: Decimal, chance: random.Random) -> Decimal:
    """改一个末位."""
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    moved = value + step * chance.choice((1, -1))
    return moved if moved > 0 else value + step


def growth(chance: random.Random) -> tuple[str, list[Decimal], int]:
    """增速与总量:本期、上年同期(或增加额)、增速."""
    base = rounded(Decimal(chance.uniform(300, 900)), 2)
    rate = Decimal(chance.choice([-1, 1, 1])) * rounded(Decimal(chance.uniform(1, 30)), 2)
    now = rounded(base * (1 + rate / 100), 2)
    shown = rounded((now / base - 1) * 100, 1)
    if shown == 0:
        return growth(chance)
    up = shown > 0
    verb, more = ("增长", "增加") if up else ("下降", "减少")
    who = chance.choice(
        [
            "全市规上工业营业收入",
            "规模以上工业企业实现营业收入",
            "全区工业总产值",
            "完成工业投资",
            "开票销售",
        ]
    )
    step = abs(now - base)
    told = [
        (f"1—5月，{who}{{0}}亿元，上年同期为{{1}}亿元，同比{verb}{{2}}%。", [now, base]),
        (f"1—5月，{who}{{0}}亿元，比上年同期{more}{{1}}亿元，{verb}{{2}}%。", [now, step]),
        (f"上半年，{who}{{0}}亿元，同比{verb}{{2}}%，{more}{{1}}亿元。", [now, step]),
        (f"前5个月{who}{{0}}亿元，去年同期{{1}}亿元，{verb}{{2}}%。", [now, base]),
        (f"{who}{{0}}亿元，较去年同期的{{1}}亿元{verb}{{2}}%。", [now, base]),
        (f"1-5月份，{who}{{0}}亿元。上年同期为{{1}}亿元，同比{verb}{{2}}%。", [now, base]),
        (
            f"今年1—5月{who}达到{{0}}亿元，净{more[0]}{{1}}亿元，增幅{{2}}%。"
            if up
            else f"今年1—5月{who}为{{0}}亿元，同比减少{{1}}亿元，降幅{{2}}%。",
            [now, step],
        ),
        (f"1—5月，{who}{{0}}亿元（上年同期{{1}}亿元），{verb}{{2}}%。", [now, base]),
    ]
    text, figures = chance.choice(told)
    return text, [*figures, abs(shown)], 2


def parts(chance: random.Random) -> tuple[str, list[Decimal], int]:
    """分项与合计."""
    if chance.random() < 0.5:
        given = [
            Decimal(chance.randint(3, 12)),
            Decimal(chance.randint(20, 60)),
            Decimal(chance.randint(90, 300)),
        ]
        total = sum(given, Decimal(0))
        told = [
            "全区规上工业企业{3}户，其中大型企业{0}户、中型企业{1}户、小型企业{2}户。",
            "截至5月末，在库规上工业企业{3}家，其中，大型{0}家，中型{1}家，小微型{2}家。",
            "重点项目{3}个，其中竣工{0}个、未开工{1}个、在建{2}个。",
            "全市{3}个项目分为三类：绿灯{2}个、黄灯{1}个、红灯{0}个。",
            "全县共有规上工业企业{3}户。其中：大型企业{0}户，中型企业{1}户，小型企业{2}户。",
        ]
        return chance.choice(told), [*given, total], 3
    given = [rounded(Decimal(chance.uniform(10, 90)), 1) for _ in range(3)]
    total = sum(given, Decimal(0))
    told = [
        "完成工业投资{3}亿元，其中采矿业{0}亿元、制造业{1}亿元、电力热力燃气及水生产供应业{2}亿元。",
        "规上工业总产值{3}亿元，其中，轻工业{0}亿元，重工业{1}亿元，其他{2}亿元。",
        "采矿业完成投资{0}亿元、制造业{1}亿元、电力行业{2}亿元，合计{3}亿元。",
        "营业收入{3}亿元，由国有企业{0}亿元、民营企业{1}亿元、外资企业{2}亿元构成。",
    ]
    # 各项一位小数:三项之和的舍入区间为正负0.15,改合计一个末位不出区间,改两个才出.
    return chance.choice(told), [*given, total], -3


def points(chance: random.Random) -> tuple[str, list[Decimal], int]:
    """百分点与两个增速(比率)."""
    then, now = (rounded(Decimal(chance.uniform(1, 15)), 1) for _ in range(2))
    if then == now:
        return points(chance)
    gap, up = abs(now - then), now > then
    word = chance.choice(["加快", "提高", "提升", "回升"] if up else ["回落", "放缓"])
    above = "高于" if up else "低于"
    narrow = "扩大" if up else "收窄"
    move = "提高" if up else "下降"
    told = [
        f"1—4月，规上工业增加值增长{{0}}%。1—5月，规上工业增加值增长{{1}}%，"
        f"增速比1—4月{word}{{2}}个百分点。",
        f"规上工业增加值同比增长{{1}}%，增速比1—4月（{{0}}%）{word}{{2}}个百分点。",
        f"全市规上工业增加值增长{{1}}%，{above}全省平均水平（{{0}}%）{{2}}个百分点。",
        f"规上工业增加值增速由1—4月的{{0}}%{move}到{{1}}%，{word}{{2}}个百分点。",
        f"营业收入利润率为{{1}}%，上年同期为{{0}}%，同比{move}{{2}}个百分点。",
        f"1—5月营业收入同比下降{{1}}%，降幅比1—4月（下降{{0}}%）{narrow}{{2}}个百分点。",
        f"一季度工业投资增长{{0}}%，上半年工业投资增长{{1}}%，增速比一季度{word}{{2}}个百分点。",
        f"全省规上工业增加值增长{{0}}%。全市增长{{1}}%，{above}全省{{2}}个百分点。",
        f"资产负债率由上年同期的{{0}}%{move}至{{1}}%，{move}{{2}}个百分点。",
    ]
    return chance.choice(told), [then, now, gap], 2


def completion(chance: random.Random) -> tuple[str, list[Decimal], int]:
    """完成率与目标,序时进度."""
    if chance.random() < 0.3:
        month = chance.randint(3, 11)
        line = Decimal(month) * 100 / 12
        done = rounded(line + Decimal(chance.choice([-1, 1])) * Decimal(chance.uniform(1, 20)), 1)
        gap = rounded(done - line, 1)
        word = "快于" if gap > 0 else "慢于"
        over = "超" if gap > 0 else "低于"
        told = [
            f"1—{month}月，完成技改投资达到年度目标的{{0}}%，{word}序时进度{{1}}个百分点。",
            f"1—{month}月累计完成全年任务的{{0}}%，{over}序时进度{{1}}个百分点。",
            f"前{month}个月，完成全年计划的{{0}}%，{word}均衡进度{{1}}个百分点。",
        ]
        return chance.choice(told), [done, abs(gap)], 1
    target = rounded(Decimal(chance.uniform(60, 400)), 1)
    done = rounded(target * Decimal(chance.uniform(0.2, 0.9)), 2)
    share = rounded(done / target * 100, 1)
    told = [
        "1—5月，完成工业投资{0}亿元，完成年度目标{1}亿元的{2}%。",
        "技改投资年度目标{1}亿元，1—5月累计完成{0}亿元，完成年度目标的{2}%。",
        "全年任务{1}亿元。1—5月完成投资{0}亿元，完成全年任务的{2}%。",
        "外贸进出口{0}亿元，完成年任务（{1}亿元）的{2}%。",
        "完成投资{0}亿元，占年度计划{1}亿元的{2}%。",
        "重点项目年度计划投资{1}亿元，已完成投资{0}亿元，完成率{2}%。",
    ]
    return chance.choice(told), [done, target, share], 2


def counts(chance: random.Random) -> tuple[str, list[Decimal], int]:
    """户(个)数与比例."""
    whole = Decimal(chance.randint(30, 400))
    part = Decimal(chance.randint(5, int(whole) - 3))
    share = rounded(part / whole * 100, 1)
    told = [
        "{1}个行业大类中，{0}个行业正增长，增长面达{2}%。",
        "全市{1}户规上工业企业中，亏损企业{0}户，亏损面{2}%。",
        "规上工业企业{1}家，其中亏损{0}家，亏损面为{2}%。",
        "{1}个行业中有{0}个实现增长，增长面{2}%。",
        "在库企业{1}户，产值增长的{0}户，占{2}%。",
        "全区规上工业企业{1}户。亏损企业{0}户，亏损面{2}%。",
        "调查企业{1}家，其中用工减少的{0}家，占比{2}%。",
        "列入台账的{1}个项目，已开工{0}个，开工率{2}%。",
    ]
    return chance.choice(told), [part, whole, share], 2


def register(chance: random.Random) -> tuple[str, list[Decimal], int]:
    """净增 = 新增 − 退出;期末 = 期初 + 净增."""
    came, went = Decimal(chance.randint(30, 90)), Decimal(chance.randint(3, 25))
    opening = Decimal(chance.randint(200, 900))
    net, closing = came - went, opening + came - went
    told = [
        ("新增规上工业企业{0}户，退出{1}户，净增{2}户。", [came, went, net]),
        ("年初在库{0}户，新增{1}户，退出{2}户，期末在库{3}户。", [opening, came, went, closing]),
        ("上年末规上工业企业{0}户，净增{1}户，期末达到{2}户。", [opening, net, closing]),
        ("1—2月新进规{0}家、退库{1}家、净增{2}家。", [came, went, net]),
        (
            "截至5月末，在库规上工业企业{3}户，比上年末净增{2}户：新增{0}户，退出{1}户。",
            [came, went, net, closing],
        ),
        (
            "上年末全市规上工业企业{0}户。今年新增{1}户，退出{2}户，月末总数{3}户。",
            [opening, came, went, closing],
        ),
    ]
    text, figures = chance.choice(told)
    return text, figures, 2


FORMS: dict[str, Callable[[random.Random], tuple[str, list[Decimal], int]]] = {
    "增速与总量": growth,
    "分项与合计": parts,
    "百分点与增速": points,
    "完成率与目标": completion,
    "户数与比例": counts,
    "新增与净增": register,
}


def _decided(form: str, text: str, figures: list[Decimal], moved: Decimal) -> bool:
    """改后的数是否落在舍入区间之外:落在里面的,谁也看不出真假,不作考题."""
    if form == "增速与总量":
        now, other = figures[0], figures[1]
        given = other > now / 2  # 增减额不到本期的一半,上年同期总在一半以上
        fell = "减少" in text
        bases = [
            (a, other + b if given else now + a + (other + b if fell else -other - b))
            for a in (-HALF, HALF)
            for b in (-HALF, HALF)
        ]
        return _outside([(now + a) / base - 1 for a, base in bases], moved)
    if form == "完成率与目标" and len(figures) == 3:
        ends = [
            (figures[0] + a) / (figures[1] + b)
            for a in (-HALF, HALF)
            for b in (-10 * HALF, 10 * HALF)
        ]
        return _outside(ends, moved)
    return True


def _outside(ends: list[Decimal], shown: Decimal) -> bool:
    sizes = [abs(end) * 100 for end in ends]
    return shown - 10 * HALF > max(sizes) or shown + 10 * HALF < min(sizes)


def pairs(each: int, seed: int = 20261120) -> list[Pair]:
    """每种关系 ``each`` 对."""
    chance = random.Random(seed)
    found: list[Pair] = []
    for form, make in FORMS.items():
        made = 0
        while made < each:
            text, figures, at = make(chance)
            moved = list(figures)
            step = Decimal("0.4") if at < 0 else None
            moved[abs(at)] = moved[abs(at)] + step if step else off(moved[abs(at)], chance)
            if _decided(form, text, figures, moved[abs(at)]):
                found.append(Pair(form, text.format(*figures), text.format(*moved)))
                made += 1
    return found
