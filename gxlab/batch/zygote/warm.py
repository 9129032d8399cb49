"""What the zygote has done before it forks (预热): imports, and nothing that starts a thread.

A polars or pyarrow computation, or a drawn chart, starts threads that a fork does not inherit and
then waits for ever; so a zygote with a thread it does not know refuses to serve.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
from pathlib import Path

LIBRARIES = (
    "numpy",
    "pandas",
    "pyarrow",
    "duckdb",
    "polars",
    "altair",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "comm",
    "matplotlib_inline",
    # What the libraries themselves import when they are first used.
    "encodings.utf_8_sig",
    "narwhals.stable.v1._namespace",
    "narwhals._pandas_like.namespace",
    "narwhals._polars.namespace",
    "pandas.core.methods.to_dict",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "pandas.io.formats.style",
    "polars._utils.udfs",
    "pyarrow.pandas_compat",
    "gxlab.workspace",
)
# Stages a report notebook uses; drawing (vl-convert) is left out, it would start threads.
STAGES = ("reference", "warehouse", "measures", "show")
# Threads that only wait: they hold no lock a child could need.
HARMLESS = ("jemalloc_bg_thd", "polars-ooc-clea", "polars-ooc-cleaner")


def warm() -> None:
    """Import everything a report needs and build one chart without data."""
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # an older or newer release without that module; the kernel imports it itself
    for stage in STAGES:
        _import_all(f"gxlab.{stage}")
    _one_chart()
    gc.collect()
    gc.freeze()


def strange_threads() -> list[str]:
    """Names of this process's threads besides its own and the harmless ones."""
    tasks = Path("/proc/self/task")
    names = [
        (t / "comm").read_text().strip() for t in sorted(tasks.iterdir(), key=lambda t: t.name)
    ]
    return [name for name in names[1:] if not name.startswith(HARMLESS)]


def _import_all(package: str) -> None:
    found = importlib.import_module(package)
    for module in pkgutil.walk_packages(found.__path__, f"{package}."):
        importlib.import_module(module.name)


def _one_chart() -> None:
    """Altair compiles its schema at the first chart; values given by hand need no frame library."""
    import altair

    values = {"values": [{"a": 1, "b": "x"}]}
    altair.Chart.from_dict({"data": values, "mark": "bar"}).encode(x="a:Q", y="b:N").to_dict()
