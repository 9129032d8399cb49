"""Gates before a page is published (发布前核对): what is said of a figure is said everywhere.

Four gates, each of which names the figure where it fails: one coordinate has one number in text,
tables and key figures, on this page and on every page of the release; charts show the numbers of
their tables; parts make up their total; a cumulative figure does not fall below the one printed
before it unless the page says so. Comparison is by rounding interval, never by float.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gxlab.publish.gates_charts import charts_beside_tables
from gxlab.publish.gates_cumulative import fallen
from gxlab.publish.gates_prints import Print, conflict, page_prints
from gxlab.publish.gates_tables import ranks_in_order, sums
from gxlab.publish.outline import Outline, PublishRefused


@dataclass(frozen=True)
class Release:
    """The pages of one run so far (同批各页): what each coordinate was printed as first, and where.

    Pages that did not have to be made again are left out: they read the same rows and print the
    same figures as when they passed.
    """

    seen: dict[str, tuple[Print, str]] = field(default_factory=dict)


def check(outline: Outline, release: Release, former: str | None = None) -> None:
    """Pass a page or raise PublishRefused with one sentence that names the first failing figure.

    ``former`` is the text of the executed notebook printed for the period before, None where there
    is none.
    """
    prints = tuple(page_prints(outline))
    page = outline.sentinel.unit_name
    for fault in _faults(outline, prints, release, page, former):
        raise PublishRefused(f"发布前核对未通过：{fault}，请查清后重新生成。")
    for printed in prints:
        release.seen.setdefault(printed.key, (printed, page))


def _faults(
    outline: Outline, prints: tuple[Print, ...], release: Release, page: str, former: str | None
) -> Iterator[str]:
    yield from _one_number(prints)
    yield from _same_as_other_pages(prints, release, page)
    yield from sums(outline.tables)
    yield from ranks_in_order(outline.tables)
    yield from charts_beside_tables(outline)
    if former is not None:
        yield from fallen(outline, prints, former)


def _one_number(prints: tuple[Print, ...]) -> Iterator[str]:
    """文、表、关键指标一致: every print of a coordinate against every other way of printing it."""
    ways: dict[str, list[Print]] = {}
    for printed in prints:
        known = ways.setdefault(printed.key, [])
        for other in known:
            if conflict(printed, other):
                yield f"{other.told}与{printed.told}不一致（{printed.ref}）"
        if not any(o.text == printed.text and o.unit == printed.unit for o in known):
            known.append(printed)


def _same_as_other_pages(prints: tuple[Print, ...], release: Release, page: str) -> Iterator[str]:
    """同批各页一致: places and figures that several pages print."""
    for printed in prints:
        found = release.seen.get(printed.key)
        if found is not None and conflict(printed, found[0]):
            first, where = found
            yield f"{where}页{first.told}与{page}页{printed.told}不一致（{printed.ref}）"
