"""JupyterLab on a workspace (笔记本服务): this machine only, with a token, without a network."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from gxlab.batch.lean import lean
from gxlab.batch.zygote.place import supported
from gxlab.batch.zygote.process import keep_alive
from gxlab.commands.environment import packages
from gxlab.commands.faults import Impossible
from gxlab.commands.session import NOT_ALL, OK, Session, progress_console
from gxlab.workspace import Workspace

_START_SECONDS = 90.0
_OWN_RULES = (
    "本机的 Jupyter 配置改了口令的规则，JupyterLab 不启动，"
    "请删去配置里的 token、password 等设置（jupyter --paths 可查位置）。"
)
# What JupyterLab would ask the network for, and the language it speaks.
SETTINGS = {
    "@jupyterlab/translation-extension/plugin": {"locale": "zh_CN"},
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/extensionmanager-extension/plugin": {"enabled": False, "disclaimed": False},
}


def serve(session: Session, *, port: int, browser: bool, allow_root: bool = False) -> int:
    """Start the server, say where it is, and wait until it ends; Ctrl-C ends it.

    Raises Impossible as the administrator without ``allow_root``, where a library has a known hole,
    and where the server answers without its token.
    """
    refuse(allow_root=allow_root)
    workspace = session.workspace
    token, chosen = secrets.token_urlsafe(24), port or _free_port()
    threading.Thread(target=_warm, daemon=True).start()
    with subprocess.Popen(
        [*lean("jupyterlab.labapp", "main"), *arguments(workspace, chosen, browser)],
        env={**environment(workspace), "JUPYTER_TOKEN": token},
        cwd=workspace.root,
        stdout=subprocess.DEVNULL,
        stderr=None if session.debug else subprocess.DEVNULL,
    ) as server:
        try:
            url = f"http://127.0.0.1:{chosen}/lab?token={token}"
            _wait(server, chosen, token)
            _say(session, url, token, chosen, server.pid)
            return OK if server.wait() == 0 else NOT_ALL
        except KeyboardInterrupt:  # the way it is meant to be ended
            return OK
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(timeout=10)
            server.kill()


def refuse(*, allow_root: bool) -> None:
    """What the server is not started with (拒绝启动). Raises Impossible."""
    if _is_root() and not allow_root:
        raise Impossible(
            "当前是管理员（root）帐户：笔记本里的每一行都会有整台机器的权限。"
            "请换普通帐户运行；确实只能用管理员的，加 --allow-root。"
        )
    if outdated := [item for item in packages() if not item.ok]:
        told = "；".join(f"{item.name} {item.text.rstrip('。')}" for item in outdated)
        raise Impossible(f"有已知漏洞的旧版本，JupyterLab 不启动：{told}。")


def arguments(workspace: Workspace, port: int, browser: bool) -> list[str]:
    """The server's options: nobody but this machine, nobody without the token.

    What a configuration file of the user's says otherwise does not hold. The token is not among
    them: other users of the machine can read the arguments of a process.
    """
    return [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.disable_check_xsrf=False",
        "--ServerApp.allow_remote_access=False",
        "--ServerApp.allow_origin=",
        "--ServerApp.allow_origin_pat=",
        "--ServerApp.allow_unauthenticated_access=False",
        f"--ServerApp.root_dir={workspace.root.resolve()}",
        f"--ServerApp.open_browser={browser}",
        "--LabApp.extension_manager=readonly",
        "--LabApp.collaborative=False",
        "--MultiKernelManager.default_kernel_name=gxlab",
        *(["--ServerApp.allow_root=True"] if _is_root() else []),
    ]


def environment(workspace: Workspace) -> dict[str, str]:
    """The server's environment; settings live in the workspace, where the user may change them."""
    settings = workspace.scratch / "lab"
    for name, value in SETTINGS.items():
        path = settings / f"{name}.jupyterlab-settings"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value), encoding="utf-8")
    own = {
        "GXLAB_WORKSPACE": str(workspace.root.resolve()),
        "JUPYTERLAB_SETTINGS_DIR": str(settings.resolve()),
    }
    return {**os.environ, **own}


def _warm() -> None:
    """Have kernels ready to be forked by the time the first notebook is opened, and as long as this
    command runs."""
    if supported():
        # Where none can be had, the first kernel says so.
        with contextlib.suppress(OSError):
            keep_alive()


def _wait(server: subprocess.Popen[bytes], port: int, token: str) -> None:
    end = time.monotonic() + _START_SECONDS
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/api/status")
    asked.add_header("Authorization", f"token {token}")
    while time.monotonic() < end:
        if server.poll() is not None:
            raise Impossible(
                "JupyterLab 没有启动成功，请加 --debug 查看原因，或用 gxlab doctor 检查。"
            )
        try:
            urllib.request.urlopen(asked, timeout=2).close()
        except urllib.error.HTTPError as error:  # it is there, and knows another token
            raise Impossible(_OWN_RULES) from error
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
            continue
        return _refuses_strangers(port)
    raise Impossible(f"JupyterLab 在{_START_SECONDS:.0f}秒内没有就绪，请用 gxlab doctor 检查。")


def _refuses_strangers(port: int) -> None:
    """Raises Impossible where the server answers who has no token."""
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/contents", timeout=10).close()
        raise Impossible(_OWN_RULES)


def _say(session: Session, url: str, token: str, port: int, pid: int) -> None:
    if session.json:
        told = {"url": url, "token": token, "port": port, "pid": pid}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        return
    progress_console().print(f"JupyterLab 已打开：{url}\n按 Ctrl-C 结束。", markup=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def settings_folder(workspace: Workspace) -> Path:
    """Where JupyterLab keeps this workspace's settings."""
    return workspace.scratch / "lab"
