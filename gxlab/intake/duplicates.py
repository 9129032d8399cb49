"""The same row twice (重复行): identical ones count once, contradicting ones go back."""

from __future__ import annotations

from typing import Any

from gxlab.intake.block import Block


def drop_duplicates(block: Block, keys: list[tuple[Any, ...]]) -> None:
    """Ignore identical repetitions of a key with a warning; refuse all rows that contradict.

    Rows of a ``distinct`` section repeat by nature (a list taken from a longer table): identical
    ones are dropped in silence. Compared are the texts of all columns the section reads.
    """
    first: dict[tuple[Any, ...], int] = {}
    for at, (data, key) in enumerate(zip(block.rows, keys, strict=True)):
        if block.is_refused(data.row) or all(part is None for part in key):
            continue
        if key not in first:
            first[key] = at
            continue
        former = block.rows[first[key]].row
        if _content(block, former) == _content(block, data.row):
            _drop(block, data.row, former)
        else:
            _refuse_both(block, data.row, former)


def _content(block: Block, row: int) -> tuple[str | None, ...]:
    texts = (
        block.sheet.at(row, column.index)
        for column in block.binding.columns
        if not column.spec.ignore
    )
    return tuple(text.strip() if text else None for text in texts)


def _drop(block: Block, row: int, former: int) -> None:
    block.dropped.add(row)
    if not block.section.distinct:
        block.findings.warn(
            block.name,
            row,
            None,
            "duplicate_row",
            f"与第{former + 1}行完全相同，只计一次，请核对是否重复填报",
            None,
        )


def _refuse_both(block: Block, row: int, former: int) -> None:
    for here, there in ((row, former), (former, row)):
        if here == former and (block.name, former) in block.findings.refused_rows:
            continue
        block.findings.refuse(
            block.name, here, None, "conflicting_duplicate",
            f"与第{there + 1}行是同一对象但内容不同，分不清哪行有效，请只留一行", None,
        )  # fmt: skip
