"""D9: the notebook server (笔记本服务): this machine, a token, XSRF, no root, no known hole."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

from gxlab.commands import environment, notebook_server
from gxlab.commands.environment import Examined
from gxlab.commands.faults import Impossible
from tests.batch.sample import workspace_at
from tests.soak import keep

# trust: what each is known for below these.
LEAST = {
    "jupyter-server": (2, 20, 0),
    "jupyterlab": (4, 5, 7),
    "nbconvert": (7, 17, 1),
    "vega": (6, 2, 0),
    "duckdb": (1, 5, 6),
    "openpyxl": (3, 1),
    "defusedxml": (0, 7, 1),
}
COMMAND = [sys.executable, "-c", "from gxlab.cli import main; main()", "lab", "--json"]
# What a user's own file would undo.
CONFIG = """c.ServerApp.ip = "0.0.0.0"
c.ServerApp.allow_remote_access = True
c.ServerApp.disable_check_xsrf = True
c.ServerApp.allow_origin = "*"
c.ServerApp.allow_unauthenticated_access = True
"""
OPEN = 'c.IdentityProvider.token = ""\n'


@dataclass(frozen=True)
class Served:
    """A running server: where, with which token, as which process."""

    port: int
    token: str
    pid: int

    def asked(self, verb: str, path: str, body: str = "", **headers: str) -> tuple[int, bytes]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        link.request(verb, path, body or None, named)
        answer = link.getresponse()
        told = answer.status, answer.read()
        link.close()
        return told


def started(home: Path, config: str) -> subprocess.Popen[str]:
    root = home / "w"
    workspace_at(root)
    (home / ".jupyter").mkdir()
    (home / ".jupyter" / "jupyter_server_config.py").write_text(config, encoding="utf-8")
    own = {"HOME": str(home), "GXLAB_WORKSPACE": str(root), "XDG_RUNTIME_DIR": str(home)}
    environ = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER")}
    return subprocess.Popen(
        [*COMMAND, "--no-browser", "--allow-root"],
        env={**environ, **own},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``gxlab lab`` for a user whose own configuration opens every door."""
    server = started(tmp_path_factory.mktemp("server"), CONFIG)
    assert server.stdout is not None
    try:
        told = json.loads(server.stdout.readline())
        yield Served(told["port"], told["token"], told["pid"])
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
        server.stdout.close()


@pytest.mark.slow
def test_it_is_for_this_machine_with_a_token_and_xsrf(served: Served) -> None:
    ports = Path(f"/proc/{served.pid}/net/tcp").read_text(encoding="utf-8").splitlines()[1:]
    listening = [line.split()[1] for line in ports if line.split()[3] == "0A"]
    mine = [address for address in listening if address.endswith(f":{served.port:04X}")]
    assert mine == [f"0100007F:{served.port:04X}"]  # 127.0.0.1 and nothing else
    known = {"Authorization": f"token {served.token}"}
    assert served.asked("GET", "/api/contents")[0] == 403
    assert served.asked("GET", "/api/contents", Authorization="token x")[0] == 403
    assert served.asked("GET", "/api/contents?token=")[0] == 403
    assert served.asked("GET", "/api/contents", **known)[0] == 200
    assert served.asked("GET", "/api/contents", Host="evil.example", **known)[0] == 403
    # A page elsewhere that rides on the browser's cookie: the cookie alone starts no kernel.
    cookie = cookie_of(served)
    assert served.asked("GET", "/api/contents", Cookie=cookie)[0] == 200
    assert served.asked("POST", "/api/kernels", "{}", Cookie=cookie)[0] == 403
    argv = Path(f"/proc/{served.pid}/cmdline").read_bytes()
    assert served.token.encode() not in argv and len(served.token) >= 32


def cookie_of(served: Served) -> str:
    link = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    link.request("GET", f"/lab?token={served.token}")
    found = link.getresponse().getheader("Set-Cookie") or ""
    link.close()
    name, _, rest = found.partition("username-")
    return f"username-{rest.partition(';')[0]}" if rest else name


@pytest.mark.slow
def test_it_does_not_start_where_a_configuration_takes_the_token_away(tmp_path: Path) -> None:
    server = started(tmp_path, OPEN)
    told, _ = server.communicate(timeout=90)
    assert server.returncode == 1 and "口令" in json.loads(told)["error"]


def test_the_administrator_has_to_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook_server, "_is_root", lambda: True)
    with pytest.raises(Impossible, match="--allow-root"):
        notebook_server.refuse(allow_root=False)
    notebook_server.refuse(allow_root=True)
    monkeypatch.setattr(notebook_server, "_is_root", lambda: False)
    notebook_server.refuse(allow_root=False)


def lower(version: tuple[int, ...]) -> str:
    """One below, at the last place that is not zero."""
    at = max(n for n, part in enumerate(version) if part)
    return ".".join(map(str, (*version[:at], version[at] - 1, *(99 for _ in version[at + 1 :]))))


@pytest.mark.parametrize("name", LEAST)
def test_an_older_library_is_named_and_the_server_not_started(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(item.ok for item in environment.packages())
    if name == "vega":
        monkeypatch.setattr(environment, "_vega", lambda: lower(LEAST[name]))
    else:
        real = metadata.version

        def version(asked: str) -> str:
            return lower(LEAST[name]) if asked == name else real(asked)

        monkeypatch.setattr(metadata, "version", version)
    (old,) = (item for item in environment.packages() if not item.ok)
    wanted = ".".join(map(str, LEAST[name]))
    assert old == Examined(name, False, f"{lower(LEAST[name])}，应不低于 {wanted}，请升级。")
    with pytest.raises(Impossible, match=name):
        notebook_server.refuse(allow_root=True)


@pytest.mark.soak
def test_it_is_kept(served: Served) -> None:
    keep("D9", "localhost, token, XSRF, no root without a flag, minimum versions enforced",
         served_to="127.0.0.1", without_token=served.asked("GET", "/api/contents")[0],
         least_versions=len(LEAST), versions_refused=len(LEAST))  # fmt: skip
