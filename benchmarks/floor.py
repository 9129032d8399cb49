"""The floor of the speed benchmarks (下限): the same cells in one warm shell, and a warm renderer.

No isolation, no messages, no processes: what is left is the work itself. Arguments: a file of jobs
and the folder for results; the last line printed is {"wall": …, "cpu": …} per job.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from gxlab.batch.lean import put_off

put_off()

import nbformat  # noqa: E402  (once it is cheap)
from ipykernel.zmqshell import ZMQInteractiveShell  # noqa: E402
from IPython.utils.capture import capture_output  # noqa: E402

from benchmarks.jobs import Job, read_jobs  # noqa: E402
from benchmarks.pages import Render, renderer  # noqa: E402

_FORMAT: Any = nbformat


def main() -> None:
    """Every job once unmeasured, then measured."""
    jobs, folder = read_jobs(Path(sys.argv[1])), Path(sys.argv[2])
    shell: Any = _shell()
    render = renderer(jobs[0].edition is not None)
    for job in jobs[: max(1, len(jobs) // 4)]:
        one(shell, render, job, folder)
    wall, cpu = time.perf_counter(), time.process_time()
    for job in jobs:
        one(shell, render, job, folder)
    spent = {
        "wall": round((time.perf_counter() - wall) / len(jobs), 4),
        "cpu": round((time.process_time() - cpu) / len(jobs), 4),
    }
    print(json.dumps(spent))


def _shell() -> Any:
    """A kernel's own kind of shell: libraries show their objects by what they find here."""
    shell: Any = ZMQInteractiveShell.instance()
    shell.showtraceback = lambda *_, **__: None  # raised below; there is nobody to send it to
    return shell


def one(shell: Any, render: Render, job: Job, folder: Path) -> None:
    """One report: cells, notebook, page."""
    os.environ.update(job.env)
    notebook = _FORMAT.read(job.notebook, 4)
    shell.reset(new_session=True)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell["outputs"] = _outputs(shell, cell.source)
        if "parameters" in cell.metadata.get("tags", []):
            _outputs(shell, "\n".join(f"{k} = {v!r}" for k, v in job.parameters.items()))
    made = folder / f"{job.name}.ipynb"
    _FORMAT.write(notebook, made)
    made.with_suffix(".html").write_text(render(made, job.edition or {}), encoding="utf-8")


def _outputs(shell: Any, source: str) -> list[Any]:
    values = _Values(shell)
    # What run_cell installs for the values of cells; the kernel's own would send messages.
    shell.display_trap.hook = values
    with capture_output() as said:
        done = shell.run_cell(source, store_history=True)
    done.raise_error()
    texts = (("stdout", said.stdout), ("stderr", said.stderr))
    streams = [_FORMAT.v4.new_output("stream", name=n, text=t) for n, t in texts if t]
    shown = [_rich("display_data", o.data, o.metadata) for o in said.outputs]
    return [*streams, *shown, *(_rich("execute_result", *value) for value in values.found)]


class _Values:
    """Takes the value of a cell's last line, formatted as a kernel formats it."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self.found: list[tuple[Any, Any]] = []

    def __call__(self, value: Any = None) -> None:
        if value is not None:
            self.found.append(self._shell.display_formatter.format(value))


def _rich(kind: str, data: Any, metadata: Any) -> Any:
    content = {"data": data, "metadata": metadata or {}, "execution_count": None}
    # As a message carries it.
    message = {"header": {"msg_type": kind}, "content": json.loads(json.dumps(content))}
    return _FORMAT.v4.output_from_msg(message)


if __name__ == "__main__":
    main()
