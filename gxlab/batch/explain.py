"""Which rows of which batch moved an edition (变动明细): for ``gxlab report --explain``.

The reads whose digest changed are read on the snapshot the edition stood on and on the present one;
rows are told apart by what identifies them, and named with the batch and file they came with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from gxlab.batch.fresh import Reason
from gxlab.warehouse.desk import RELEASED, Desk, asked_of

_SHOWN_VIEWS = 4
_SHOWN_ROWS = 5
_IDENTITY = (
    *("subject", "enterprise", "code", "cluster", "project", "object_kind", "object_id", "zone"),
    *("member", "policy", "unit", "indicator", "period", "month", "span", "scope", "task", "event"),
    *("december", "credit_code", "name"),
)
# Of the record, not of the fact: the same reading delivered again is no change worth a line.
_RECORD = ("file_id", "sheet", "row_no", "sequence")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """A row as it was and as it is; None where it is not there."""

    was: Row | None
    now: Row | None


def explained(reason: Reason, then: Desk, now: Desk) -> tuple[str, ...]:
    """One line a changed row, the first ones of each read; ``then`` stands on the old snapshot."""
    lines: list[str] = []
    shown = [key for key in reason.reads if not key.startswith(f"{RELEASED}|")]
    for key in shown[:_SHOWN_VIEWS]:
        view, params = asked_of(key)
        before, after = (desk.read(view, **params) for desk in (then, now))
        pairs = changed_rows(before.to_dicts(), after.to_dicts())
        lines += (f"{view}：{_told(pair, now)}" for pair in pairs[:_SHOWN_ROWS])
        if len(pairs) > _SHOWN_ROWS:
            lines.append(f"{view}：另有{len(pairs) - _SHOWN_ROWS}行")
    if len(shown) > _SHOWN_VIEWS:
        lines.append(f"另有{len(shown) - _SHOWN_VIEWS}项读取有变化")
    return tuple(lines)


def changed_rows(before: Sequence[Row], after: Sequence[Row]) -> list[Pair]:
    """Rows that differ between two readings of one view, paired by what identifies them.

    >>> changed_rows([{"code": "A", "value": 1}], [{"code": "A", "value": 2}])
    [Pair(was={'code': 'A', 'value': 1}, now={'code': 'A', 'value': 2})]
    """
    old, new = ({repr(row): row for row in rows} for rows in (before, after))
    gone = [row for key, row in old.items() if key not in new]
    came = [row for key, row in new.items() if key not in old]
    waiting: dict[tuple[Any, ...], list[Row]] = {}
    for row in gone:
        waiting.setdefault(_identity(row), []).append(row)
    pairs = []
    for row in came:
        same = waiting.get(_identity(row))
        pairs.append(Pair(same.pop(0) if same else None, row))
    return [*pairs, *(Pair(row, None) for rows in waiting.values() for row in rows)]


def _identity(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in _IDENTITY if name in row)


def _told(pair: Pair, desk: Desk) -> str:
    row = pair.now or pair.was or {}
    named = " ".join(str(row[name]) for name in _IDENTITY if row.get(name))
    return f"{named} {_change(pair)}{_source(row, desk)}"


def _change(pair: Pair) -> str:
    if pair.was is None or pair.now is None:
        return "新增" if pair.was is None else "不再有"
    moved = [
        f"{name} {_plain(pair.was.get(name))}→{_plain(value)}"
        for name, value in pair.now.items()
        if name not in _RECORD and pair.was.get(name) != value
    ]
    return "、".join(moved) or "数值相同，来自另一个文件"


def _plain(value: Any) -> str:
    if value is None:
        return "空"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _source(row: Row, desk: Desk) -> str:
    return "".join(_files(row.get("file_id"), desk))


def _files(file_id: Any, desk: Desk) -> Iterator[str]:
    if file_id is not None:
        for told in desk.read("behind_files", file_ids=[int(file_id)]).to_dicts():
            yield f"（批次{told['batch_id']}，{PurePosixPath(told['path']).name}）"
