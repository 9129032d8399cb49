"""一个坐标怎样向 ``gxlab value`` 问:指标、单元、期、区间、分组或口径."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gxlab.measures.answer import answer
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import open_desk
from gxlab.warehouse.snapshot import Snapshot
from tests.independent.ref import Ref


class Asking:
    """同一个快照上的取数,同样的问题只问一次."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._asked: dict[tuple[str, ...], list[Any]] = {}

    def value(self, ref: Ref) -> Decimal | None:
        """坐标所指的那个数;取不到报错."""
        rows = self.rows(ref)
        wanted = [r for r in rows if not ref.by or ref.by == "scope" or r.code == ref.code]
        if not wanted:
            raise LookupError(f"gxlab value 没有 {ref} 这一行")
        found = getattr(wanted[0], ref.statistic)
        return None if found is None else Decimal(found)

    def rows(self, ref: Ref) -> list[Any]:
        scope = ref.code if ref.by == "scope" else ""
        by = "" if ref.by == "scope" else ref.by
        key = (ref.indicator, ref.unit, ref.period, ref.span, by, scope)
        if key not in self._asked:
            desk = open_desk(self.snapshot, ref.unit, Period.parse(ref.period))
            found = answer(desk, ref.indicator, span=ref.span, by=by or None, scope=scope or None)
            self._asked[key] = found.rows
        return self._asked[key]
