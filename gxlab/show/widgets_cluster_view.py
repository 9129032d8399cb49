"""What the cluster explorer prints (集群探索的排印): key figures, sentence, waterfall, list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from gxlab.measures.clusters import Edition
from gxlab.measures.exclusion import Exclusion, Part
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import difference_pp, format_number
from gxlab.show import charts, grammar
from gxlab.show.cluster_words import area, at, basis, fig, scope, short, when
from gxlab.show.objects import (
    Chart,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Sentence,
)
from gxlab.show.objects import (
    Part as Words,
)
from gxlab.show.widgets_html import Heading, Line

MOST_BARS = 12
MOST_NAMES = 4
FIRMS, INDUSTRIES = "enterprise", "industry"


@dataclass(frozen=True)
class Choice:
    """What is chosen in the explorer (选择): ``cluster`` "" means all clusters together.

    Ticks of firms and of industries stand side by side; a firm in both is taken out once.
    """

    unit: str
    period: str
    cluster: str = ""
    by: str = FIRMS
    firms: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    query: str = ""
    page: int = 0

    @property
    def ticked(self) -> frozenset[str]:
        """The ticks of the list shown."""
        return self.firms if self.by == FIRMS else self.industries


def heading(by: str) -> Heading:
    """The columns behind the tick box."""
    first = ("属地", "行业大类") if by == FIRMS else ("户数", "")
    columns = (
        Column("place", (first[0],), align="left"),
        Column("division", (first[1],), align="left"),
        Column("value", ("营业收入",), "万元"),
        Column("growth", ("同比",), "%"),
        Column("increment", ("增减额",), "万元"),
        Column("pull", ("拉动",), "百分点"),
        Column("share", ("占比",), "%"),
    )
    return Heading(columns, "5.5em minmax(7em, 1fr) 6.2em 4.6em 6.2em 4.4em 4em")


def lines(given: Edition, parts: Sequence[Part], choice: Choice) -> list[Line]:
    """The rows of the list, those that match the search, ticks as chosen."""
    wanted = choice.query.strip()
    return [_line(given, p, choice) for p in parts if not wanted or wanted in p.row.name]


def _line(given: Edition, part: Part, choice: Choice) -> Line:
    row, place = part.row, _place(part.row, choice)

    def figure(statistic: str, measure: str | None = None) -> Figure | None:
        by, coded = place
        shown = fig(coded, given, statistic, by=by, measure=measure, with_unit=False)
        # What was taken together only here has no coordinate to look up.
        return shown if by or shown is None else replace(shown, ref="")

    silent = {"new": "新投产", "base_missing": "基数缺失"}.get(row.basis or "")
    cells = (
        part.place,
        part.division if choice.by == FIRMS else "",
        figure("value", "万元"),
        silent or figure("growth_yoy_pct"),
        figure("increment", "万元"),
        figure("pull_pp"),
        figure("share_pct"),
    )
    return Line(row.code, row.name, cells, row.code in choice.ticked)


def _place(row: FigureRow, choice: Choice) -> tuple[str | None, FigureRow]:
    """The grouping and code under which ``gxlab value`` answers with this row."""
    if choice.by != FIRMS:
        return None, row
    if not choice.cluster:
        return "enterprise", row
    return "member", replace(row, code=f"{choice.cluster}:{row.code}")


def chosen(parts: Sequence[Part], ticked: frozenset[str]) -> list[Part]:
    """The ticked parts that are in the cluster, in the order of the list."""
    return [p for p in parts if p.row.code in ticked]


def tick(choice: Choice, code: str, on: bool) -> Choice:
    """A firm or an industry ticked or unticked in the list shown."""
    now = choice.ticked | {code} if on else choice.ticked - {code}
    if choice.by == FIRMS:
        return replace(choice, firms=now)
    return replace(choice, industries=now)


def taken_out(firms: Sequence[Part], industries: Sequence[Part], choice: Choice) -> list[Part]:
    """What is taken out, industries first; a firm inside a ticked industry is not named again."""
    divisions = chosen(industries, choice.industries)
    inside = {code for part in divisions for code in part.firms}
    return [*divisions, *(p for p in chosen(firms, choice.firms) if p.row.code not in inside)]


def subject(given: Edition, choice: Choice) -> str:
    """集群, or the name of the one cluster chosen."""
    return f"{short(given.names[choice.cluster])}集群" if choice.cluster else "集群"


def key_figures(given: Edition, found: Exclusion, choice: Choice) -> KeyFigures:
    """剔除前, 剔除后, 相差, and what was taken out."""
    period = f"{when(given.period)} · {basis(found.whole)}"
    before, after = _rate(found.whole, _ref(given, found, choice)), _rate(found.left)
    gap = difference_pp(found.left.growth_yoy_pct, found.whole.growth_yoy_pct, 1)
    items = [KeyFigure(f"{subject(given, choice)}营业收入同比", before, period)]
    if found.gone is not None:
        shown = Figure(format_number(gap, 1, signed=True), "", unit="百分点" if gap else "")
        items += [
            KeyFigure("剔除后同比", after, f"{_count(found.left)}户可比"),
            KeyFigure("剔除后比剔除前", shown, "按公布的一位小数相减"),
            KeyFigure("剔除部分占比", *_gone(found.gone)),
        ]
    return KeyFigures(tuple(items))


def _rate(row: FigureRow, ref: str = "") -> Figure:
    if row.growth_yoy_pct is None:
        return Figure("—", "")
    return Figure(format_number(row.growth_yoy_pct, 1), ref, unit="%")


def _ref(given: Edition, found: Exclusion, choice: Choice) -> str:
    """The coordinate of the growth before anything is taken out."""
    by = "cluster" if choice.cluster else None
    row = replace(found.whole, code=choice.cluster or found.whole.code)
    return at(row, given, "growth_yoy_pct", by=by)


def _gone(row: FigureRow) -> tuple[Figure, str]:
    pull = format_number(row.pull_pp, 1, signed=True)
    about = f"{row.n}户，{format_number(_yi(row.value), 2)}亿元，拉动{pull}个百分点"
    return Figure(format_number(row.share_pct, 1), "", unit="%"), about


def _count(row: FigureRow) -> str:
    return str(row.n_compared or 0)


def sentence(
    given: Edition, found: Exclusion, out: Sequence[Part], choice: Choice
) -> Sentence | None:
    """1—5月，全市集群营业收入同比增长5.0%；剔除甲、乙后，集群营收增长12.2%，比剔除前高7.2个百分点。

    None where a rate is missing: a sentence whose figure is missing is not said.
    """
    name = subject(given, choice)
    whole, left = found.whole.growth_yoy_pct, found.left.growth_yoy_pct
    if whole is None or (out and left is None):
        return None
    rate = grammar.growth(whole, _ref(given, found, choice))
    first: tuple[Words, ...] = (
        f"{when(given.period)}，{area(given.desk)}{name}营业收入",
        *rate,
    )
    last = f"（{basis(found.whole)}）。"
    if not out:
        return Sentence((*first, last))
    rest = grammar.growth(left, "", lead="该集群营收" if choice.cluster else "集群营收")
    apart = _apart(difference_pp(left, whole, 1))
    return Sentence((*first, "；剔除", names(out), "后，", *rest, "，", *apart, last))


def _apart(gap: Decimal | None) -> tuple[Words, ...]:
    """比剔除前高7.2个百分点 / 比剔除前低 / 与剔除前持平."""
    if not gap:
        return ("与剔除前持平",)
    word = "比剔除前高" if gap > 0 else "比剔除前低"
    return (word, Figure(format_number(abs(gap), 1), "", unit="个百分点"))


def names(out: Sequence[Part]) -> str:
    """甲、乙; a long list is told by its first names and how many there are.

    Industries are counted apart from firms.
    """
    firms = [p for p in out if p.firms == (p.row.code,)]
    divisions = [p for p in out if p.firms != (p.row.code,)]
    said = [_listed(divisions, "个行业"), _listed(firms, "户企业")]
    return "和".join(s for s in said if s)


def _listed(parts: Sequence[Part], counted: str) -> str:
    shown = "、".join(p.row.name for p in parts[:MOST_NAMES])
    return f"{shown}等{len(parts)}{counted}" if len(parts) > MOST_NAMES else shown


def waterfall(given: Edition, found: Exclusion, choice: Choice) -> Chart | None:
    """Who pulls what is left: the largest firms, the others together."""
    rows = [r for r in found.rest if r.pull_pp is not None]
    if not rows or found.left.growth_yoy_pct is None:
        return None
    ordered = sorted(rows, key=lambda r: (-abs(r.pull_pp or Decimal(0)), r.code))
    bars = [(_label(r, ordered), r.pull_pp or Decimal(0)) for r in ordered[:MOST_BARS]]
    others = [r.pull_pp or Decimal(0) for r in ordered[MOST_BARS:]]
    if others:
        bars.append((f"其他{len(others)}户", sum(others, Decimal(0))))
    frame = pl.DataFrame(
        {"label": [n for n, _ in bars], "pull_pp": [round(p, 10) for _, p in bars]},
        schema={"label": pl.String, "pull_pp": pl.Decimal(38, 10)},
    )
    total = "剔除后合计" if found.gone else "合计"
    title = _chart_title(ordered, found, subject(given, choice))
    return charts.contribution_waterfall(
        frame, chart_id="explore-pull", title=title, total=total, decimals=2
    )


def _label(row: FigureRow, rows: Sequence[FigureRow]) -> str:
    """A name once per axis: firms of one name carry the end of their code."""
    same = [r for r in rows if r.name == row.name]
    return row.name if len(same) == 1 else f"{row.name}（{row.code[-4:]}）"


def _chart_title(ordered: Sequence[FigureRow], found: Exclusion, name: str) -> str:
    best = max(ordered, key=lambda r: (r.pull_pp or Decimal(0), r.code))
    worst = min(ordered, key=lambda r: (r.pull_pp or Decimal(0), r.code))
    up, down = best.pull_pp or Decimal(0), worst.pull_pp or Decimal(0)
    said = []
    if up > 0:
        said.append(f"{best.name}拉动最多（{format_number(up, 2)}个百分点）")
    if down < 0:
        said.append(f"{worst.name}下拉最多（{format_number(-down, 2)}个百分点）")
    lead = "剔除后，" if found.gone else ""
    return lead + ("，".join(said) or f"{name}各企业增减相抵")


def notes(given: Edition, found: Exclusion) -> list[Sentence]:
    """What the growth leaves out (基数缺失, 未报, 新投产), and the scope."""
    whole = found.whole
    said = [f"{scope(given)}。拉动、占比相对所选集群的合计；剔除时本期和基数同时扣除。"]
    if whole.n_base_missing:
        lost = format_number(_yi(whole.value_base_missing), 2)
        said.append(
            f"基数缺失{whole.n_base_missing}户，本期营业收入{lost}亿元，不参加增速计算，"
            "剔除它们只改变总量。"
        )
    if whole.n_new:
        said.append(f"本年新投产{whole.n_new}户，无上年同期，基数按0计。")
    if whole.n_not_reported:
        said.append(f"未报{whole.n_not_reported}户，不在表中。")
    return [Sentence((s,), "note") for s in said]


def _yi(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.scaleb(-4)
