"""Small worlds of firms for differencing attacks, and releases of them: naive and protected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from gxlab.disclosure.figures import printed_figures
from gxlab.disclosure.model import CELL, GROUPS, READINGS, Gathered, Released, Rules
from gxlab.disclosure.primary import sensitivity
from gxlab.disclosure.protect import protect
from tests.disclosure.instances import CITY, wanted

RULES = Rules()


@dataclass(frozen=True)
class Firm:
    """One firm of a release; amounts in 万元, all multiples of 100 so that print is exact.

    ``group``: its cluster (revenue) or industry (output), "" for none; ``at``: its units beside
    the city, divided by blanks.
    """

    name: str
    value: int
    group: str = ""
    at: str = ""
    base: int | None = None
    month: int | None = None
    holding: str = ""
    waived: bool = False


@dataclass(frozen=True)
class Scenario:
    """Releases in their order, and who is told by differencing where nobody looks back.

    ``told``: the firms of a sum that leaks; "": there is no leak to find. ``rules`` of the last
    release, earlier ones follow the usual. ``past_help``: an earlier release tells more than the
    later rules would have it tell.
    """

    name: str
    releases: tuple[Gathered, ...]
    told: str
    rules: Rules = RULES
    past_help: bool = False

    def rules_of(self, number: int) -> Rules:
        return self.rules if number == len(self.releases) - 1 else RULES


def of(
    period: str, *firms: Firm, indicator: str = "revenue", spans: Sequence[str] = ("ytd",)
) -> Gathered:
    """A release of these firms: the city, its units, and every group within them."""
    grouping = "industry" if indicator == "output" else "cluster"
    rows, readings = [], []
    for firm in firms:
        for unit in (CITY, *firm.at.split()):
            rows.append(("firm", unit, "", "", firm.name))
            if firm.group:
                rows.append(("firm", unit, grouping, firm.group, firm.name))
        holding = firm.holding or firm.name
        base = None if firm.base is None else Decimal(firm.base)
        readings.append(
            (indicator, "ytd", firm.name, holding, Decimal(firm.value), base, firm.waived)
        )
        if firm.month is not None:
            month = Decimal(firm.month)
            readings.append((indicator, "month", firm.name, holding, month, None, firm.waived))
    groups = pl.DataFrame(rows, schema=GROUPS, orient="row").unique().sort(list(GROUPS))
    return Gathered(
        period,
        groups,
        pl.DataFrame(readings, schema=READINGS, orient="row"),
        wanted(groups, [indicator], spans),
    )


def at(unit: str, *firms: Firm) -> tuple[Firm, ...]:
    return tuple(replace(firm, at=unit) for firm in firms)


def grown(*firms: Firm, base: int = 90) -> tuple[Firm, ...]:
    """With a base of so many hundredths of the value."""
    return tuple(replace(f, base=f.value * base // 100) for f in firms)


def filed(firms: Sequence[Firm], month: int = 20) -> tuple[Firm, ...]:
    """With so many hundredths of the value made in the month."""
    return tuple(
        f if f.month is not None else replace(f, month=f.value * month // 100) for f in firms
    )


def former(firms: Sequence[Firm], month: int = 20) -> tuple[Firm, ...]:
    """The same firms a month earlier: the month taken away."""
    return tuple(
        replace(f, value=f.value - (f.month or 0), month=None) for f in filed(firms, month)
    )


def slower(*firms: Firm) -> tuple[Firm, ...]:
    """The same firms a month earlier, 200 less each."""
    return tuple(replace(f, value=f.value - 200) for f in firms)


def naive(data: Gathered, rules: Rules) -> Released:
    """Every cell that is not sensitive by itself is printed; nobody looks to left or right."""
    members: dict[tuple[str, ...], list[str]] = {}
    for _, unit, by, code, firm in data.groups.iter_rows():
        members.setdefault((unit, by, code), []).append(firm)
    told = {(r["indicator"], r["span"], r["enterprise"]): r for r in data.readings.to_dicts()}
    status = []
    for name, span, *place in data.wanted.select(CELL).iter_rows():
        found = [told[k] for f in members[tuple(place)] if (k := (name, span, f)) in told]
        judged = sensitivity(
            [(r["holding"], r["value"], r["waived"]) for r in found],
            rules,
            signed=name == "profit",
        )
        status.append("primary" if judged.sensitive else "printed")
    return printed(data, data.wanted.with_columns(pl.Series("status", status, pl.String)))


def protected(data: Gathered, earlier: Sequence[Released], rules: Rules) -> Released:
    """The release as the product leaves it."""
    everything = data.wanted.with_columns(pl.lit("printed").alias("status"))
    pattern = protect(printed(data, everything), earlier, rules)
    return printed(data, pattern.frame(data.wanted))


def printed(data: Gathered, pattern: pl.DataFrame) -> Released:
    return Released(data, printed_figures(data, pattern, frozenset()))
