"""A run (执行): planned editions made by papermill, checked, rendered, and put in place.

Nothing is put in place before all is made; then page by page under the journal, manifest and index
last. A failed internal edition is replaced by a page that says so; what was signed stands as it was
signed, or is corrected and says so. What an interrupted run had finished waits in the scratch
folder and is not made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gxlab.batch import journal, manifest
from gxlab.batch.affected import unaffected
from gxlab.batch.crew import Executed, Executor, Shop, execute
from gxlab.batch.fresh import Reason, reason_to_build
from gxlab.batch.manifest import Edition, file_digest
from gxlab.batch.plan import Planned
from gxlab.batch.pressing import Press, beside
from gxlab.batch.reissue import is_in_place, page_files
from gxlab.batch.staging import (
    EXTRA,
    Bench,
    Result,
    made_again,
    moves,
    page,
    staged,
    staged_page,
)
from gxlab.warehouse import releases
from gxlab.warehouse.desk import Desk


class OutOfPlace(ValueError):
    """Where a page belongs, a link leads out of the folder of reports (位置不对)."""


# Done, in all, the last one's name, failed.
Told = Callable[[int, int, str, int], None]


def run(
    plan: Sequence[Planned],
    desk: Desk,
    shop: Shop,
    press: Press,
    *,
    force: bool = False,
    told: Told = lambda done, total, name, failed: None,
    executor: Executor = execute,
) -> list[Result]:
    """Make what has to be made and put it in place; results in the order of the plan.

    The caller holds the lock of publishing. ``desk`` stands on the snapshot to report on. Raises
    LedgerBroken where the ledger of signed releases does not hold, Withheld where the press has a
    gate that lets nothing through.
    """
    _refuse_links(plan, shop.reports)
    journal.replay(shop.scratch)
    first = plan[0].edition
    folder = shop.reports / first.period / first.audience
    entries = manifest.read(folder)
    bench = _bench(desk, shop, press, first)
    plan = [_with_forms(planned, entries, bench) for planned in plan]
    results: dict[Edition, Result] = {}
    reasons: dict[Edition, Reason] = {}
    for planned in plan:
        found = Reason("指定重做（--force）") if force else _standing(planned, entries, bench)
        if isinstance(found, Result):
            results[planned.edition] = found
        else:
            reasons[planned.edition] = found
    results.update(_unaffected(plan, reasons, entries, bench))
    todo = [planned for planned in plan if planned.edition not in results]

    def made(executed: Executed) -> Result:
        return staged(executed, reasons[executed.planned.edition].text, bench)

    hands = press.hands if any(planned.also for planned in todo) else 1
    executing = executor(todo, desk.snapshot, shop)
    for number, result in enumerate(beside(executing, made, hands), start=1):
        results[result.planned.edition] = result
        failed = sum(r.outcome == "failed" for r in results.values())
        told(number, len(todo), _named(result.planned), failed)
    ordered = [replace(results[p.edition], cause=reasons.get(p.edition)) for p in plan]
    _place(ordered, entries, folder, bench)
    return ordered


def _refuse_links(plan: Sequence[Planned], reports: Path) -> None:
    """A link among the folders of reports would put pages elsewhere (链接). Raises OutOfPlace."""
    root = reports.resolve()
    for folder in {page(root, planned).parent for planned in plan}:
        if not folder.resolve().is_relative_to(root):
            raise OutOfPlace(
                f"“{folder.relative_to(root)}”不是报告文件夹里的文件夹，而是通往别处的链接，"
                "请删去这个链接后重试；没有生成任何报告。"
            )


def _bench(desk: Desk, shop: Shop, press: Press, edition: Edition) -> Bench:
    if desk.releases is None:
        return Bench(desk, shop, press)
    signed = releases.signed(desk.releases, edition.period, edition.audience)
    return Bench(desk, shop, press, signed, desk.releases)


def _with_forms(planned: Planned, entries: Mapping[tuple[str, str], Any], bench: Bench) -> Planned:
    """The forms asked for and those that stand already: one left as it is would tell another
    story than the page beside it. A signed edition keeps the forms it was signed with."""
    entry = entries.get((planned.edition.report, planned.edition.unit)) or {}
    issued = bench.issued(planned)
    wanted = {*planned.also, *(entry.get("also") or {})}
    if issued is not None:
        wanted &= page_files(issued).keys()
    return replace(planned, also=tuple(ending for ending in EXTRA if ending in wanted))


def _lacks_forms(planned: Planned, entry: Mapping[str, Any], stands: Path, press: Press) -> bool:
    """Whether a form that is wanted is missing, altered, or made with another template."""
    noted = entry.get("also") or {}
    altered = any(noted.get(e) != file_digest(stands.with_suffix(e)) for e in planned.also)
    missing = any(e not in noted for e in planned.also)
    return altered or missing or bool(planned.also and entry["also_from"] != press.also_from)


def _standing(
    planned: Planned, entries: Mapping[tuple[str, str], Any], bench: Bench
) -> Result | Reason:
    """The result of an edition that need not be made, or the reason why it must."""
    edition, issued = planned.edition, bench.issued(planned)
    entry = entries.get((edition.report, edition.unit))
    reason = reason_to_build(planned, entry, page(bench.shop.reports, planned), bench.desk)
    if reason is None and issued and not is_in_place(issued, (entry or {}).get("release")):
        reason = Reason("定稿页面未到位")
    if reason is None:
        stands = page(bench.shop.reports, planned)
        if issued or not _lacks_forms(planned, entry or {}, stands, bench.press):
            return Result(planned, "unchanged", "没有变化", entry or {}, stands=True)
        again = made_again(planned, entry or {}, bench)
        return again or Reason("笔记本文件缺失或被改动")
    waiting = staged_page(planned, bench.shop)
    try:
        finished = json.loads(waiting.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return reason
    whole = not _lacks_forms(planned, finished, waiting, bench.press)
    if issued is None and whole and not reason_to_build(planned, finished, waiting, bench.desk):
        return Result(planned, "built", "上次中断前已完成", finished)
    return reason


def _unaffected(
    plan: Sequence[Planned],
    reasons: Mapping[Edition, Reason],
    entries: Mapping[tuple[str, str], Any],
    bench: Bench,
) -> dict[Edition, Result]:
    """Editions whose data changed and whose pages need not: left standing, their entries renewed.

    Signed editions are executed: whether a correction is due is told from their figures.
    """
    asked = []
    for planned in plan:
        reason = reasons.get(planned.edition)
        if reason is None or not reason.reads or bench.issued(planned) is not None:
            continue
        entry = entries[planned.edition.report, planned.edition.unit]
        if not _lacks_forms(planned, entry, page(bench.shop.reports, planned), bench.press):
            asked.append((planned, entry))
    found = unaffected(asked, bench.desk.snapshot, bench.shop)
    return {
        planned.edition: Result(
            planned,
            "unchanged",
            f"{reasons[planned.edition].text}，本页内容不变",
            found[planned.edition],
            stands=True,
        )
        for planned, _ in asked
        if planned.edition in found
    }


def _place(
    results: Sequence[Result],
    entries: Mapping[tuple[str, str], Any],
    folder: Path,
    bench: Bench,
) -> None:
    """Put pages, then the manifest, then the indexes in place, all under one journal."""
    shop = bench.shop
    to_move: list[journal.Move] = []
    merged = dict(entries)
    for result in results:
        edition = result.planned.edition
        key = (edition.report, edition.unit)
        kept = result.outcome == "failed" and bench.issued(result.planned) is not None
        # An edition made again may be the same to the byte, and lie altered where it stands.
        if kept or (merged.get(key) == result.entry and result.outcome != "built"):
            continue
        merged[key] = result.entry
        to_move += [] if result.stands else moves(result, shop)
    gate, same = bench.press.gate, merged == entries and not to_move
    if gate is None and same and (folder / "index.html").exists():
        return
    indexes = bench.press.index(list(merged.values()), folder, shop.scratch / "staged")
    if gate is not None:
        gate([*to_move, *indexes], results)
    journal.carry_out([*to_move, *indexes], shop.scratch)
    for result in results:
        staged_page(result.planned, shop).with_suffix(".json").unlink(missing_ok=True)
        if result.outcome != "failed":  # what failed stays, to be looked at
            page(shop.scratch / "run", result.planned).with_suffix(".ipynb").unlink(missing_ok=True)


def _named(planned: Planned) -> str:
    return f"{planned.edition.unit} {planned.notebook.title}"
