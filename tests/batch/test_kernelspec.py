"""The kernelspec gxlab: installed with the package, lean, and the same for papermill and Lab."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager

from gxlab.batch.kernels import kernelspec
from gxlab.batch.lean import lean
from gxlab.commands.setup import new_workspace
from tests.batch.forking import shown, written

ROOT = Path(__file__).parents[2]
INSTALLED = "gxlab-{}.data/data/share/jupyter/kernels/gxlab/kernel.json"
# What rfc3987_syntax compiles its grammar with: where this was not imported, neither was that.
COSTLY = "lark"
FORKED = "'gxlab.batch.zygote.kernel' in __import__('sys').modules"
LOADED = "'gxlab.show.cluster_page' in __import__('sys').modules"


def asked(*command: str, said: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end. Its input stays open: a worker ends its group with it."""
    hears, tells = os.pipe()
    os.write(tells, said.encode())
    try:
        return subprocess.run(
            command,
            stdin=hears,
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
            start_new_session=True,
        )
    finally:
        os.close(hears)
        os.close(tells)


def told(script: str) -> str:
    return asked(sys.executable, "-c", script).stdout.strip()


@pytest.mark.parametrize("version", ["standard", "editable"])
def test_every_way_of_installing_brings_the_kernelspec(version: str, tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    import gxlab

    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=[version])
    with zipfile.ZipFile(built) as wheel:
        spec = json.loads(wheel.read(INSTALLED.format(gxlab.__version__)))
    # jupyter_client puts the environment's own interpreter in the place of "python".
    assert spec["argv"][0] == "python"
    assert {**spec, "argv": [sys.executable, *spec["argv"][1:]]} == kernelspec()
    assert spec["metadata"]["kernel_provisioner"] == {"provisioner_name": "gxlab"}


def test_the_kernel_is_found_by_its_name() -> None:
    found = KernelSpecManager().get_kernel_spec("gxlab")
    assert Path(found.resource_dir).is_relative_to(sys.prefix)
    assert found.argv[1:] == kernelspec()["argv"][1:]


def test_doctor_says_where_the_kernel_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from gxlab.commands.environment import _kernelspec

    assert _kernelspec().ok
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: ["/nowhere"])
    assert not _kernelspec().ok and "重新安装" in _kernelspec().text


def test_a_system_that_cannot_fork_finds_the_provisioner_and_the_engine() -> None:
    """Windows has none of these; there the provisioner starts ordinary kernels."""
    script = (
        "import sys, papermill, rich.console, typer\n"
        "sys.modules.update(dict.fromkeys(('fcntl', 'pwd', 'grp')))\n"
        "sys.platform = 'win32'\n"
        "import gxlab.batch.engine, gxlab.commands.notebook_server\n"
        "from gxlab.batch.zygote import provisioner\n"
        "print(provisioner.supported())"
    )
    assert told(script) == "False"


def test_what_is_put_off_works_when_it_is_used() -> None:
    script = (
        "from gxlab.batch.lean import put_off; put_off()\n"
        "import sys, nbformat\n"
        "from jsonschema import FormatChecker\n"
        f"before = {COSTLY!r} in sys.modules\n"
        "checks = FormatChecker()\n"
        "texts = ('http://例子.cn/表', 'http://例子.cn/a b')\n"
        f"print(before, *(checks.conforms(t, 'iri') for t in texts), {COSTLY!r} in sys.modules)\n"
        "import rfc3987_syntax\n"
        "print(type(rfc3987_syntax).__name__, rfc3987_syntax.is_valid_syntax('iri', 'a b'))"
    )
    assert told(script).split() == ["False", "True", "False", "True", "module", "False"]


def test_other_programs_of_the_environment_import_what_they_always_did() -> None:
    script = "import sys, gxlab, gxlab.batch.lean, nbformat; print('lark' in sys.modules)"
    assert told(script) == "True"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(lean("gxlab.batch.worker", "main"), id="worker"),
        pytest.param((*lean("jupyterlab.labapp", "main"), "--version"), id="lab"),
        pytest.param((*kernelspec()["argv"][:6], "--version"), id="kernel"),
    ],
)
def test_an_entry_point_does_not_pay_for_it(command: tuple[str, ...]) -> None:
    ended = asked(*command, said='{"op": "end"}\n', PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert COSTLY not in imported and "rfc3987_syntax" not in imported
    assert "traitlets" in imported


def test_the_command_line_does_not_pay_for_it() -> None:
    script = (
        "import sys, contextlib\n"
        "from gxlab.cli import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(sys.stderr):\n"
        "    main(['--help'])\n"
        "import altair, nbformat\n"
        f"print({COSTLY!r} in sys.modules)"
    )
    assert told(script) == "False"


@pytest.mark.slow
def test_papermill_s_own_command_runs_on_a_forked_kernel(tmp_path: Path) -> None:
    path = written(tmp_path, FORKED, LOADED)
    made = tmp_path / "made.ipynb"
    papermill = str(Path(sys.executable).parent / "papermill")
    words = ("--engine", "gxlab", "-k", "gxlab", "--no-progress-bar")
    asked(papermill, str(path), str(made), *words, XDG_RUNTIME_DIR=str(tmp_path))
    assert shown(nbformat.read(made, as_version=4)) == ["True", "True"]


class Lab:
    """A running ``gxlab lab``, asked over its interface as JupyterLab's own page asks it."""

    def __init__(self, url: str, token: str, runtime: Path) -> None:
        self._url, self._token, self._runtime = url, token, runtime

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            f"{self._url}/api/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self._token}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            data = answer.read()
        return json.loads(data) if data else None

    def client(self, kernel: str) -> BlockingKernelClient:
        client = BlockingKernelClient(connection_file=str(self._runtime / f"kernel-{kernel}.json"))
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        return client


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    root = tmp_path / "w"
    new_workspace(root, None)
    runtime = tmp_path / "runtime"
    own = {
        "GXLAB_WORKSPACE": str(root),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "IPYTHONDIR": str(tmp_path / "ipython"),
    }
    command = [
        sys.executable,
        "-c",
        "from gxlab.cli import main; main()",
        "lab",
        "--json",
        "--allow-root",
    ]
    server = subprocess.Popen(
        [*command, "--no-browser"],
        env={k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")} | own,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        said = json.loads(server.stdout.readline())
        yield Lab(f"http://127.0.0.1:{said['port']}", said["token"], runtime)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
        assert server.stdout is not None
        server.stdout.close()


def value(client: BlockingKernelClient, expression: str) -> str:
    reply = client.execute(
        "", user_expressions={"x": expression}, reply=True, timeout=60, store_history=False
    )
    found: str = reply["content"]["user_expressions"]["x"]["data"]["text/plain"]
    return found


@pytest.mark.slow
def test_jupyterlab_opens_a_report_on_a_forked_kernel(lab: Lab) -> None:
    specs = lab.ask("GET", "kernelspecs")
    assert specs["default"] == "gxlab" and "gxlab" in specs["kernelspecs"]
    path = "notebooks/reports/cluster_revenue.ipynb"
    content = lab.ask("GET", f"contents/{path}")["content"]
    # A name that is among the specs is started without a question.
    name = content["metadata"]["kernelspec"]["name"]
    assert name == "gxlab"
    asked_for = {"path": path, "type": "notebook", "name": "", "kernel": {"name": name}}
    kernel = lab.ask("POST", "sessions", asked_for)["kernel"]["id"]
    client = lab.client(kernel)
    first = value(client, "__import__('os').getpid()")
    assert value(client, FORKED) == value(client, LOADED) == "True"
    assert value(client, f"{COSTLY!r} in __import__('sys').modules") == "False"
    assert value(client, "__import__('os').getcwd()").endswith("notebooks/reports'")

    stopped = client.execute("import time; print('at work', flush=True); time.sleep(60)")
    while client.get_iopub_msg(timeout=20)["msg_type"] != "stream":
        continue
    lab.ask("POST", f"kernels/{kernel}/interrupt")
    reply = client.get_shell_msg(timeout=20)
    assert reply["parent_header"]["msg_id"] == stopped
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    client.stop_channels()

    lab.ask("POST", f"kernels/{kernel}/restart")
    client = lab.client(kernel)
    second = value(client, "__import__('os').getpid()")
    assert second != first and value(client, FORKED) == "True"
    client.stop_channels()
    lab.ask("DELETE", f"kernels/{kernel}")
    assert not Path(f"/proc/{second}").exists()
