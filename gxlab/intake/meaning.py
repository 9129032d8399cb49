"""What the labels of a header mean (表头的含义): indicator, span and reading, or a named field.

A label means something only if every character of it is explained by the known words and by
periods written out (1—5月, 2026年). 营业收入(含税), 环比 or 上年末 leave something over and so mean
nothing here: a person has to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from gxlab.intake.labels import Path, normal, split_unit
from gxlab.intake.layout_spec import ColumnSpec, Reading, SectionSpec, Span
from gxlab.intake.words import Words, words
from gxlab.reference.indicators import catalogue

_RANGE = re.compile(
    r"(?:(?P<y>(?:19|20)[0-9]{2})年)?(?P<first>0?1月?-)?(?P<m>1[0-2]|0?[1-9])月份?(?P<end>末|底)?"
)
_YEAR = re.compile(r"(?P<y>(?:19|20)[0-9]{2})年度?(?!末|底)")


@dataclass(frozen=True)
class Meaning:
    """What one column's label says of its values; None where it says nothing.

    ``years`` and ``months`` are those written out; ``given`` tells whether the span is said by the
    label itself and not concluded from its neighbours.
    """

    indicator: str | None = None
    span: Span | None = None
    reading: Reading = "value"
    years: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    year_shift: int = 0
    given: bool = True

    @property
    def series(self) -> tuple[str | None, Reading]:
        """Indicator and reading, a fed-back rate (产值增速) told as the growth of its level."""
        name = self.indicator or ""
        level = name.removesuffix("_growth")
        if level != name and level in catalogue() and self.reading in ("value", "growth_pct"):
            return level, "growth_pct"
        return self.indicator, self.reading


def meaning_of(path: Path, known: Words | None = None) -> Meaning | None:
    """What a column's label means by itself; None where a part of it is not understood.

    >>> said = meaning_of(Path(("营业收入(万元)", "1-5月")))
    >>> said.indicator, said.span, said.reading, said.months
    ('revenue', 'ytd', 'value', (5,))
    >>> meaning_of(Path(("营业收入", "环比增长(%)"))) is None
    True
    """
    said = known or words()
    rest, found = path.bare, Meaning(given=False)
    seen: set[str] = set()
    at = 0
    while at < len(rest):
        taken = _next(rest, at, found, path, seen, said)
        if taken is None:
            return None
        at, found = taken
    if "percent" in seen and found.indicator and catalogue()[found.indicator].is_rate:
        found = replace(found, reading="change_pp")  # 亏损面增减: a rate moves by points
    return found if seen - {"plain", "year"} else None


def _next(
    text: str, at: int, so_far: Meaning, path: Path, seen: set[str], known: Words
) -> tuple[int, Meaning] | None:
    """Read one word of a label; None where it is unknown or contradicts what stands before it."""
    if period := _RANGE.match(text, at):
        year = (int(period["y"]),) if period["y"] else ()
        span: Span = "point" if period["end"] else "ytd" if period["first"] else "month"
        after = replace(
            so_far, years=so_far.years + year, months=(*so_far.months, int(period["m"]))
        )
        return _with_span(after, span, seen, period.end())
    if year_only := _YEAR.match(text, at):
        seen.add("year")
        return year_only.end(), replace(so_far, years=(*so_far.years, int(year_only["y"])))
    way = next((w for w in known.by_length.get(text[at], ()) if text.startswith(w, at)), None)
    if way is None:
        return None
    kind, what = known.tokens[way]
    end = at + len(way)
    if kind == "plain":
        seen.add("plain")
        return end, so_far
    if kind == "span":
        return _with_span(so_far, what, seen, end)
    if kind in seen and not (kind == "indicator" and so_far.indicator == what):
        return None
    seen.add(kind)
    if kind == "indicator":
        return end, replace(so_far, indicator=what)
    return _with_reading(so_far, kind, what, path, seen, end)


def _with_span(so_far: Meaning, span: str, seen: set[str], end: int) -> tuple[int, Meaning] | None:
    if "span" in seen and so_far.span != span:
        return None
    seen.add("span")
    return end, replace(so_far, span=cast(Span, span), given=True)


def _with_reading(
    so_far: Meaning, kind: str, what: str, path: Path, seen: set[str], end: int
) -> tuple[int, Meaning] | None:
    if {"base", "growth", "percent", "rank", "last_year"} & seen != {kind}:
        return None
    if kind == "last_year":
        return _with_span(replace(so_far, year_shift=-1), "year", seen, end)
    if kind in ("growth", "percent"):
        if path.own_unit not in (("%",) if kind == "percent" else ("%", None)):
            return None  # an amount (增减额), or a change in points: not a growth rate
        return end, replace(so_far, reading="growth_pct")
    if kind == "rank":
        return end, replace(so_far, reading="rank")
    after = replace(so_far, reading="base")
    return (end, after) if what == "any" else _with_span(after, what, seen, end)


def meanings(paths: Mapping[int, Path], known: Words | None = None) -> dict[int, Meaning]:
    """What the columns of a header mean, each seen beside the others.

    Of two years in one header the earlier is 上年同期; 上年同期 and 增速 without a span belong to
    the cumulative figure where there is one, else to the month.
    """
    alone = {i: m for i, p in paths.items() if p.parts and (m := meaning_of(p, known))}
    latest = max((year for m in alone.values() for year in m.years), default=0)
    dated = {i: found for i, m in alone.items() if (found := _in_year(m, latest)) is not None}
    levels: dict[str | None, set[Span | None]] = {}
    for meaning in dated.values():
        if meaning.reading == "value":
            levels.setdefault(meaning.series[0], set()).add(meaning.span)
    return {i: _beside(m, levels.get(m.series[0], set())) for i, m in dated.items()}


def _in_year(meaning: Meaning, latest: int) -> Meaning | None:
    if not meaning.years or set(meaning.years) == {latest}:
        return meaning
    if set(meaning.years) == {latest - 1} and meaning.reading == "value":
        return replace(meaning, reading="base")
    return meaning if meaning.reading == "base" and set(meaning.years) == {latest - 1} else None


def _beside(meaning: Meaning, levels: set[Span | None]) -> Meaning:
    if meaning.span is not None or meaning.reading == "value":
        return meaning
    if "ytd" in levels:
        return replace(meaning, span="ytd")
    return replace(meaning, span="month") if levels == {"month"} else meaning


def same_values(spec: ColumnSpec, section: SectionSpec, meaning: Meaning, known: Words) -> bool:
    """Whether a column that means this is the one a layout speaks of (同义列)."""
    default = section.constants.get("span")
    constant = section.constants.get("indicator")
    wanted = Meaning(
        indicator=spec.indicator or (str(constant) if constant else None),
        reading=spec.reading or "value",
    )
    name, reading = meaning.series
    if section.subject == "cluster" and name is not None:
        name = known.cluster.get(name, name)
    if name is None and constant:
        name = str(constant)
    if wanted.series != (name, reading) or spec.year_shift != meaning.year_shift:
        return False
    return _span(wanted.indicator, spec.span or default) == _span(
        wanted.indicator, meaning.span or default
    )


def _span(name: str | None, span: object) -> object:
    stock = name is not None and catalogue()[name].kind == "stock"
    return "point" if stock and span in ("month", "ytd", None) else span


def fields_meant(path: Path, record: str, known: Words | None = None) -> tuple[str, ...]:
    """The fields of a table a label may mean; periods written out are read as 本月 and 本年累计."""
    ways = (known or words()).fields.get(record, {})
    for text in (path.bare, timeless(path.bare), _tail(path.bare), timeless(_tail(path.bare))):
        if text in ways:
            return ways[text]
    return ()


def _tail(bare: str) -> str:
    return bare.rpartition("/")[2]


def timeless(label: str) -> str:
    """A label with its periods written in words, so that it is the same next month.

    >>> timeless("1-5月完成投资"), timeless("截至2025年底完成投资"), timeless("2026年计划投资")
    ('本年累计完成投资', '截至上年底完成投资', '年计划投资')
    """
    text = re.sub(r"[0-9]{4}年底", "上年底", label)
    text = re.sub(r"(?:[0-9]{4}年)?0?1月?-(?:1[0-2]|[1-9])月份?", "本年累计", text)
    text = re.sub(r"(?:[0-9]{4}年)?(?<![0-9])(?:1[0-2]|0?[1-9])月份?(?!末|底|[0-9])", "本月", text)
    return re.sub(r"[0-9]{4}年度?", "年", text)


def written_periods(label: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The years and the months a label writes out.

    >>> written_periods("2026年1-5月完成投资"), written_periods("截至2025年底")
    (((2026,), (5,)), ((2025,), ()))
    """
    years = tuple(int(y) for y in re.findall(r"(?<![0-9])((?:19|20)[0-9]{2})年", label))
    months = re.findall(r"(?<![0-9])(1[0-2]|0?[1-9])月", re.sub(r"(?<![0-9])0?1月?-", "", label))
    return years, tuple(map(int, months))


def row_meaning(label: str, known: Words | None = None) -> Meaning | None:
    """What the label of a row means in a table whose rows are indicators (行标题)."""
    text = normal(label)
    return meaning_of(Path((text,)), known) if split_unit(text)[0] else None
