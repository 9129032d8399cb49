"""Workbooks to fill (填报模板): drop-downs, a note on every column, imported like any form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from gxlab.intake.template_pages import Page, Template, templates

HELP_SHEETS = ("填写说明", "选项")
"""Sheets of a template that hold no data; every layout passes them over."""

_ROWS = 1000
_INLINE = 250


class UnknownTemplate(ValueError):
    """There is no template of this name (没有这种模板)."""


def template(name: str, units: Sequence[str] = (), clusters: Sequence[str] = ()) -> Template:
    """The template of this name. Raises UnknownTemplate.

    >>> template("policies").file_name
    '规则参数.xlsx'
    """
    found = templates(tuple(units), tuple(clusters)).get(name)
    if found is None:
        known = "、".join(template_names())
        raise UnknownTemplate(f"没有名为“{name}”的模板，可用的有：{known}")
    return found


def template_names() -> tuple[str, ...]:
    """The names of all templates."""
    return tuple(templates((), ()))


def write_template(
    name: str, path: Path, *, units: Sequence[str] = (), clusters: Sequence[str] = ()
) -> Path:
    """Write an empty workbook of the template to ``path`` (a folder takes its usual name).

    ``units`` and ``clusters`` are names for the drop-downs. Raises UnknownTemplate.
    """
    form = template(name, units, clusters)
    target = path / form.file_name if path.is_dir() else path
    # Names of units and clusters come from data: one that begins with = is a name all the same.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target), options) as workbook:
        head = workbook.add_format(
            {"bold": True, "bg_color": "#DDEBF7", "border": 1, "num_format": "@"}
        )
        text = workbook.add_format({"num_format": "@"})
        choices: list[tuple[str, ...]] = []
        for page in form.pages:
            _write_page(workbook, page, head, text, choices)
        _write_help(workbook, form)
        _write_choices(workbook, choices)
    return target


def _write_page(
    workbook: xlsxwriter.Workbook,
    page: Page,
    head: xlsxwriter.format.Format,
    text: xlsxwriter.format.Format,
    choices: list[tuple[str, ...]],
) -> None:
    sheet = workbook.add_worksheet(page.name)
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(page.fields):
        sheet.set_column(column, column, field.width, text)
        sheet.write_string(0, column, field.label, head)
        sheet.write_comment(0, column, field.note, {"x_scale": 2})
        if field.choices:
            rule = {
                "validate": "list",
                "source": _source(field.choices, choices),
                "error_type": "warning",
                "error_title": "请核对",
                "error_message": f"“{field.label}”应从下拉表中选一项",
            }
            sheet.data_validation(1, column, _ROWS, column, rule)


def _source(values: tuple[str, ...], choices: list[tuple[str, ...]]) -> list[str] | str:
    """A short list stands in the cell's rule; Excel takes long ones only from a sheet."""
    if len(",".join(values)) <= _INLINE:
        return list(values)
    if values not in choices:
        choices.append(values)
    column = chr(ord("A") + choices.index(values))
    return f"={HELP_SHEETS[1]}!${column}$1:${column}${len(values)}"


def _write_choices(workbook: xlsxwriter.Workbook, choices: list[tuple[str, ...]]) -> None:
    if choices:
        sheet = workbook.add_worksheet(HELP_SHEETS[1])
        sheet.hide()
        for column, values in enumerate(choices):
            sheet.write_column(0, column, values)


def _write_help(workbook: xlsxwriter.Workbook, form: Template) -> None:
    sheet = workbook.add_worksheet(HELP_SHEETS[0])
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, 60)
    lines = [(form.title, "", ""), ("填好后用 gxlab import 导入，工作表名和表头请勿改动", "", "")]
    lines += [(page.name, field.label, field.note) for page in form.pages for field in page.fields]
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            sheet.write_string(row, column, value)
