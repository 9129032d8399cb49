"""The floor of bench_engine: notebook, data, folder, count → the cells in one warm shell."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import nbconvert
import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

# Libraries without types; what is measured here is theirs alone.
_NEW: Any = nbconvert.__dict__["HTMLExporter"]
_FORMAT: Any = nbformat


def main() -> None:
    """Run; the last line printed is {"wall": …, "cpu": …} per report."""
    given, data, folder, count = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    shell: Any = InteractiveShell.instance()
    exporter = _NEW(exclude_input=True)
    one(shell, exporter, given, data, folder, 0)
    wall, cpu = time.perf_counter(), time.process_time()
    for n in range(count):
        one(shell, exporter, given, data, folder, n)
    spent = {
        "wall": round((time.perf_counter() - wall) / count, 3),
        "cpu": round((time.process_time() - cpu) / count, 3),
    }
    print(json.dumps(spent))


def one(shell: Any, exporter: Any, given: str, data: str, folder: Path, n: int) -> None:
    """One report: cells, notebook, page."""
    notebook = _FORMAT.read(given, 4)
    shell.reset(new_session=True)
    for cell in notebook.cells:
        source = cell.source
        if "parameters" in cell.metadata.get("tags", []):
            source = f"district = {n % 16}\ndata = {data!r}"
        with capture_output() as said:
            done = shell.run_cell(source, store_history=True)
        done.raise_error()
        cell["outputs"] = [_output(rich) for rich in said.outputs]
    _FORMAT.write(notebook, folder / f"{n}.ipynb")
    page, _ = exporter.from_notebook_node(notebook)
    (folder / f"{n}.html").write_text(page, encoding="utf-8")


def _output(rich: Any) -> Any:
    message = {"header": {"msg_type": "execute_result"}}
    content = {"data": rich.data, "metadata": rich.metadata or {}, "execution_count": 1}
    return _FORMAT.v4.output_from_msg({**message, "content": content})


if __name__ == "__main__":
    main()
