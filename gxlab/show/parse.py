"""From a notebook's JSON back to the typed objects: the inverse of ``objects.to_json``.

publish, docx and xlsx read executed notebooks; whatever is not exactly one of the typed objects is
refused here, so that nothing unknown can reach a page.
"""

from __future__ import annotations

from typing import Any

from gxlab.show.objects import (
    Block,
    Chart,
    Column,
    Commentary,
    Definitions,
    Figure,
    KeyFigure,
    KeyFigures,
    Light,
    Masthead,
    Row,
    Sentence,
    Sentences,
    Sentinel,
    Table,
)


class BlockError(ValueError):
    """A payload that is not a typed object of gxlab (不是本系统的图表句数)."""


_FLAT: dict[str, type[Block]] = {
    "sentence": Sentence,
    "chart": Chart,
    "masthead": Masthead,
    "commentary": Commentary,
    "definitions": Definitions,
    "sentinel": Sentinel,
}


def from_json(payload: Any) -> Block:
    """The block that ``to_json`` wrote; :class:`BlockError` (one Chinese sentence) otherwise."""
    try:
        return _block(payload["type"], payload["data"])
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as fault:
        raise BlockError(
            f"输出内容不是本系统的图、表、句、数（{type(fault).__name__}：{fault}），"
            "请用 gxlab.show 的对象作为单元格结果"
        ) from fault


def _block(kind: str, data: dict[str, Any]) -> Block:
    if kind == "table":
        return _table(data)
    if kind == "sentences":
        items = tuple(Sentence(**_fields(item)) for item in data["items"])
        return Sentences(items, **_fields({k: v for k, v in data.items() if k != "items"}))
    if kind == "key_figures":
        return KeyFigures(tuple(_key_figure(item) for item in data["items"]))
    if kind == "chart":
        # A specification is Vega's own JSON and must not be turned into tuples.
        return Chart(**data)
    return _FLAT[kind](**_fields(data))


def _fields(data: dict[str, Any]) -> dict[str, Any]:
    return {key: _value(value) for key, value in data.items()}


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    if isinstance(value, dict):
        return _light(value) if "light" in value else Figure(**value["figure"])
    return value


def _light(value: dict[str, Any]) -> Light:
    level, word, *told = value["light"]
    if level not in ("green", "yellow", "red", "none"):
        raise ValueError(f"灯色“{level}”不在绿、黄、红、无之内")
    return Light(level, word, *(Figure(**one["figure"]) for one in told))


def _table(data: dict[str, Any]) -> Table:
    columns = tuple(Column(**_fields(column)) for column in data["columns"])
    rows = tuple(Row(**_fields(row)) for row in data["rows"])
    for number, row in enumerate(rows, start=1):
        if len(row.cells) != len(columns):
            raise ValueError(
                f"表“{data['title']}”第{number}行有{len(row.cells)}格，表头有{len(columns)}列"
            )
    rest = {k: v for k, v in data.items() if k not in ("columns", "rows")}
    return Table(columns=columns, rows=rows, **_fields(rest))


def _key_figure(data: dict[str, Any]) -> KeyFigure:
    change = data["change"]
    rest = _fields({k: v for k, v in data.items() if k != "change"})
    return KeyFigure(change=Sentence(**_fields(change)) if change else None, **rest)
