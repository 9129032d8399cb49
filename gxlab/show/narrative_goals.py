"""Parts, targets, places and counts of one item as clauses (占比、目标、位次、户数的分句)."""

from __future__ import annotations

from decimal import Decimal

from gxlab.reference.numbers import difference_pp, divide, round_half_away
from gxlab.show import grammar
from gxlab.show.narrative_figures import Parts, places, rate_of
from gxlab.show.narrative_items import Item
from gxlab.show.narrative_subject import Subject, amount, base_value
from gxlab.show.objects import Figure

HUNDRED = Decimal(100)
MID_YEAR, YEAR = 6, 12


def wider(item: Item, subject: Subject) -> Parts:
    """高于全省平均水平2.9个百分点."""
    name = item.text("wider_name") or "全市"
    area = name if name.endswith(("水平", "增速", "均值")) else f"{name}平均水平"
    decimals = places(item, "rate", "wider_rate", "wider_gap")
    gap = item.value("wider_gap")
    own = item.value("value") if subject.kind == "ratio" else rate_of(item, subject)
    if gap is None:
        gap = difference_pp(own, item.value("wider_rate"), decimals)
    return grammar.against(gap, area, "", decimals=decimals)


def shares(item: Item) -> list[Parts]:
    """占全市投资比重25.3%，占工业投资比重75.6%，占比同比提高1.2个百分点."""
    given, wholes = item.figures.get("share", ()), item.words.get("whole", ())
    if len(given) > 1 and len(given) != len(wholes):
        raise item.wrong("whole", f"应与 share 一样有{len(given)}个，实有{len(wholes)}个")
    named = (*wholes, "")[: len(given)] if given else ()
    decimals = places(item, "share")
    said = [
        grammar.share(n.value, whole, "", decimals=decimals)
        for n, whole in zip(given, named, strict=True)
    ]
    moved = item.value("share_change")
    return [
        *said,
        grammar.points(moved, "", lead="占比同比", decimals=places(item, "share_change")),
    ]


def pulls(item: Item, subject: Subject) -> list[Parts]:
    """拉动全市投资增长8.8个百分点，增长贡献率为9.2%; a falling part pulls down."""
    points, rate, whole = item.value("pull"), rate_of(item, subject), item.text("whole")
    if points is not None and rate is not None and points * rate < 0:
        if points < 0:
            raise item.wrong("pull", "为负而增速为正，请核对")
        # Tables print a drag without its sign under the head 下拉.
        points = -points
    tug = grammar.pull(points, whole, "", decimals=places(item, "pull"))
    part = grammar.contribution(
        item.value("contribution"),
        "",
        whole="" if tug else whole,
        whole_rate=item.value("whole_rate"),
        decimals=places(item, "contribution"),
    )
    return [("合计", *tug) if tug and item.parts else tug, part]


def goals(item: Item, subject: Subject, months: int | None) -> list[Parts]:
    """完成全年目标的38.2%，快于计划进度0.2个百分点，慢于序时进度3.5个百分点.

    A target of a rate has no completion: 高于全年目标0.6个百分点.
    """
    names = item.words.get("target_name") or ("全年目标",)
    targets = item.figures.get("target", ())
    if len(targets) > 1 and len(targets) != len(names):
        raise item.wrong("target_name", f"应与 target 一样有{len(targets)}个，实有{len(names)}个")
    if _is_rate_target(item, subject):
        return [_rate_goal(item, subject, n.value, names[i]) for i, n in enumerate(targets)]
    done = _completions(item, subject)
    decimals = places(item, "completion")
    said = [
        grammar.completion(pct, "", goal=names[min(i, len(names) - 1)], decimals=decimals)
        for i, pct in enumerate(done)
    ]
    return [*said, *_paces(item, done[:1], months), _needed(item, months)]


def _is_rate_target(item: Item, subject: Subject) -> bool:
    kind = item.text("target_kind")
    if kind and kind not in ("level", "rate", "count"):
        raise item.wrong("target_kind", f"应为 level、rate、count 之一，实为“{kind}”，请改正")
    if kind:
        return kind == "rate"
    target = item.number("target")
    bare = item.number("value") is None and item.number("completion") is None
    return subject.kind in ("rate", "ratio") or (
        target is not None and (target.measure == "%" or (bare and item.number("rate") is not None))
    )


def _rate_goal(item: Item, subject: Subject, target: Decimal, name: str) -> Parts:
    own = item.value("value") if subject.kind == "ratio" else rate_of(item, subject)
    decimals = places(item, "rate", "target")
    return grammar.against(difference_pp(own, target, decimals), name, "", decimals=decimals)


def _completions(item: Item, subject: Subject) -> list[Decimal]:
    """As given, else from level and target in one unit of measure."""
    given = item.figures.get("completion", ())
    if given:
        return [n.value for n in given]
    value = base_value(item, subject, "value")
    found = []
    for number in item.figures.get("target", ()):
        one = Item(item.where, {**item.figures, "target": (number,)}, item.words, item.flags)
        pct = divide(value, base_value(one, subject, "target"), HUNDRED)
        found += [pct] if pct is not None else []
    return found


def _paces(item: Item, done: list[Decimal], months: int | None) -> list[Parts]:
    if not done:
        return []
    decimals = places(item, "completion", "planned")
    plan = difference_pp(done[0], item.value("planned"), decimals)
    even = divide(Decimal(months), Decimal(YEAR), HUNDRED) if months and months < YEAR else None
    clock = difference_pp(done[0], even, decimals)
    said = [grammar.pace(plan, "", decimals=decimals)]
    if clock != plan:
        said.append(grammar.pace(clock, "", yardstick="序时进度", decimals=decimals))
    if months and months < YEAR and done[0] >= HUNDRED:
        said.append(("提前完成全年任务",))
    elif months == MID_YEAR and done[0] >= HUNDRED / 2:
        said.append(("实现时间过半、任务过半",))
    return said


def _needed(item: Item, months: int | None) -> Parts:
    left = f"后{YEAR - months}个月需" if months and months < YEAR else "余下月份需"
    return grammar.growth(
        item.value("needed_rate"), "", lead=left, decimals=places(item, "needed_rate")
    )


def ranks(item: Item, subject: Subject, periods: list[str], *, has_rate: bool) -> Parts:
    """增速居全省第7位，位次分别较一季度、上半年和前三季度前移7位、8位和7位."""
    rank, of = item.whole("rank"), item.whole("of")
    if rank is None:
        return ()
    if rank < 1 or (of is not None and rank > of):
        raise item.wrong("rank", f"应为1至{of or '单位个数'}之间的整数，实为{rank}，请核对")
    among, tied = item.text("among"), "tied" in item.flags
    place = grammar.place(rank, of or rank + 1, "", among=among, tied=tied)
    if not place:
        return ()
    what = item.text("rank_of_what") or ("增速" if has_rate else "")
    within = f"在{of}个单位中" if of and not among else ""
    befores = [int(n.value) for n in item.figures.get("rank_before", ())]
    if len(befores) > 1 and len(befores) != len(periods):
        raise item.wrong("rank_before", f"应与 comparison_period 一样有{len(periods)}个")
    named = list(zip(periods or ["上期"], befores, strict=False))
    moved = grammar.place_changes(rank, named)
    return (f"{what}{within}", *place, *((f"，{moved}",) if moved else ()))


def spread(item: Item, *, what: str) -> Parts:
    """34个行业大类中，18个增长，增长面52.9%."""
    growing = item.whole("growing")
    if growing is None:
        return ()
    flat, falling = item.whole("flat") or 0, item.whole("falling")
    of = item.whole("of") if item.number("rank") is None else None
    total = growing + flat + falling if falling is not None else of
    if total is None:
        return ()
    if growing > total or (of is not None and total != of):
        raise item.wrong("growing", f"与 flat、falling 之和应等于 of（{of}），实为{total}，请核对")
    return grammar.breadth(
        growing,
        total,
        "",
        noun=item.text("noun") or "行业",
        what=what,
        flat=flat,
        falling=falling or 0,
    )


def flows(item: Item, subject: Subject) -> list[Parts]:
    """新增1847户，退出1077户，净增770户: 净增 is 新增 less 退出 or is not told."""
    came, gone, net = item.whole("entries"), item.whole("exits"), item.whole("net")
    if came is not None and gone is not None:
        if net is not None and net != came - gone:
            raise item.wrong("net", f"应为新增{came}减退出{gone}，即{came - gone}，实为{net}")
        net = came - gone
    found = amount(item, subject, "value")
    unit = found[2] if found else (subject.measure or "户")
    told = (("新增", came), ("退出", gone), _net(net))
    return [(word, Figure(str(n), "", unit=unit)) for word, n in told if n is not None]


def _net(net: int | None) -> tuple[str, int | None]:
    if net is None or net >= 0:
        return "净增", net
    return "净减", -net


def two_years(item: Item) -> Parts:
    """两年平均增长31.2%."""
    rate = item.value("two_year_rate")
    return grammar.growth(rate, "", lead="两年平均", decimals=places(item, "two_year_rate"))


def listed_parts(item: Item, subject: Subject) -> list[Parts]:
    """汽车产业1073.6亿元、同比增长7.3%，电气机械209.5亿元、同比增长6.2%."""
    said: list[Parts] = []
    for part in item.parts:
        found, rate = amount(part, subject, "value"), rate_of(part, subject)
        name = part.text("name") or part.text("unit")
        if not name:
            raise part.wrong("name", "没有填写，应为该分项的名称")
        level: Parts = ()
        if found is not None:
            text = format(round_half_away(found[0], found[1]), "f")
            level = (Figure(text, "", unit=found[2]),)
        grown = grammar.growth(rate, "", decimals=places(part, "rate"))
        if level or grown:
            said.append((name, *level, *(("、",) if level and grown else ()), *grown))
    return said
