"""From a grid and a layout to rows of the warehouse (提取): pure, complete, nothing guessed.

``extract`` is the whole of it. A structure error refuses the file, a row error the row; both come
back as problems with the cell's address. What is stored, refused and passed over always adds up to
what the file holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from gxlab.intake.block import Block, sort_rows
from gxlab.intake.corrections import corrected, for_file, relabelled
from gxlab.intake.duplicates import drop_duplicates
from gxlab.intake.figure_corrections import check_figures
from gxlab.intake.findings import IGNORED, CellLedger, Findings, problem_order
from gxlab.intake.frames import Gathered, column_map, table_frames
from gxlab.intake.grid import Grid, Sheet, column_letters
from gxlab.intake.headers import Header, bind, find_header, sheets_of
from gxlab.intake.labels import told_label
from gxlab.intake.layout_spec import LayoutSpec, SectionSpec
from gxlab.intake.layouts import Layout
from gxlab.intake.lookups import Lookups
from gxlab.intake.model import Context, Extraction, Problem, Refused
from gxlab.intake.place import (
    FileText,
    corner_of,
    file_period,
    release_date,
    reporter_of,
    title_cells,
)
from gxlab.intake.records import RECORDS
from gxlab.intake.rules import check_block
from gxlab.intake.tables import Fields, read_table
from gxlab.intake.templates import HELP_SHEETS
from gxlab.intake.typed import FileFacts
from gxlab.intake.values import read_observations


def extract(
    grid: Grid, layout: Layout, context: Context, *, file_name: str, status: str | None = None
) -> Extraction:
    """Read a file under a layout.

    ``file_name`` may carry folders (the last names the month of editing); ``status`` replaces the
    layout's. The result is refused as a whole on structure errors, else holds one frame per table.
    """
    short = PurePath(file_name).name
    findings = Findings(short, {s.name: CellLedger(s) for s in grid.sheets})
    spec = layout.spec
    try:
        found = _find_sections(grid, spec, findings)
        facts = _file_facts(spec, found, file_name, context, findings)
        gathered = Gathered()
        for sheet, section, header in found:
            block = _read_section(sheet, section, header, facts, findings, gathered)
            facts = _with_own_clusters(facts, block, gathered)
        _name_unknown_columns(gathered, findings)
    except Refused as refusal:
        return _refused(layout, findings, refusal.problem, status)
    return _extraction(layout, findings, facts, gathered, status)


def _find_sections(
    grid: Grid, spec: LayoutSpec, findings: Findings
) -> list[tuple[Sheet, SectionSpec, Header]]:
    """Every section with its sheet and header. Raises Refused for a missing sheet or header."""
    found: list[tuple[Sheet, SectionSpec, Header]] = []
    for section in spec.section:
        sheets = sheets_of(grid, section)
        pairs = [(s, h) for s in sheets if (h := find_header(s, section)) is not None]
        if not pairs and not section.optional:
            raise _missing(section, sheets, findings)
        found += [(sheet, section, header) for sheet, header in pairs]
    used = {sheet.name for sheet, _, _ in found}
    for sheet in grid.sheets:
        if sheet.name not in used:
            _pass_sheet(sheet, spec, findings)
    return found


def _missing(section: SectionSpec, sheets: list[Sheet], findings: Findings) -> Refused:
    file = f"文件“{findings.file_name}”"
    if not sheets and section.sheet is None:
        text = f"{file}的工作表都是空的，请核对是否报错了文件"
        return Refused(Problem("", "", "sheet_missing", "error", text))
    if not sheets:
        wanted = (section.sheet or "").strip("^$")
        text = f"{file}中没有工作表“{wanted}”或该表是空的，请核对是否报错了文件"
        return Refused(Problem("", "", "sheet_missing", "error", text))
    labels = "、".join((section.anchor or section.column[0].label)[:3])
    text = (
        f"{file}{_sheet_words(sheets[0].name)}中找不到表头（应有“{labels}”等列），请核对表样；"
        "新表样请用 gxlab layout 生成版式"
    )
    return Refused(Problem(sheets[0].name, "", "header_not_found", "error", text))


def _sheet_words(name: str) -> str:
    return f"工作表“{name}”" if name else ""


def _pass_sheet(sheet: Sheet, spec: LayoutSpec, findings: Findings) -> None:
    """A sheet in no section: declared so, empty, or named in a warning."""
    declared = any(re.search(pattern, sheet.name) for pattern in spec.ignore_sheets)
    if declared or sheet.name in HELP_SHEETS:
        for row in range(sheet.top, sheet.bottom):
            findings.ledgers[sheet.name].mark_row(row, IGNORED)
    elif sheet.cells:
        findings.warn_sheet(
            sheet.name, "unknown_sheet",
            f"工作表“{sheet.name}”有{sheet.cells}个单元格，版式没有说明，未入库；如是数据请在版式中补充",
        )  # fmt: skip


def _file_facts(
    spec: LayoutSpec,
    found: list[tuple[Sheet, SectionSpec, Header]],
    file_name: str,
    context: Context,
    findings: Findings,
) -> FileFacts:
    above = {sheet.name: title_cells(sheet, header) for sheet, _, header in reversed(found)}
    titles = {name: tuple(texts) for name, texts in reversed(above.items())}
    cells = {(name, t): above[name][t] for name, texts in titles.items() for t in texts}
    words = FileText(file_name, titles, cells)
    period, warnings = file_period(spec.period, words, context.latest)
    findings.problems += warnings
    lookups = Lookups(context, period.period.last_day if period else None)
    reporter = reporter_of(spec, words, lookups)
    used = for_file(context.corrections, PurePath(file_name).name)
    return FileFacts(spec, words, lookups, period, reporter, context.latest, used)


def _read_section(
    sheet: Sheet,
    section: SectionSpec,
    header: Header,
    facts: FileFacts,
    findings: Findings,
    gathered: Gathered,
) -> Block:
    sheet, header = _corrected(sheet, section, header, facts, findings)
    binding = bind(header, section)
    corner = corner_of(sheet, header, findings.file_name)
    block = Block(sheet, section, header, binding, facts, findings, corner)
    _check_binding(block)
    sort_rows(block)
    if section.record == "observation":
        keys, series, notes = read_observations(block)
        gathered.observations.append((block, keys, series))
        gathered.notes += notes
    else:
        fields = read_table(block)
        check_figures(block, fields)
        drop_duplicates(block, _table_keys(block, fields))
        gathered.tables.append((block, fields))
    check_block(block)
    return block


def _corrected(
    sheet: Sheet, section: SectionSpec, header: Header, facts: FileFacts, findings: Findings
) -> tuple[Sheet, Header]:
    """The sheet as 更正对照 has it read, and its header."""
    if not facts.corrections:
        return sheet, header
    labelled = relabelled(sheet, header, facts.corrections, findings)
    header = find_header(labelled, section) or header
    found = (header, bind(header, section))
    return corrected(labelled, section, found, facts.corrections, findings), header


def _with_own_clusters(facts: FileFacts, block: Block, gathered: Gathered) -> FileFacts:
    """A list of clusters knows its own: the sheets after it may name what the first one lists."""
    if block.section.record != "industry_cluster":
        return facts
    fields = gathered.tables[-1][1]
    rows = zip(fields["cluster"], fields["name"], fields["former_name"], strict=True)
    own = {name: code for code, *names in rows if code for name in names if name}
    context = facts.lookups.context
    known = replace(context, clusters={**context.clusters, **own})
    return replace(facts, lookups=replace(facts.lookups, context=known))


def _table_keys(block: Block, fields: Fields) -> list[tuple[Any, ...]]:
    names = RECORDS[block.section.record].key
    return list(zip(*(fields[name] for name in names), strict=True))


def _check_binding(block: Block) -> None:
    """Refuse what lacks a required column or has one twice; name columns nobody declared."""
    binding, findings, header = block.binding, block.findings, block.header
    where = f"文件“{findings.file_name}”{_sheet_words(block.name)}"
    if binding.ambiguous:
        spec, hits = binding.ambiguous[0]
        names = "、".join(header.paths[i].text for i in hits)
        text = (
            f"{where}有{len(hits)}列都像“{told_label(spec.label)}”（{names}），分不清用哪一列，"
            "请在版式中写全列名"
        )
        raise Refused(Problem(block.name, "", "column_ambiguous", "error", text))
    if binding.missing:
        names = "、".join(told_label(spec.label) for spec in binding.missing)
        text = f"{where}缺少必需的列“{names}”，请核对表样；列名有变请在版式中补充"
        raise Refused(Problem(block.name, "", "column_missing", "error", text))
    unknown = next((i for i in binding.unknown if _filled(block, i)), None)
    if unknown is not None and block.section.unknown_columns == "refuse":
        label = header.paths[unknown].text
        text = f"{where}的列“{label}”不在版式中，请核对表样，或在版式中说明其含义"
        raise Refused(Problem(block.name, _whole(unknown), "unknown_column", "error", text, label))


def _filled(block: Block, index: int) -> int:
    rows = range(block.header.bottom, block.sheet.bottom)
    return sum(1 for row in rows if block.sheet.at(row, index))


def _whole(index: int) -> str:
    return f"{column_letters(index)}:{column_letters(index)}"


def _name_unknown_columns(gathered: Gathered, findings: Findings) -> None:
    """Warn of columns with content that no section of their sheet declares."""
    blocks = gathered.blocks()
    for name in dict.fromkeys(block.name for block in blocks):
        here = [block for block in blocks if block.name == name]
        known = {column.index for block in here for column in block.binding.columns}
        block = max(here, key=lambda b: len(b.binding.columns))
        if any(b.section.unknown_columns == "ignore" for b in here):
            continue
        for index in block.binding.unknown:
            if index not in known and (filled := _filled(block, index)):
                label = block.header.paths[index].text
                findings.warn_sheet(
                    name, "unknown_column",
                    f"列“{label or '(无标题)'}”不在版式中，其{filled}个单元格未入库，"
                    "请在版式中说明其含义",
                    _whole(index), label,
                )  # fmt: skip


def _refused(
    layout: Layout, findings: Findings, problem: Problem, status: str | None
) -> Extraction:
    if not problem.text.startswith("文件"):
        problem = replace(problem, text=f"文件“{findings.file_name}”{problem.text}")
    return Extraction(
        layout=layout.name,
        status=status or layout.spec.status,
        source_kind=layout.spec.source_kind,
        scope=layout.spec.scope,
        refused=True,
        problems=problem_order([*findings.problems, problem]),
        sheets=tuple(
            replace(ledger.count(), stored=0, refused=ledger.sheet.cells, ignored=0, undeclared=0)
            for ledger in findings.ledgers.values()
        ),
    )


def _extraction(
    layout: Layout, findings: Findings, facts: FileFacts, gathered: Gathered, status: str | None
) -> Extraction:
    tables = table_frames(gathered, findings)
    sheets = findings.settle()
    read, stored, refused, ignored = findings.row_counts()
    period = str(facts.period.period) if facts.period else None
    return Extraction(
        layout=layout.name,
        status=status or layout.spec.status,
        source_kind=layout.spec.source_kind,
        scope=layout.spec.scope,
        refused=False,
        problems=problem_order(findings.problems),
        sheets=sheets,
        tables=tables,
        column_map=column_map(gathered),
        period=period,
        reporter=facts.reporter,
        coverage=f"{facts.reporter or ''}|{period or ''}" if layout.spec.scope == "whole" else None,
        release_date=release_date(layout.spec, facts.period.period if facts.period else None),
        rows_read=read,
        rows_stored=stored,
        rows_refused=refused,
        rows_ignored=ignored,
    )
