"""校对的命中率: reports unchanged, figures changed by one last digit, pairs of sentences.

Needs a workspace with reports (GXLAB_WORKSPACE or this folder, after ``make report``). Every page
loses its data-* attributes before it is read, as a printed or mailed one has. What a page's
情况说明 gets wrong on purpose (the demo plants it) is told apart: it is found in the unchanged
page too, and no false alarm.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gxlab.proofread.documents import html_lines
from gxlab.proofread.proof import Against, proof
from gxlab.prose.clauses import sentences
from gxlab.prose.verdicts import Statement, proofread
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import open_desk
from gxlab.warehouse.snapshot import NoSnapshot, current
from gxlab.workspace import NotAWorkspace, Workspace, find_workspace
from tests.spec.proofread.pairs import pairs

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "proofread.json"
MUTATIONS = 200
EACH = 50
FIGURE = re.compile(r'<[a-z]+[^>]*data-ref="(?P<ref>[^"]+)"[^>]*>(?P<text>[^<]*[0-9][^<]*)<')
DATA = re.compile(r'\sdata-[a-z-]+="[^"]*"')
COMMENTARY = re.compile(r'<section[^>]*id="commentary".*?</section>', re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One report page (报告页), and what it is held against."""

    name: str
    html: str
    against: Against

    def proofread(self, html: str | None = None) -> list[Statement]:
        """The page's statements, its data-* attributes removed."""
        return proof(html_lines(DATA.sub("", html or self.html)), self.against)


@dataclass(frozen=True)
class Change:
    """A figure with its last digit changed (改一个末位): coordinate, before and after."""

    ref: str
    before: str
    after: str
    html: str


def pages(workspace: Workspace) -> Iterator[Page]:
    """Every internal report of the workspace that has a notebook, by period and unit."""
    snapshot = current(workspace.warehouse)
    reports = {p.stem for p in workspace.report_notebooks.glob("*.ipynb")}
    for folder in sorted(p for p in workspace.reports.glob("*/internal/*") if p.is_dir()):
        period = Period.parse(folder.parent.parent.name)
        against = Against(open_desk(snapshot, folder.name, period), workspace.report_notebooks)
        for path in sorted(folder.glob("*.html")):
            if path.stem in reports:
                name = path.relative_to(workspace.reports).as_posix()
                yield Page(name, path.read_text(encoding="utf-8"), against)


def changed(html: str, chance: random.Random) -> Change:
    """One figure of the page, taken by chance, with another last digit."""
    match = chance.choice([m for m in FIGURE.finditer(html) if m["text"].strip()])
    text = match["text"]
    at = max(place for place, char in enumerate(text) if char in "0123456789")
    digit = str((int(text[at]) + chance.choice((1, 9))) % 10)
    after = text[:at] + digit + text[at + 1 :]
    start = match.start("text")
    whole = html[:start] + after + html[start + len(text) :]
    return Change(match["ref"], text, after, whole)


def wrong(statements: list[Statement]) -> Counter[str]:
    """The texts that disagree."""
    return Counter(s.text for s in statements if s.verdict == "disagrees")


def is_planted(page: Page, text: str) -> bool:
    """Whether a sentence stands in the page's 情况说明, which its analyst wrote."""
    told = COMMENTARY.search(page.html)
    lines = html_lines(told[0]) if told else []
    return any(line.text == text for line in lines)


def on_pages(given: list[Page], mutations: int, seed: int) -> dict[str, Any]:
    """Unchanged pages once each, then changes spread evenly over them."""
    chance = random.Random(seed)
    verdicts, alarms, planted, missed = Counter[str](), list[str](), list[str](), list[str]()
    base: list[Counter[str]] = []
    for page in given:
        found = page.proofread()
        verdicts.update(s.verdict for s in found)
        base.append(wrong(found))
        for text in base[-1]:
            (planted if is_planted(page, text) else alarms).append(f"{page.name}：{text}")
    for number in range(mutations):
        page, before = given[number % len(given)], base[number % len(given)]
        change = changed(page.html, chance)
        if not wrong(page.proofread(change.html)) - before:
            missed.append(f"{page.name} {change.ref}：{change.before}→{change.after}")
    return {
        "pages": len(given),
        "statements": dict(sorted(verdicts.items())),
        "false_alarms": alarms,
        "planted_in_commentary": planted,
        "mutations": mutations,
        "found": mutations - len(missed),
        "missed": missed,
    }


def on_pairs(each: int, seed: int) -> dict[str, Any]:
    """Per form: how many true sentences agree, how many false ones disagree."""
    told: dict[str, Counter[str]] = {}
    for pair in pairs(each, seed):
        counts = told.setdefault(pair.form, Counter())
        counts["true_agrees"] += _worst(pair.right) == "agrees"
        counts["false_disagrees"] += _worst(pair.wrong) == "disagrees"
        counts["pairs"] += 1
    right = sum(c["true_agrees"] + c["false_disagrees"] for c in told.values())
    total = 2 * sum(c["pairs"] for c in told.values())
    return {
        "forms": {k: dict(v) for k, v in told.items()},
        "right": right,
        "sentences": total,
    }


def _worst(text: str) -> str:
    said = {s.verdict for s in proofread(sentences(text))}
    return next((v for v in ("disagrees", "agrees") if v in said), "unchecked")


def main() -> int:
    """Measure, print and write the result; 1 where a change is missed or an alarm is false."""
    try:
        workspace = find_workspace()
        os.environ["GXLAB_WORKSPACE"] = str(workspace.root.resolve())
        given = list(pages(workspace))
    except (NoSnapshot, NotAWorkspace) as missing:
        print(missing, file=sys.stderr)
        return 1
    if not given:
        print("工作区还没有报告，请先运行 make report。", file=sys.stderr)
        return 1
    start = time.perf_counter()
    reports, told = on_pages(given, MUTATIONS, seed=1), on_pairs(EACH, seed=1)
    seconds = round(time.perf_counter() - start, 1)
    result = {"reports": reports, "pairs": told, "seconds": seconds}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(
        f"报告{reports['pages']}份：误报{len(reports['false_alarms'])}处；"
        f"改末位{reports['mutations']}处，查出{reports['found']}处；"
        f"句子{told['sentences']}句，判对{told['right']}句。"
    )
    return 1 if reports["missed"] or reports["false_alarms"] else 0


if __name__ == "__main__":
    sys.exit(main())
