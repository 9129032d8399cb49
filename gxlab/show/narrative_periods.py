"""The periods a sentence names (报告期与比较期): this one, and what its rate is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from gxlab.reference.periods import Period, Span, parse_period
from gxlab.show.narrative_items import Item

SPANS = ("month", "ytd", "year", "point", "rolling12")
# Words of relation are said as given.
RELATIVE = (
    "上年全年", "上年同期", "去年同期", "上年", "去年", "上月", "上年末", "上期", "上年底",
    "上季度", "年初", "去年全年", "上年同月",
)  # fmt: skip
# A year that no text names, so that "1—5月" alone can be read.
_SOME_YEAR = 2000


@dataclass(frozen=True)
class When:
    """A period as the sentence says it (期): ``label``; ``period`` and ``dated`` where known."""

    label: str
    period: Period | None = None
    span: Span = "ytd"
    dated: bool = False


def reported(item: Item, kind: str, has_january: bool) -> When | None:
    """The item's own period (报告期); a stock's is the end of its month. Raises WrongItem."""
    if not item.text("period"):
        return None
    return _read(item, "period", item.text("period"), _span(item, kind), has_january)


def compared(item: Item, own: When | None, has_january: bool) -> list[str]:
    """How the sentence names each comparison period; the one before where none is given.

    1—2月 is compared with 上年全年, 一季度 with 1—2月. Raises WrongItem.
    """
    given = item.words.get("comparison_period", ())
    if not given:
        return [former(own)] if own and own.period else []
    span = own.span if own else _span(item, "flow")
    return [_named(item, text, own, span, has_january) for text in given]


def former(own: When) -> str:
    """What comes before a period: 1—4月, 一季度; before 1—2月 上年全年."""
    if own.period is None:
        return "上期"
    past = own.period.previous if own.span != "point" else own.period.previous_month
    if past.year < own.period.year:
        return "上年全年" if own.span == "ytd" else past.label(own.span, with_year=True)
    return past.label(own.span)


def months(own: When | None) -> int | None:
    """累计月数 of a cumulative period; None where N/12 would say nothing."""
    return own.period.month if own and own.period and own.span in ("ytd", "year") else None


def _span(item: Item, kind: str) -> Span:
    given = item.text("span")
    if given and given not in SPANS:
        raise item.wrong("span", f"应为{'、'.join(SPANS)}之一，实为“{given}”，请改正")
    fallback: Literal["point", "ytd"] = "point" if kind == "stock" else "ytd"
    return cast(Span, given) if given else fallback


def _read(item: Item, key: str, text: str, span: Span, has_january: bool) -> When:
    try:
        period, dated = Period.parse(text), True
    except ValueError:
        found = parse_period(text, _SOME_YEAR)
        if found is None:
            raise item.wrong(key, f"应为“2026-05”或“1—5月”等报告期，实为“{text}”，请改正") from None
        period, span, dated = found.period, found.span, str(found.period.year) in text
    if period.month == 1 and not has_january and span != "point":
        raise item.wrong(key, f"为“{text}”，但该指标1月免报，首期为1—2月，请改正")
    label = period.label(span, has_january=has_january)
    return When(label if span != "year" or dated else "全年", period, span, dated)


def _named(item: Item, text: str, own: When | None, span: Span, has_january: bool) -> str:
    if text in RELATIVE:
        return text
    found = _read(item, "comparison_period", text, span, has_january)
    if own is None or own.period is None or found.period is None:
        return found.label
    if not (own.dated and found.dated):
        # Without years a later month can only be last year's.
        later = found.period.month > own.period.month
        return f"上年{found.label}" if later else found.label
    return _relation(item, own.period, found)


def _relation(item: Item, own: Period, found: When) -> str:
    then = found.period
    assert then is not None
    if then > own:
        raise item.wrong("comparison_period", f"“{then}”晚于报告期“{own}”，请核对")
    if then.year == own.year:
        return found.label
    if then == own.prior_year:
        return "上年同期"
    if then.year == own.year - 1:
        return "上年全年" if then.month == 12 and found.span == "ytd" else f"上年{found.label}"
    return then.label(found.span, with_year=True)
