"""Growth, pull, share and what a target still asks for: the arithmetic, on exact decimals.

Nothing here rounds; print rounds. A rate that cannot be formed is None, never zero or infinity.
"""

from __future__ import annotations

from decimal import Decimal, localcontext

from gxlab.reference.numbers import divide, growth_pct

HUNDRED = Decimal(100)


def pull_pp(value: Decimal, base: Decimal, total_base: Decimal | None) -> Decimal | None:
    """拉动 (个百分点): the part's increment over the *total's* base.

    Pulls of an exhaustive split sum to the total's growth.
    """
    if total_base is None or total_base <= 0:
        return None
    return divide(value - base, total_base, HUNDRED)


def contribution_pct(part: Decimal, total: Decimal, total_growth: Decimal | None) -> Decimal | None:
    """贡献率 (%): the part's increment over the total's; silent where the total hardly moves."""
    if total_growth is None or abs(total_growth) < Decimal("0.5") or total == 0:
        return None
    return divide(part, total, HUNDRED)


def share_pct(part: Decimal | None, total: Decimal | None) -> Decimal | None:
    """占比 (%): part of a positive total of the same period, scope and source."""
    if part is None or total is None or total <= 0:
        return None
    return divide(part, total, HUNDRED)


def growth_without(
    total: tuple[Decimal, Decimal], excluded: tuple[Decimal, Decimal]
) -> Decimal | None:
    """剔除测算: growth of (value, base) without chosen parts, both taken out of value and base.

    >>> growth_without((Decimal(1050), Decimal(1000)), (Decimal(40), Decimal(100))).quantize(
    ...     Decimal("0.1"))
    Decimal('12.2')
    """
    return growth_pct(total[0] - excluded[0], total[1] - excluded[1])


def needed_growth_pct(
    target_pct: Decimal, ytd: Decimal, ytd_base: Decimal, year_base: Decimal
) -> Decimal | None:
    """后几个月需增长 (%) to reach a rate target: all bases of the same firms.

    >>> needed_growth_pct(Decimal(10), Decimal(504), Decimal(480), Decimal(1200)).quantize(
    ...     Decimal("0.1"))
    Decimal('13.3')
    """
    goal = year_base * (1 + target_pct / HUNDRED)
    return growth_pct(goal - ytd, year_base - ytd_base)


def rolling_12(ytd: Decimal, last_year: Decimal, ytd_base: Decimal) -> Decimal:
    """滚动12个月 = 本年累计 + 上年全年 − 随表上年同期.

    >>> rolling_12(Decimal(504), Decimal(1200), Decimal(480))
    Decimal('1224')
    """
    return ytd + last_year - ytd_base


def yearly_rate_pct(times: Decimal, years: int) -> Decimal:
    """年均增速 (%) that multiplies a level by ``times`` in so many years (翻番).

    >>> yearly_rate_pct(Decimal(2), 2).quantize(Decimal("0.1"))
    Decimal('41.4')
    >>> yearly_rate_pct(Decimal(4), 3).quantize(Decimal("0.1"))
    Decimal('58.7')
    """
    with localcontext() as context:
        context.prec = 34
        return (times ** (Decimal(1) / years) - 1) * HUNDRED


def two_year_average_pct(value: Decimal, base_two_years_ago: Decimal) -> Decimal | None:
    """两年平均增速 (%): the geometric mean over two years.

    >>> two_year_average_pct(Decimal("172.1"), Decimal(100)).quantize(Decimal("0.1"))
    Decimal('31.2')
    """
    ratio = divide(value, base_two_years_ago) if base_two_years_ago > 0 else None
    return yearly_rate_pct(ratio, 2) if ratio is not None and ratio > 0 else None


def two_rates_average_pct(rate: Decimal | None, former: Decimal | None) -> Decimal | None:
    """两年平均增速 (%) from the rates of two years: √((1 + g)(1 + p)) − 1.

    >>> two_rates_average_pct(Decimal("33.9"), Decimal("-13.5")).quantize(Decimal("0.1"))
    Decimal('7.6')
    """
    if rate is None or former is None:
        return None
    level = (1 + rate / HUNDRED) * (1 + former / HUNDRED)
    return yearly_rate_pct(level, 2) if rate > -HUNDRED and former > -HUNDRED else None


def completion_pct(done: Decimal | None, target: Decimal | None) -> Decimal | None:
    """完成率 (%): level and count targets only; a rate target has none."""
    return share_pct(done, target)


def linear_progress_pct(months: int) -> Decimal:
    """序时进度 (%): N/12, shown beside the plan and never instead of it."""
    return Decimal(months) * HUNDRED / 12
