"""The fixed work of the speed benchmarks (基准工作): a notebook of 13 code cells and its data.

Eight queries of one district, five charts, three tables, plain duckdb, altair and pandas: nothing
of gxlab, so that any way of running notebooks can be set beside ours.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.jobs import Job

DISTRICTS = 16
_QUERY = "con.sql('''{}''', params={{'d': district}}).df()"


def write_data(path: Path, enterprises: int = 3_000, months: int = 36) -> None:
    """Enterprises × months of revenue, profit and electricity, ordered by month and district."""
    with duckdb.connect(str(path)) as con:
        con.execute(
            """create table obs as
            select e as enterprise, e % $d as district, (e // 7) % 40 as industry, m as month,
              round(1000 + (e * 7919 % 9000) * (1 + 0.002 * m), 2)::double as revenue,
              round((e * 31 % 700) - 60 + m, 2)::double as profit,
              round(50 + (e * 17 % 400) + m * 0.3, 2)::double as electricity
            from range($n) t(e), range($m) u(m) order by m, district, e""",
            {"d": DISTRICTS, "n": enterprises, "m": months},
        )


_QUERIES = (
    ("monthly", "select month, sum(revenue) revenue, sum(profit) profit from obs"
     " where district = $d group by month order by month"),
    ("industries", "select industry, sum(revenue) revenue from obs where district = $d"
     " and month >= 24 group by industry order by revenue desc, industry limit 12"),
    ("top", "select enterprise, sum(revenue) revenue from obs where district = $d and month >= 24"
     " group by enterprise order by revenue desc, enterprise limit 20"),
    ("yoy", "select a.month, sum(a.revenue) / sum(b.revenue) * 100 - 100 growth from obs a"
     " join obs b on a.enterprise = b.enterprise and a.month = b.month + 12"
     " where a.district = $d group by a.month order by a.month"),
    ("losses", "select month, count(*) filter (profit < 0) losses, count(*) firms from obs"
     " where district = $d group by month order by month"),
    ("power", "select month, sum(electricity) electricity from obs where district = $d"
     " group by month order by month"),
    ("peers", "select district, sum(revenue) revenue, district = $d as own from obs"
     " where month >= 24 group by district order by district"),
    ("bands", "select width_bucket_of band, count(*) firms from (select enterprise,"
     " floor(sum(revenue) / 50000) width_bucket_of from obs where district = $d and month >= 24"
     " group by enterprise) group by band order by band"),
)  # fmt: skip
_CHARTS = (
    "alt.Chart(monthly).mark_line().encode(x='month:Q', y='revenue:Q')",
    "alt.Chart(industries).mark_bar().encode(x='revenue:Q', y='industry:N')",
    "alt.Chart(yoy).mark_line(point=True).encode(x='month:Q', y='growth:Q')",
    "alt.Chart(power).mark_area().encode(x='month:Q', y='electricity:Q')",
    "alt.Chart(peers).mark_bar().encode(x='district:N', y='revenue:Q')",
)


def notebook() -> dict[str, Any]:
    """13 code cells: parameters, imports, two of queries, five charts, three tables, a sum."""
    asked = [f"{name} = {_QUERY.format(text)}" for name, text in _QUERIES]
    sources = [
        "district = 0\ndata = ''",
        "import altair as alt, duckdb, pandas, polars\n"
        "shown = 'application/vnd.vegalite.v6+json'\n"
        "alt.renderers.register('bench', lambda spec, **_: {shown: spec, 'text/plain': 'chart'})\n"
        "alt.renderers.enable('bench')\n"
        "con = duckdb.connect(data, read_only=True)",
        "\n".join(asked[:4]),
        "\n".join(asked[4:]),
        *_CHARTS,
        "top.style.hide(axis='index')._repr_html_() and top",
        "losses.tail(12)",
        "bands",
        "round(float(monthly.revenue.sum()), 2)",
    ]
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "id": f"c{n}",
            "metadata": {"tags": ["parameters"] if n == 0 else []},
            "source": source,
            "execution_count": None,
            "outputs": [],
        }
        for n, source in enumerate(sources)
    ]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write_notebook(path: Path) -> None:
    """Write the notebook to a file."""
    path.write_text(json.dumps(notebook()), encoding="utf-8")


def jobs(folder: Path, count: int) -> list[Job]:
    """So many reports of the notebook on its data, both written to ``folder``; district by
    district, and round again."""
    data, given = folder / "bench.duckdb", folder / "bench.ipynb"
    write_data(data)
    write_notebook(given)
    return [
        Job(f"{n}", str(given), {"district": n % DISTRICTS, "data": str(data)})
        for n in range(count)
    ]
