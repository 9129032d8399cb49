"""The index pages (目录) that lead to the editions, and the page that stands for a failed one.

Every page opens from ``file://`` and asks the network nothing. The index of an internal release may
filter its units with a few lines of script, allowed by hash; a shared one carries no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from gxlab.disclosure.printed_text import said
from gxlab.publish.html import FORMS, EditionMeta, publish_environment
from gxlab.publish.outline import Outline, read_outline
from gxlab.publish.vega import policy, script
from gxlab.reference.periods import Period
from gxlab.show.objects import Figure, KeyFigures, Light, Sentence, Table

AUDIENCES = {"internal": "内部版", "shared": "对外版"}
_OUTCOMES = {"failed": "未生成", "refused": "未发布"}


@dataclass(frozen=True)
class Edition:
    """One cell of the matrix: a built edition with its link and figure, or why there is none."""

    link: str | None
    figure: Figure | None
    light: Light | None
    state: str
    fault: str
    reason: str


@dataclass(frozen=True)
class Line:
    """A unit's line in the matrix: its name, depth in the territory, and its editions in order."""

    name: str
    level: int
    zone: bool
    editions: tuple[Edition | None, ...]
    link: str = ""


@dataclass(frozen=True)
class Entry:
    """A report in a unit's contents (目录一项): its title, headline, other forms, or the fault."""

    title: str
    headline: str
    edition: Edition
    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Issue:
    """A release on the home page (一期): its link and how many of its editions stand."""

    period: str
    audience: str
    link: str
    built: int
    planned: int


def edition_summary(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """What the index shows of an executed notebook, as JSON for the manifest.

    ``figure`` is the growth in the headline (where it names none the first key figure, else the
    headline's first), ``light`` the first light among the key figures. A bulletin has no key
    figures: its own row of the matrix says how many lights are red.
    """
    outline = read_outline(notebook)
    items = [k for block in outline.lead if isinstance(block, KeyFigures) for k in block.items]
    said = [block for block in outline.lead if isinstance(block, Sentence)]
    headline = [sentence for sentence in said if sentence.role == "headline"]
    figures = [figure for sentence in headline for figure in _figures(sentence)]
    growth = [f for f in figures if f.ref.split("|")[4:5] == ["growth_yoy_pct"]]
    chosen = next(iter([*growth, *(k.figure for k in items), *figures]), None)
    light = next((k.light for k in items if k.light), None) or _own_light(outline)
    return {
        "headline": "".join(s.text for s in headline),
        "figure": {"text": chosen.text, "ref": chosen.ref, "unit": chosen.unit} if chosen else None,
        "light": [light.level, light.word] if light else None,
        "state": outline.masthead.state,
    }


def _figures(sentence: Sentence) -> Iterator[Figure]:
    """The figures of a sentence as they stand alone: with the sign that the words gave them."""
    for before, part in zip(("", *sentence.parts), sentence.parts, strict=False):
        if isinstance(part, Figure):
            told = said(part.text, before if isinstance(before, str) else "")
            falls = told is not None and told.number is not None and told.number < 0
            bare = falls and not part.text.startswith(("-", "−"))
            yield replace(part, text=f"−{part.text}") if bare else part


def _own_light(outline: Outline) -> Light | None:
    """The worst light in the page's own row of a table in the lead, with how many there are."""
    rows = [r for t in outline.lead if isinstance(t, Table) for r in t.rows]
    own = [r for r in rows if r.emphasis == "own"] or [r for r in rows if r.emphasis == "total"]
    levels = [c.level for r in own for c in r.cells if isinstance(c, Light)]
    for level, word in (("red", "红灯"), ("yellow", "黄灯")):
        if count := levels.count(level):  # type: ignore[arg-type]
            return Light(level, f"{count}项{word}")  # type: ignore[arg-type]
    return Light("green", "绿灯") if "green" in levels else None


def write_index(manifest: Mapping[str, Any], path: Path) -> None:
    """The page ``reports/<period>/<audience>/index.html``: units × reports.

    ``manifest`` holds ``period``, ``audience``, ``title``, ``demo``, ``reports`` [{id, title}],
    ``units`` [{code, name, level, kind}] and ``editions`` [{report, unit, outcome, html, error,
    summary}] with ``summary`` from :func:`edition_summary`. A failed edition stands in its place
    with its reason; nothing is left out silently.
    """
    lines = _lines(manifest)
    cells = [edition for line in lines for edition in line.editions if edition]
    internal = manifest["audience"] == "internal"
    scripts = (script("filter.js"),) if internal else ()
    page = (
        publish_environment()
        .get_template("index.html.j2")
        .render(
            title=manifest["title"],
            period=Period.parse(manifest["period"]).label(with_year=True),
            audience=AUDIENCES[manifest["audience"]],
            demo=bool(manifest["demo"]),
            reports=[report["title"] for report in manifest["reports"]],
            lines=lines,
            built=sum(edition.link is not None for edition in cells),
            planned=len(cells),
            home=internal,  # a shared release stands alone: it links to nothing outside itself
            faults=_faults(manifest, lines),
            scripts=scripts,
            policy=policy(*scripts),
        )
    )
    _replace(path, page)


def _lines(manifest: Mapping[str, Any]) -> list[Line]:
    editions = {(e["unit"], e["report"]): _edition(e) for e in manifest["editions"]}
    return [
        Line(
            unit["name"],
            int(unit["level"]),
            unit["kind"] == "zone",
            tuple(editions.get((unit["code"], report["id"])) for report in manifest["reports"]),
            f"{quote(unit['code'], safe='')}/index.html",
        )
        for unit in manifest["units"]
    ]


def _edition(entry: Mapping[str, Any]) -> Edition:
    fault = _OUTCOMES.get(entry["outcome"], "")
    if fault:
        return Edition(None, None, None, "", fault, entry["error"] or "原因未记录，请查看运行日志")
    summary = entry["summary"]
    folder, name = PurePosixPath(entry["html"]).parts[-2:]
    figure = Figure(**summary["figure"]) if summary["figure"] else None
    light = Light(*summary["light"]) if summary["light"] else None
    return Edition(f"{quote(folder)}/{quote(name)}", figure, light, summary["state"], "", "")


def write_contents(manifest: Mapping[str, Any], unit: str, path: Path) -> None:
    """The page ``<unit>/index.html``: the unit's reports of a release, each with its headline.

    ``manifest`` as for :func:`write_index`. Links go to files of the release only: pages, their
    other forms, the contents of the units that the unit consists of.
    """
    names = {u["code"]: u["name"] for u in manifest["units"]}
    order = [u["code"] for u in manifest["units"]]
    at = order.index(unit)
    level = manifest["units"][at]["level"]
    below = []
    for other in manifest["units"][at + 1 :]:
        if other["level"] <= level:
            break
        if other["level"] == level + 1:
            below.append((f"../{quote(other['code'], safe='')}/index.html", other["name"]))
    page = (
        publish_environment()
        .get_template("contents.html.j2")
        .render(
            title=f"{names[unit]}月报目录",
            period=Period.parse(manifest["period"]).label(with_year=True),
            audience=AUDIENCES[manifest["audience"]],
            demo=bool(manifest["demo"]),
            entries=_entries(manifest, unit),
            below=below,
            policy=policy(),
        )
    )
    _replace(path, page)


def _entries(manifest: Mapping[str, Any], unit: str) -> list[Entry]:
    own = {e["report"]: e for e in manifest["editions"] if e["unit"] == unit}
    made = [_entry(own[r["id"]], r["title"]) for r in manifest["reports"] if r["id"] in own]
    if manifest["audience"] == "internal":
        return made
    # A headline is kept as mere text; outside a figure stands with its coordinate or not at all.
    return [replace(entry, headline="") for entry in made]


def _entry(entry: Mapping[str, Any], title: str) -> Entry:
    edition = _edition(entry)
    if edition.link is None:
        return Entry(title, "", edition, ())
    name = PurePosixPath(edition.link).name
    stem = name.removesuffix(".html")
    forms = tuple((f"{stem}{e}", FORMS[e]) for e in FORMS if e in (entry.get("also") or {}))
    beside = replace(edition, link=name)
    return Entry(title, entry["summary"].get("headline", ""), beside, forms)


def _faults(manifest: Mapping[str, Any], lines: Iterable[Line]) -> list[tuple[str, str, Edition]]:
    titles = [report["title"] for report in manifest["reports"]]
    return [
        (line.name, title, edition)
        for line in lines
        for title, edition in zip(titles, line.editions, strict=True)
        if edition and edition.fault
    ]


def issue_of(manifest: Mapping[str, Any]) -> Issue:
    """The line of the home page for a release's manifest."""
    editions = manifest["editions"]
    return Issue(
        Period.parse(manifest["period"]).label(with_year=True),
        AUDIENCES[manifest["audience"]],
        f"{quote(manifest['period'])}/{quote(manifest['audience'])}/index.html",
        sum(edition["outcome"] not in _OUTCOMES for edition in editions),
        len(editions),
    )


def write_home(title: str, issues: Iterable[Issue], path: Path, *, demo: bool) -> None:
    """The page ``reports/index.html``: all releases, in the order given (newest first)."""
    page = (
        publish_environment()
        .get_template("home.html.j2")
        .render(title=title, issues=list(issues), demo=demo, policy=policy())
    )
    _replace(path, page)


def failed_page(edition: EditionMeta, reason: str) -> str:
    """The page that replaces an edition which could not be made: it says so, and why."""
    period = Period.parse(edition.period).label(with_year=True)
    return (
        publish_environment()
        .get_template("failed.html.j2")
        .render(meta=edition, period=period, reason=reason, policy=policy())
    )


def _replace(path: Path, page: str) -> None:
    """Written beside and moved over, so that no reader ever sees half a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(page, encoding="utf-8", newline="\n")
    beside.replace(path)
