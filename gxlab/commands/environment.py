"""What gxlab needs of a machine (运行环境): each item examined, with what to do where it fails."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from gxlab.batch.confine import version
from gxlab.commands.session import Session
from gxlab.commands.setup import altered_notebooks
from gxlab.warehouse.location import file_system, objection
from gxlab.workspace import NotAWorkspace, Workspace

# Below these a known fault leaks data, loses rows or runs a page's script.
MINIMUM = {
    "duckdb": (1, 5, 6),
    "openpyxl": (3, 1),
    "defusedxml": (0, 7, 1),
    "python-calamine": (0, 9),
    "jupyter-server": (2, 20, 0),
    "jupyterlab": (4, 5, 7),
    "nbconvert": (7, 17, 1),
    "nbformat": (5, 10),
    "papermill": (2, 6),
    "ipykernel": (7, 0),
}
# Vega comes inside vl-convert.
VEGA = (6, 2, 0)
_FONTS = (
    "notosanscjk", "notoserifcjk", "sourcehan", "wqy", "droidsansfallback", "msyh", "simsun",
    "simhei", "pingfang", "stheiti", "songti", "fangsong", "kaiti",
)  # fmt: skip
_ROOM = 2**30


@dataclass(frozen=True)
class Examined:
    """One item of the environment, whether it will do, and what was found."""

    name: str
    ok: bool
    text: str


def examine(session: Session) -> list[Examined]:
    """All items; without a workspace those that need none."""
    items = [_python(), *packages(), _kernelspec(), _fonts(), _offline()]
    try:
        workspace = session.workspace
    except NotAWorkspace as error:
        return [*items, Examined("工作区", False, str(error))]
    return [*items, *_place(workspace), _kernel(workspace)]


def _python() -> Examined:
    found = ".".join(map(str, sys.version_info[:3]))
    good = (3, 11) <= sys.version_info[:2] < (3, 14)
    return Examined(
        "Python", good, found if good else f"{found}，应为 3.11 至 3.13，请换版本重装。"
    )


def packages() -> Iterator[Examined]:
    """Libraries that have to be of a certain age at least (最低版本)."""
    for name, least in MINIMUM.items():
        wanted = ".".join(map(str, least))
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Examined(name, False, f"没有安装，应不低于 {wanted}，请重新安装 gxlab。")
            continue
        yield _aged(name, found, least)
    yield _aged("vega", _vega(), VEGA)


def _vega() -> str:
    try:
        import vl_convert
    except ImportError:
        return "0"
    return str(vl_convert.get_vega_version())


def _aged(name: str, found: str, least: tuple[int, ...]) -> Examined:
    wanted, good = ".".join(map(str, least)), _numbers(found) >= least
    return Examined(name, good, found if good else f"{found}，应不低于 {wanted}，请升级。")


def _kernelspec() -> Examined:
    """JupyterLab and papermill look for the kernel by its name; an installation brings it."""
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("kernels"):
        if (Path(folder) / "gxlab" / "kernel.json").is_file():
            return Examined("内核规格", True, folder)
    return Examined("内核规格", False, "JupyterLab 找不到内核 gxlab，请重新安装 gxlab。")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3] if part.isdigit())


def _fonts() -> Examined:
    for folder in _font_folders():
        for path in folder.rglob("*"):
            plain = path.name.lower().replace("-", "").replace("_", "")
            if path.suffix.lower() in (".ttf", ".ttc", ".otf") and plain.startswith(_FONTS):
                return Examined("中文字体", True, path.name)
    return Examined("中文字体", False, "没有找到，图中的汉字会成方框，请安装思源黑体或文泉驿。")


def _font_folders() -> list[Path]:
    home = Path.home()
    named = [
        Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts",
        home / ".local/share/fonts", Path("/System/Library/Fonts"), Path("/Library/Fonts"),
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
    ]  # fmt: skip
    return [folder for folder in named if folder.is_dir()]


def _offline() -> Examined:
    """Pages draw their charts from what ships with gxlab; nothing is fetched."""
    templates = files("gxlab.publish").joinpath("templates")
    whole = all(templates.joinpath(name).is_file() for name in ("page.html.j2", "index.html.j2"))
    try:
        metadata.version("vl-convert-python")
    except metadata.PackageNotFoundError:
        whole = False
    text = "网页模板和图形库都在本机，不需要联网。"
    return Examined("离线", whole, text if whole else "网页模板或图形库缺失，请重新安装 gxlab。")


def _place(workspace: Workspace) -> Iterator[Examined]:
    root = workspace.root.resolve()
    yield Examined("工作区", True, str(root))
    writable = os.access(root, os.W_OK)
    yield Examined("写入", writable, "可写" if writable else "工作区不可写，请检查权限。")
    free = shutil.disk_usage(root).free
    text = f"剩余{free // 2**20}兆"
    yield Examined(
        "磁盘", free >= _ROOM, text if free >= _ROOM else f"{text}，不足1024兆，请清理。"
    )
    why = objection(workspace.warehouse)
    text = f"{why}，主库可能损坏，请移到本机磁盘上不同步的文件夹。"
    yield Examined("位置", not why, text if why else f"文件系统 {file_system(root)}")
    yield _fence()
    yield _own_notebooks(workspace)


def _fence() -> Examined:
    """Whether the system itself keeps report notebooks within their bounds."""
    has = version()
    text = f"系统内核限制（Landlock 第{has}版）" if has else "本系统只在 Python 一层限制报告笔记本"
    return Examined("执行边界", True, text)


def _own_notebooks(workspace: Workspace) -> Examined:
    """Report notebooks that are not those of this version (本单位的笔记本): allowed, and told."""
    own = altered_notebooks(workspace)
    text = f"本单位改过或自编：{'、'.join(own)}，按改过的执行" if own else "与随附的一致"
    return Examined("报告笔记本", True, text)


def _kernel(workspace: Workspace) -> Examined:
    """Start a kernel for real: the surest test that reports can be made."""
    from gxlab.batch.crew import Shop, try_kernel

    scratch = (workspace.scratch / "doctor").resolve()
    shop = Shop(workspace.root.resolve(), workspace.reports.resolve(), scratch, 1, 60.0)
    fault = try_kernel(shop)
    shutil.rmtree(scratch, ignore_errors=True)
    return Examined(
        "内核", fault is None, "启动正常" if fault is None else f"{fault}，请重新安装。"
    )
