"""人工判定: what a person decided, written in the bureau's own form and taken in by the import.

One saving is one small file in the workspace, in the form of 人工判定 (W22), and one batch: the
decision has its reason, author and date, its bytes are archived, the ledger knows it. Nothing is
written past the import, and no file is ever changed. Taking a decision back is a decision too: the
latest one counts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from gxlab.reference.verdicts import OBJECTS
from gxlab.warehouse.imported import ImportResult
from gxlab.warehouse.importing import Places, import_paths

LAYOUT = "w22_decisions"
HEADER = ("对象类型", "对象编号", "对象名称", "判定", "理由", "经办", "日期", "有效至")
# A cell that begins so is a formula to a spreadsheet that opens the file.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class IncompleteDecision(ValueError):
    """A decision without what makes it one (判定不完整)."""


class NotRemembered(ValueError):
    """The import refused the decisions (判定没有入库)."""


@dataclass(frozen=True)
class Book:
    """Where decisions are kept (判定簿): the workspace's folders, and the folder of the files."""

    places: Places
    folder: Path


@dataclass(frozen=True)
class Decision:
    """One decision (一次判定) on an object: ``kind`` is project, filing, enterprise, candidate.

    It holds from ``decided_on`` to the end of ``valid_until``, or without end.
    """

    kind: str
    object_id: str
    object_name: str
    verdict: str
    reason: str
    author: str
    decided_on: date
    valid_until: date | None = None


def remember(decisions: Sequence[Decision], book: Book, now: datetime) -> ImportResult:
    """Write the decisions and import them; the answer names the new snapshot.

    Raises IncompleteDecision where one lacks reason, author or object, NotRemembered where the
    import refuses them, Locked while another import runs.
    """
    for decision in decisions:
        _check(decision)
    if not decisions:
        raise IncompleteDecision("没有选中要判定的对象，请先勾选。")
    result = _take_in(decisions, book, now)
    if result.batch is None:
        # Word for word an earlier decision, since overruled: the import knows the file and would
        # leave the overruling one in force.
        again = f"（{now:%Y年%m月%d日%H:%M:%S}再次登记）"
        result = _take_in([replace(d, reason=d.reason + again) for d in decisions], book, now)
    return result


def _take_in(decisions: Sequence[Decision], book: Book, now: datetime) -> ImportResult:
    """One file through the import; a file that brought nothing is not left lying about."""
    path = _new_file(book.folder, now)
    path.write_bytes(_bytes(decisions))
    try:
        result = import_paths([path], book.places, layout=LAYOUT, command=f"判定 {path.name}")
    except BaseException:
        # Without its batch the file would be taken in by some later import, unasked.
        path.unlink()
        raise
    if not result.complete:
        said = [p.text for f in result.files for p in f.problems if p.severity == "error"]
        raise NotRemembered(said[0] if said else f"判定文件“{path.name}”没有入库，请核对后重试。")
    if result.batch is None:
        path.unlink()
    return result


def _check(decision: Decision) -> None:
    about = f"“{decision.object_name or decision.object_id}”的判定"
    if decision.object_id.strip().startswith(_FORMULA):
        raise IncompleteDecision(f"{about}的对象编号不是编号，请重新选择。")
    for name, text in (("理由", decision.reason), ("经办", decision.author)):
        if not text.strip():
            raise IncompleteDecision(f"{about}没有写{name}，请补填后再保存。")
        if text.strip().startswith(_FORMULA):
            raise IncompleteDecision(
                f"{about}的{name}以“{text.strip()[0]}”开头，表格软件会当成公式，请改写。"
            )
    if not decision.object_id or not decision.verdict:
        raise IncompleteDecision(f"{about}缺少对象编号或判定，请重新选择。")
    until = decision.valid_until
    if until is not None and until < decision.decided_on:
        raise IncompleteDecision(
            f"{about}有效至{until}，早于判定日期{decision.decided_on}，请改正其中一个。"
        )


def _new_file(folder: Path, now: datetime) -> Path:
    """A file of this moment; its name sorts by time, as the order of decisions must."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"人工判定_{now:%Y%m%d-%H%M%S}"
    names = (f"{stem}.csv", *(f"{stem}-{n}.csv" for n in range(2, 1000)))
    return next(p for p in (folder / name for name in names) if not p.exists())


def _bytes(decisions: Sequence[Decision]) -> bytes:
    held = io.StringIO()
    rows = csv.writer(held, lineterminator="\r\n")
    rows.writerow(HEADER)
    rows.writerows(_row(d) for d in decisions)
    return held.getvalue().encode("utf-8-sig")


def _row(decision: Decision) -> tuple[str, ...]:
    until = decision.valid_until.isoformat() if decision.valid_until else ""
    name = _line(decision.object_name)
    name = (
        f"'{name}" if name.startswith(_FORMULA) else name
    )  # the quote makes it text, and shows it
    return (
        OBJECTS[decision.kind], decision.object_id, name, decision.verdict, _line(decision.reason),
        _line(decision.author), decision.decided_on.isoformat(), until,
    )  # fmt: skip


def _line(text: str) -> str:
    return "；".join(part.strip() for part in text.splitlines() if part.strip())
