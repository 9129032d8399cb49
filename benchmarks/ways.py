"""Ways of making reports (做法): the two commands, our workers, one warm shell; each measured."""

from __future__ import annotations

import json
import os
import queue
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import usage
from benchmarks.jobs import Job, write_jobs
from benchmarks.pages import renderer
from gxlab.batch.kernels import Worker, environment, prepare

ROOT = Path(__file__).parents[1]
_BIN = Path(sys.executable).parent
WORKER = "gxlab.batch.worker"
_SECONDS = 300.0


@dataclass(frozen=True)
class Spent:
    """Seconds per report; private memory in MiB where it was looked at."""

    wall: float
    cpu: float
    worker_mib: float = 0.0
    kernel_mib: float = 0.0

    def told(self) -> dict[str, float]:
        """For the result, without what was not looked at."""
        return {name: round(value, 4) for name, value in asdict(self).items() if value}


def by_command(jobs: Sequence[Job], folder: Path, more: Mapping[str, str]) -> Spent:
    """As it is done today: ``papermill`` and ``jupyter nbconvert``, one report at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, **more}
    wall, cpu = time.perf_counter(), usage.own_cpu()
    for job in jobs:
        made = folder / f"{job.name}.ipynb"
        given = [word for k, v in job.parameters.items() for word in ("-p", k, str(v))]
        _run([_BIN / "papermill", job.notebook, made, *given, "--no-progress-bar"], env)
        _run([_BIN / "jupyter", "nbconvert", "--to", "html", "--no-input", made], env)
    return _per_report(jobs, wall, cpu, usage.own_cpu())


def in_one_shell(jobs: Sequence[Job], folder: Path, env: Mapping[str, str]) -> Spent:
    """The floor: the same cells in one warm shell of a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    write_jobs(folder / "jobs.json", jobs)
    told = _run(
        [sys.executable, "-m", "benchmarks.floor", folder / "jobs.json", folder],
        {**os.environ, **env},
    )
    return Spent(**json.loads(told.splitlines()[-1]))


def readiness(folder: Path, kernels: int) -> list[float]:
    """Seconds from asking for a forked kernel to its answer, with every library loaded."""
    env = _prepared(folder, folder)
    told = _run([sys.executable, "-m", "benchmarks.ready", folder, str(kernels)], env)
    found: list[float] = json.loads(told.splitlines()[-1])
    return found


def by_crew(jobs: Sequence[Job], folder: Path, workspace: Path, workers: int) -> Spent:
    """Our workers with forked kernels; pages are rendered here while they work."""
    env = _prepared(folder, workspace)
    crew = [Worker(folder, env) for _ in range(workers)]
    render = renderer(jobs[0].edition is not None)
    try:
        for worker in crew:  # warm, as from the second report of a batch on
            _ask(worker, jobs[0], folder)
        render(folder / f"{jobs[0].name}.ipynb", jobs[0].edition or {})
        return _measured(jobs, crew, folder, render)
    finally:
        for worker in crew:
            worker.end()


def _measured(jobs: Sequence[Job], crew: Sequence[Worker], folder: Path, render: Any) -> Spent:
    runtime = Path(crew[0].environment["XDG_RUNTIME_DIR"])
    work: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[Job | BaseException] = queue.SimpleQueue()
    for job in (*jobs, *(None for _ in crew)):
        work.put(job)
    watch = _Watch(runtime)
    wall, cpu = time.perf_counter(), _together(runtime)
    labour = [
        threading.Thread(target=_labour, args=(w, work, done, folder), daemon=True) for w in crew
    ]
    for thread in labour:
        thread.start()
    for n in range(len(jobs)):
        job = done.get(timeout=_SECONDS)
        if isinstance(job, BaseException):
            raise job
        page = render(folder / f"{job.name}.ipynb", job.edition or {})
        (folder / f"{job.name}.html").write_text(page, encoding="utf-8")
        if n % 4 == 1:
            watch.look()
    spent = _per_report(jobs, wall, cpu, _together(runtime))
    return Spent(spent.wall, spent.cpu, *watch.most())


class _Watch:
    """Private memory of workers and of kernels at work, looked at now and then."""

    def __init__(self, runtime: Path) -> None:
        self._runtime = runtime
        self._workers: list[float] = []
        self._kernels: list[float] = []

    def look(self) -> None:
        self._workers += [usage.private_mib(pid) for pid in usage.children(WORKER)]
        self._kernels += [usage.private_mib(k) for k in usage.forks(self._runtime).kernels]

    def most(self) -> tuple[float, float]:
        return max(self._workers, default=0.0), max(self._kernels, default=0.0)


def _labour(
    worker: Worker,
    work: queue.SimpleQueue[Job | None],
    done: queue.SimpleQueue[Job | BaseException],
    folder: Path,
) -> None:
    try:
        while (job := work.get()) is not None:
            _ask(worker, job, folder)
            done.put(job)
    except (OSError, RuntimeError) as error:
        done.put(error)


def _ask(worker: Worker, job: Job, folder: Path) -> None:
    request = {
        "op": "run",
        "notebook": job.notebook,
        "output": str(folder / f"{job.name}.ipynb"),
        "parameters": dict(job.parameters),
        "cwd": str(folder),
        "timeout": int(_SECONDS / 2),
        "env": dict(job.env),
    }
    answer = worker.ask(request, _SECONDS)
    if "fault" in answer:
        raise RuntimeError(f"基准笔记本没有跑成：{answer}")


def _prepared(folder: Path, workspace: Path) -> dict[str, str]:
    """A folder with kernelspec and a runtime folder of its own, and the environment that says so:
    no other zygote is measured."""
    runtime = folder / "run"
    runtime.mkdir(parents=True, exist_ok=True)
    prepare(folder)
    return {**environment(folder, workspace, 1), "XDG_RUNTIME_DIR": str(runtime)}


def _together(runtime: Path) -> float:
    workers = sum(usage.cpu(pid) for pid in usage.children(WORKER))
    return usage.own_cpu() + workers + usage.forks(runtime).cpu()


def _per_report(jobs: Sequence[Job], wall: float, before: float, after: float) -> Spent:
    count = len(jobs)
    spent = Spent((time.perf_counter() - wall) / count, (after - before) / count)
    print(f"{count} × {spent.wall:.2f} s", file=sys.stderr, flush=True)
    return spent


def _run(command: Sequence[Any], env: Mapping[str, str]) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=900, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{words[:3]}：{done.returncode} {done.stderr[-2000:]}")
    return done.stdout


def median(seconds: Sequence[float]) -> float:
    """Rounded to the millisecond."""
    return round(statistics.median(seconds), 3)
