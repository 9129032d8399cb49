"""A signed edition made again (定稿后再生成): it stands as signed, or a correction is due.

The signed bytes are never written over. Where the figures and the analyst's text are what was
signed, the signed edition stands, whatever else has changed; otherwise the new page is a 更正版
that lists exactly the changed figures and the batches they came with.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from gxlab.batch.imprint import Correction
from gxlab.batch.printed import changed_figures, printed_figures
from gxlab.show.objects import Imprint
from gxlab.warehouse.desk import Desk
from gxlab.warehouse.releases import FIGURES, SIGNED, Issued, figures

PENDING = "更正版待签发"
CORRECTED = "更正版"
_KEYS = (
    ("commentary", "情况说明有改动"),
    ("parameters", "参数有改动"),
    ("notebook", "报告笔记本有改动"),
    ("code", "程序有更新"),
)
_FILES = "page_files|"


def correction_of(
    issued: Issued,
    folder: Path,
    notebook: Mapping[str, Any],
    key: Mapping[str, str],
    reads: Iterable[str],
    desk: Desk,
) -> Correction | None:
    """What a newly executed notebook corrects of its signed edition; None where nothing.

    ``folder`` is that of the releases, ``key`` and ``reads`` what the notebook was made from,
    ``desk`` stands on the snapshot it read.
    """
    changes = changed_figures(figures(folder, issued), printed_figures(notebook))
    then = issued.made_from["key"]
    if not changes and then["commentary"] == key["commentary"]:
        return None
    told = [said for name, said in _KEYS if then.get(name) != key[name]]
    batches = _batches(issued.made_from["file_ids"], file_ids(reads), desk)
    replaces = f"{issued.period[:4]}年{issued.title}"
    return Correction(next_title(issued), replaces, changes, (*batches, *told))


def file_ids(reads: Iterable[str]) -> list[int]:
    """The numbers of the files behind an edition, from the keys of its reads."""
    for key in reads:
        if key.startswith(_FILES):
            found: list[int] = dict(ast.literal_eval(key.removeprefix(_FILES)))["file_ids"]
            return found
    return []


def pending(issued: Issued) -> Imprint:
    """The imprint of a correction nobody has signed yet (待签发)."""
    return Imprint(state=PENDING, issue_number=str(issued.issue))


def next_title(issued: Issued) -> str:
    """The number the next correction will carry: 第5期更正, 第5期第2次更正."""
    number = issued.correction + 1
    return f"第{issued.issue}期{'更正' if number == 1 else f'第{number}次更正'}"


def page_files(issued: Issued) -> dict[str, str]:
    """The files readers get of a signed edition: ending (.html, .docx …) → name below releases."""
    return {PurePosixPath(n).suffix: n for n in issued.files if not n.endswith(FIGURES)}


def _batches(before: Iterable[int], now: Iterable[int], desk: Desk) -> Iterator[str]:
    """The batches that brought new files to the page, or took files away from it."""
    old, new = set(before), set(now)
    rows = desk.read("behind_files", file_ids=sorted(old ^ new)).to_dicts()
    came: dict[str, list[str]] = {}
    gone: dict[str, list[str]] = {}
    for row in rows:
        name = PurePosixPath(row["path"]).name
        if row["file_id"] in new:
            came.setdefault(row["batch_id"], []).append(name)
        elif row["undone_by"] and str(row["undone_command"]).startswith(("undo", "restore")):
            gone.setdefault(row["undone_by"], []).append(name)
    yield from (f"批次{batch}导入{_several(names)}" for batch, names in sorted(came.items()))
    yield from (f"批次{batch}撤回{_several(names)}" for batch, names in sorted(gone.items()))


def _several(names: list[str]) -> str:
    return f"“{names[0]}”" + (f"等{len(names)}个文件" if len(names) > 1 else "")


def imprint_of(issued: Issued) -> Imprint:
    """The imprint that a signed edition carries (版记)."""
    names = issued.names
    state = CORRECTED if issued.correction and issued.state == SIGNED else issued.state
    return Imprint(
        state=state,
        issue_number=str(issued.issue),
        prepared_by=names.prepared_by,
        checked_by=names.reviewed_by,
        issued_by=names.approved_by,
        date=day_text(names.date),
    )


def day_text(day: date | None) -> str:
    """A day as a document prints it.

    >>> day_text(date(2026, 6, 20))
    '2026年6月20日'
    """
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def standing(issued: Issued, *, corrected: bool) -> dict[str, Any]:
    """What the manifest says of an edition once signed: 第N期, which correction, signed or not."""
    return {
        "issue": issued.issue,
        "correction": issued.correction + corrected,
        "state": PENDING if corrected else issued.state,
        "signed": not corrected,
    }


def is_in_place(issued: Issued, release: Mapping[str, Any] | None) -> bool:
    """Whether a manifest's entry stands on this signed version: it, or its pending correction."""
    return release in (standing(issued, corrected=False), standing(issued, corrected=True))
