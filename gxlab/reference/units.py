"""计量单位: which unit names exist, what they are worth, and the one unit kept below the page.

Money is kept in 万元, electricity in 万千瓦时, people in 人, firms in 户. A column may say
千元 while a cell says 3.2亿; both are settled here, exactly, in decimals.
"""

from __future__ import annotations

from decimal import Context, Decimal

EXACT = Context(prec=60)

_BASES: dict[str, dict[str, str]] = {
    "万元": {
        "元": "0.0001",
        "百元": "0.01",
        "千元": "0.1",
        "仟元": "0.1",
        "万元": "1",
        "萬元": "1",
        "十万元": "10",
        "百万元": "100",
        "千万元": "1000",
        "亿元": "10000",
        "億元": "10000",
        "万亿元": "100000000",
    },
    "万千瓦时": {
        "千瓦时": "0.0001",
        "千瓦小时": "0.0001",
        "kWh": "0.0001",
        "度": "0.0001",
        "兆瓦时": "0.1",
        "MWh": "0.1",
        "万千瓦时": "1",
        "万千瓦小时": "1",
        "万kWh": "1",
        "万度": "1",
        "亿千瓦时": "10000",
        "亿千瓦小时": "10000",
        "亿kWh": "10000",
        "亿度": "10000",
    },
    "人": {"人": "1", "名": "1", "位": "1", "万人": "10000"},
    "户": {"户": "1", "家": "1", "个": "1", "万户": "10000", "万家": "10000", "万个": "10000"},
    "项": {"项": "1"},
    "%": {"%": "1", "‰": "0.1"},
    "百分点": {"百分点": "1", "个百分点": "1"},
    "倍": {"倍": "1"},
    "吨": {"吨": "1", "万吨": "10000"},
    "吨标准煤": {"吨标准煤": "1", "万吨标准煤": "10000"},
    "亩": {"亩": "1", "公顷": "15"},
    "天": {"天": "1"},
    "万元/人": {"元/人": "0.0001", "千元/人": "0.1", "万元/人": "1"},
    "万元/亩": {"元/亩": "0.0001", "千元/亩": "0.1", "万元/亩": "1"},
    "台": {"台": "1", "万台": "10000"},
    "件": {"件": "1", "万件": "10000"},
}  # fmt: skip

_UNITS = {
    unit.casefold(): (unit, base, Decimal(factor))
    for base, units in _BASES.items()
    for unit, factor in units.items()
}
_BARE = ("万亿", "千万", "百万", "十万", "亿", "万", "千")


class UnknownUnit(ValueError):
    """A unit of measure gxlab does not know (未知计量单位)."""


class UnitMismatch(ValueError):
    """A cell names a unit its column cannot hold (单元格与列单位不符), as 户 in a 万元 column."""


def canonical_unit(text: str) -> str | None:
    """The one spelling of a unit, or of a bare 万/亿; None where it is neither.

    >>> [canonical_unit(text) for text in (" 个 百分点 ", "％", "KWH", "斤")]
    ['百分点', '%', 'kWh', None]
    """
    tight = "".join(text.split()).replace("％", "%")
    if tight in _BARE:
        return tight
    known = _UNITS.get(tight.casefold())
    return None if known is None else "百分点" if known[1] == "百分点" else known[0]


def _unit(text: str) -> tuple[str, str, Decimal]:
    name = canonical_unit(text)
    if name is None:
        raise UnknownUnit(
            f"计量单位“{text}”不在单位表中，应为元、万元、千瓦时、人、户等，请核对表头单位"
        )
    if name in _BARE:
        raise UnknownUnit(f"“{text}”只有倍数没有单位，看不出是{text}元还是{text}户，请补全单位")
    return _UNITS[name.casefold()]


def to_base_unit(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """``value`` in the unit gxlab keeps (换算为基本单位), exactly, and that unit's name.

    元, 千元, 百万元, 亿元 → 万元; 千瓦时, 度 → 万千瓦时; 万人 → 人; 家, 个 → 户; % stays.

    >>> to_base_unit(Decimal("3.2"), "亿元"), to_base_unit(Decimal("1234"), "千元")
    ((Decimal('32000'), '万元'), (Decimal('123.4'), '万元'))
    """
    _, base, factor = _unit(unit)
    return plain(EXACT.multiply(value, factor)), base


def plain(value: Decimal) -> Decimal:
    """The same number without an exponent, without "-0" and without zeros at its end."""
    if not value:
        return Decimal(0)
    shortest = value.normalize(EXACT)
    return Decimal(format(shortest, "f"))


def cell_unit(cell: str | None, column: str) -> str:
    """The unit a figure stands in, from what its cell names and what its column says.

    A bare 万 takes the column's kind: 万元 in a column of money (in 元 or 千元 alike), 万户 in one
    of firms. Raises :class:`UnitMismatch` where the two do not measure the same thing; % and 百分点
    share columns in published tables, so there the cell's own unit stands.

    >>> cell_unit(None, "千元"), cell_unit("万", "千元"), cell_unit("亿", "万千瓦时")
    ('千元', '万元', '亿千瓦时')
    """
    column_name, column_base, _ = _unit(column)
    if cell is None:
        return column_name
    named = cell + _without_multiplier(column_name) if cell in _BARE else cell
    found = _UNITS.get((canonical_unit(named) or "").casefold())
    if found is None and cell not in _BARE:
        raise UnknownUnit(f"单元格单位“{cell}”不在单位表中，请核对单元格")
    name, base = found[:2] if found else ("", "")
    counted = {base, column_base} == {"户", "项"} and "个" in (name, column_name)
    if base == column_base or counted or {base, column_base} == {"%", "百分点"}:
        return name
    raise UnitMismatch(f"单元格单位“{cell}”与列单位“{column}”不是同一种量，请核对单元格或列的单位")


def _without_multiplier(unit: str) -> str:
    """万元 → 元, 万千瓦时 → 千瓦时; 千瓦时 stays, for 瓦时 is no unit here."""
    shorter = (unit.removeprefix(bare) for bare in _BARE if unit.startswith(bare))
    return next((rest for rest in shorter if rest.casefold() in _UNITS), unit)
