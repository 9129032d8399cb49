"""Word 与 Excel 的代价: seconds and bytes of each form, as ratios to the page of the same notebook.

The editions are those of a workspace with reports (GXLAB_WORKSPACE or this folder, after
``make report``). Each form is made twice and the second is timed: the first loads what later
editions of a run find loaded. The brief and the check that both runs give the same bytes are
counted too.
"""

from __future__ import annotations

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from gxlab.batch.finished import executed
from gxlab.publish import docx_chart
from gxlab.publish.brief import Source, brief_of
from gxlab.publish.brief_docx import render_brief_docx
from gxlab.publish.docx_report import render_docx
from gxlab.publish.html import EditionMeta, render_edition
from gxlab.publish.outline import Outline, read_outline
from gxlab.publish.xlsx_report import render_xlsx
from gxlab.workspace import NotAWorkspace, find_workspace

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "office.json"
UNITS = 3
"""Units whose reports are made: the first of the release."""


def main() -> int:
    """Time every form of the reports of a few units; 1 where there are none."""
    try:
        found = _notebooks()
    except NotAWorkspace as error:
        print(error, file=sys.stderr)
        return 1
    if not found:
        print("工作区里还没有报告，请先 make report", file=sys.stderr)
        return 1
    editions = [_edition(path) for path in found]
    forms = {form: [e[form] for e in editions] for form in ("html", "docx", "xlsx")}
    result = {
        **{
            f"{form}_ratio_to_html": _ratio(forms[form], forms["html"]) for form in ("docx", "xlsx")
        },
        "same_bytes": all(e["same"] for e in editions),
        "editions": len(editions),
        "charts_per_edition": round(statistics.mean(e["charts"] for e in editions), 1),
        "tables_per_edition": round(statistics.mean(e["tables"] for e in editions), 1),
        "forms": {form: _summary(measured) for form, measured in forms.items()},
        "brief_docx_seconds": _brief(found),
        "machine": {
            "python": platform.python_version(),
            "system": platform.system(),
            "versions": {
                name: metadata.version(name)
                for name in ("python-docx", "xlsxwriter", "vl-convert-python")
            },
        },
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))
    return 0


def _notebooks() -> list[Path]:
    release = sorted(find_workspace().reports.glob("*/internal"))[-1:]
    units = sorted(p for folder in release for p in folder.iterdir() if p.is_dir())[:UNITS]
    return [path for unit in units for path in sorted(unit.glob("*.ipynb"))]


def _read(path: Path) -> tuple[dict[str, Any], Outline, EditionMeta]:
    notebook = executed(path.read_text(encoding="utf-8"))
    outline = read_outline(notebook)
    seal, head = outline.sentinel, outline.masthead
    named = (seal.report, head.title, seal.unit, seal.unit_name, seal.period, seal.audience)
    return notebook, outline, EditionMeta(*named, seal.inputs, "0", head.demo, head.state)


def _edition(path: Path) -> dict[str, Any]:
    notebook, outline, meta = _read(path)
    html = _measured(lambda: render_edition(notebook, meta=meta).encode("utf-8"))
    docx = _measured(lambda: render_docx(outline, meta=meta), before=docx_chart.forget)
    xlsx = _measured(lambda: render_xlsx(outline, meta=meta))
    return {
        "html": html,
        "docx": docx,
        "xlsx": xlsx,
        "same": all(one["same"] for one in (html, docx, xlsx)),
        "charts": len(outline.charts),
        "tables": len(outline.tables),
    }


def _measured(
    make: Callable[[], bytes], *, before: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """``before`` forgets what the first has left behind."""
    first = make()
    before()
    began, cpu = time.perf_counter(), time.process_time()
    second = make()
    return {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - cpu,
        "bytes": len(second),
        "same": first == second,
    }


def _ratio(measured: list[dict[str, Any]], against: list[dict[str, Any]]) -> float:
    """Of processor time: others may use the machine meanwhile."""
    return round(
        sum(m["cpu_seconds"] for m in measured) / sum(a["cpu_seconds"] for a in against), 2
    )


def _summary(measured: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "seconds_median": round(statistics.median(m["seconds"] for m in measured), 3),
        "cpu_seconds_median": round(statistics.median(m["cpu_seconds"] for m in measured), 3),
        "kib_median": round(statistics.median(m["bytes"] for m in measured) / 1024, 1),
        "kib_most": round(max(m["bytes"] for m in measured) / 1024, 1),
    }


def _brief(paths: list[Path]) -> float:
    unit = paths[0].parent
    read = [_read(path) for path in paths if path.parent == unit]
    sources = [Source(m.report, m.report_title, o, m.state, m.inputs) for _, o, m in read]
    meta = read[0][2]
    made = brief_of(sources)
    measured = _measured(lambda: render_brief_docx(made, meta=meta))
    return round(float(measured["seconds"]), 3)


if __name__ == "__main__":
    sys.exit(main())
