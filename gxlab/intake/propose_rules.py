"""What the figures of a first file show of its columns (以数核对列): relations kept as rules.

Where cumulative figures never fall below the month's, or the growth follows from the two levels,
on the file a form is learned from, the layout says so; a later file in which most rows break it has
had its labels exchanged, and goes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from gxlab.intake.labels import normal
from gxlab.intake.propose_columns import Guess
from gxlab.intake.propose_frame import Frame
from gxlab.intake.propose_quote import quoted_label
from gxlab.reference.indicators import catalogue

_FEWEST = 3
_GROWTH_STEP = Decimal("0.11")
"""Growth printed to a tenth, and levels rounded: as far as the two may differ."""


def rule_lines(frame: Frame, guesses: Sequence[Guess]) -> list[str]:
    """The rules as TOML, none where nothing could be shown."""
    if frame.by_row or frame.wide or frame.record != "observation":
        return []
    rules = [*_month_rules(frame, guesses), *_growth_rules(frame, guesses)]
    return ["rule = [", *rules, "]"] if rules else []


def _by_role(guesses: Sequence[Guess], reading: str, span: str | None) -> dict[str | None, Guess]:
    return {
        g.meaning.series[0]: g
        for g in guesses
        if g.meaning is not None and g.spec is not None
        and g.meaning.series[1] == reading and g.meaning.span == span
    }  # fmt: skip


def _month_rules(frame: Frame, guesses: Sequence[Guess]) -> list[str]:
    lines = []
    months, totals = _by_role(guesses, "value", "month"), _by_role(guesses, "value", "ytd")
    for name, month in months.items():
        ytd = totals.get(name)
        if name is None or ytd is None or catalogue()[name].kind not in ("flow", "count"):
            continue
        pairs = [(m, y) for m, y in _figures(frame, month, ytd) if y >= 0]
        if len(pairs) >= _FEWEST and all(m <= y for m, y in pairs) and any(m < y for m, y in pairs):
            lines.append(_line("ytd_not_below_month", ytd, [month]))
    return lines


def _growth_rules(frame: Frame, guesses: Sequence[Guess]) -> list[str]:
    lines = []
    for span in ("ytd", "month", "point", None):
        values, bases = _by_role(guesses, "value", span), _by_role(guesses, "base", span)
        for name, growth in _by_role(guesses, "growth_pct", span).items():
            value, base = values.get(name), bases.get(name)
            if value is None or base is None:
                continue
            rows = list(_figures(frame, growth, value, base))
            held = sum(_grows(g, v, b) for g, v, b in rows)
            if len(rows) >= _FEWEST and held * 5 >= len(rows) * 4:
                lines.append(_line("growth_matches_levels", growth, [value, base]))
    return lines


def _grows(growth: Decimal, value: Decimal, base: Decimal) -> bool:
    return base > 0 and abs((value - base) / base * 100 - growth) <= _GROWTH_STEP


def _figures(frame: Frame, *columns: Guess) -> list[tuple[Decimal, ...]]:
    """The rows that have plain figures in all these columns; totals are rows like others here."""
    found = []
    for row in range(frame.header.bottom, frame.sheet.bottom):
        numbers = [_number(frame.sheet.at(row, column.index)) for column in columns]
        if all(number is not None for number in numbers):
            found.append(tuple(number for number in numbers if number is not None))
    return found


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal(normal(text or "").replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _line(rule: str, column: Guess, than: Sequence[Guess]) -> str:
    labels = ", ".join(quoted_label(guess.label) for guess in than)
    return (
        f'  {{ rule = "{rule}", label = {quoted_label(column.label)}, than = [{labels}], '
        "refuse_most = true },"
    )
