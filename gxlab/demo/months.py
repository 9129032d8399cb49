"""月份算术:一个月是一个整数(年×12+月−1),演示生成器自带,不依赖产品的期间模块."""

from __future__ import annotations


def parse(text: str) -> int:
    """把 `2026-05` 读成月份序数.

    >>> parse("2026-05") - parse("2025-12")
    5
    """
    year, month = text.split("-")
    if not 1 <= int(month) <= 12:
        raise ValueError(f"月份“{text}”不对：应写成 2026-05 这样的四位年、两位月")
    return int(year) * 12 + int(month) - 1


def year(month: int) -> int:
    """年份."""
    return month // 12


def number(month: int) -> int:
    """月份数字 1–12."""
    return month % 12 + 1


def january(month: int) -> int:
    """同年1月的序数."""
    return year(month) * 12


def iso(month: int) -> str:
    """`2026-05`."""
    return f"{year(month)}-{number(month):02d}"


def compact(month: int) -> str:
    """`202605`."""
    return f"{year(month)}{number(month):02d}"


def dotted(month: int) -> str:
    """`2026.5`,项目表里的写法."""
    return f"{year(month)}.{number(month)}"


def chinese(month: int) -> str:
    """`2026年5月`."""
    return f"{year(month)}年{number(month)}月"


def span(month: int) -> str:
    """累计期 `1—5月`."""
    return f"1—{number(month)}月"


def effective(month: int) -> str:
    """生效期:2月写作 `2026年1—2月`,因为1月免报."""
    if number(month) == 2:
        return f"{year(month)}年1—2月"
    return chinese(month)
