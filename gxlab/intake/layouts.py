"""Layouts (版式): what a form looks like, declared in TOML, one file a form.

A layout gives every column, row label, title and sheet a role. The keys are those of
``layout_spec``; ``layouts/README.md`` explains them.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from gxlab.intake.labels import pattern_of
from gxlab.intake.layout_spec import (
    NAME,
    ColumnSpec,
    LayoutSpec,
    RowSpec,
    SectionSpec,
    pattern_fault,
)
from gxlab.intake.words import words
from gxlab.reference.file_names import is_reserved

INTAKE_VERSION = "2"
"""Raised whenever the reading program would give other rows for the same file and layout."""


class LayoutError(ValueError):
    """A layout file is wrong (版式有误): which file, which key, what is expected."""


class Layout(BaseModel):
    """A layout with the text it was read from, so that its digest follows every change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    spec: LayoutSpec
    source: str

    @property
    def name(self) -> str:
        """The layout's name (版式名)."""
        return self.spec.name

    @cached_property
    def digest(self) -> str:
        """A digest of the layout's text and the reading program (版式与读取程序的摘要)."""
        return layout_digest(self)


def layout_digest(layout: Layout) -> str:
    """The hex digest of the layout's text and :data:`INTAKE_VERSION`.

    A layout that takes other words for its own depends on the words known, too.
    """
    alike = any(spec.alike for section in layout.spec.section for spec in section.column)
    told = f"{INTAKE_VERSION}\n{layout.source}" + (f"\n{words().source}" if alike else "")
    return hashlib.sha256(told.encode()).hexdigest()


def parse_layout(text: str, name: str = "") -> Layout:
    """A layout from its TOML text. Raises :class:`LayoutError` naming the key at fault."""
    try:
        layout = Layout(spec=LayoutSpec.model_validate(tomllib.loads(text)), source=text)
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"版式“{name}”{_toml_fault(error)}，请改正后再用。") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LayoutError(f"版式“{name}”的 {where} {_fault(first)}，请改正后再用。") from None
    for section in layout.spec.section:
        _check_patterns(section, name)
    return layout


def check_name(name: str) -> None:
    """Refuse what cannot be a layout's name (版式名称). Raises :class:`LayoutError`."""
    if not NAME.fullmatch(name) or is_reserved(name):
        raise LayoutError(
            f"版式名称只能用小写字母、数字和下划线（如 own_form），不能是系统保留的名称（如 con），"
            f"实为“{name}”，请换一个名称。"
        )


def _toml_fault(error: tomllib.TOMLDecodeError) -> str:
    """Where the text is no TOML; the parser's own words are English."""
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    return f"第{found[1]}行第{found[2]}列的写法有误" if found else "结尾处的写法有误"


_FAULTS = {
    "missing": "没有写，是必填的",
    "extra_forbidden": "不是版式的键，请核对拼写",
    "string_pattern_mismatch": "只能用小写字母、数字和下划线",
    "string_type": "应为文字",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
}


def _fault(error: ErrorDetails) -> str:
    """One fault of a layout in Chinese: what is expected, and what was found."""
    if error["type"] == "value_error":  # raised by the keys themselves, in Chinese
        return str(error["ctx"]["error"])
    found = "" if error["type"] == "missing" else f"，实为“{error['input']}”"
    if error["type"] == "literal_error":
        choices = error["ctx"]["expected"].replace(" or ", "、").replace(", ", "、")
        return f"应为{choices.replace(chr(39), '')}之一{found}"
    return _FAULTS.get(error["type"], "的取值不对") + found


def _check_patterns(section: SectionSpec, name: str) -> None:
    """ "re:" labels must compile; they are checked here because labels may be lists."""
    specs: tuple[ColumnSpec | RowSpec, ...] = (*section.column, *section.row)
    for label in (label for spec in specs for label in spec.label):
        if label.startswith("re:"):
            try:
                pattern_of(label)
            except re.error as error:
                fault = f"标签“{label}”{pattern_fault(error)}"
                raise LayoutError(f"版式“{name}”的{fault}，请改正后再用。") from None


def standard_layouts() -> list[Layout]:
    """The layouts that ship with the product (标准版式), by name."""
    return _read_folder(files("gxlab.intake").joinpath("layouts"))


def workspace_layouts(folder: Path) -> list[Layout]:
    """The layouts a workspace keeps (本单位版式); one of the same name replaces a standard one."""
    return _read_folder(folder) if folder.is_dir() else []


def all_layouts(folder: Path | None = None) -> list[Layout]:
    """Standard layouts and the workspace's own, the latter winning by name."""
    own = workspace_layouts(folder) if folder else []
    names = {layout.name for layout in own}
    return [*own, *(layout for layout in standard_layouts() if layout.name not in names)]


def _read_folder(folder: Traversable | Path) -> list[Layout]:
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return [parse_layout(texts[name], name) for name in sorted(texts)]
