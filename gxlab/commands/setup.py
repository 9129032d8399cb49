"""A new workspace (新工作区): folders, notebooks, and a worked real case if one is named."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from gxlab.commands.faults import WrongUse
from gxlab.workspace import Workspace, bundled

_README = """# 工业运行分析工作区

- `data/inbox/` 放收到的工作簿，用 `gxlab import data/inbox` 导入
- `data/reference/layouts/` 本单位自己的版式
- `data/commentary/年-月/单元/报告.md` 情况说明
- `notebooks/` 报告和分析用的笔记本，`gxlab lab` 打开
- `reports/index.html` 生成的报告，`gxlab report --period 2026-05 --unit all` 生成
"""

_RECORD = ".bundled.json"


def new_workspace(folder: Path, example: str | None) -> Workspace:
    """Make the folder a workspace; with ``example`` its units are imported at once.

    Raises WrongUse where the folder is in use or there is no such example.
    """
    source = _example(example) if example else None
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f"“{folder}”已存在且不是空文件夹，请换一个位置。")
    made = Workspace(folder)
    try:
        _furnish(made, source)
    except BaseException:
        # A half-made workspace would look like a whole one to every other command.
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return made


def _furnish(made: Workspace, source: Path | None) -> None:
    for place in (made.inbox, made.layouts, made.commentary, made.reports):
        place.mkdir(parents=True, exist_ok=True)
    _record(made).parent.mkdir(parents=True, exist_ok=True)
    _record(made).write_text("{}", encoding="utf-8")
    refresh_notebooks(made)
    (made.root / "README.md").write_text(_README, encoding="utf-8")
    if source is not None:
        _copy_example(source, made)


def _example(name: str) -> Path:
    folder = bundled("examples")
    known = sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
    if name not in known:
        raise WrongUse(f"没有名为“{name}”的算例，可用的有：{'、'.join(known)}。")
    return folder / name


def refresh_notebooks(workspace: Workspace) -> None:
    """Bring the workspace's notebooks up to those of this version (笔记本随版本更新).

    A notebook whose cells somebody has changed stays as it is; outputs do not count as a change.
    A workspace that ``gxlab init`` did not make keeps its notebooks itself.
    """
    own, record = workspace.root / "notebooks", _record(workspace)
    if not record.is_file():
        return
    known: dict[str, str] = json.loads(record.read_text(encoding="utf-8"))
    for kind in ("reports", "shared", "explore"):
        (own / kind).mkdir(parents=True, exist_ok=True)
        for source in sorted((bundled("notebooks") / kind).glob("*.ipynb")):
            name, target = f"{kind}/{source.name}", own / kind / source.name
            former, newest = known.get(name), cells_digest(source)
            if not target.exists() or (newest != former and cells_digest(target) == former):
                shutil.copyfile(source, target)
                known[name] = newest
    record.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")


def altered_notebooks(workspace: Workspace) -> list[str]:
    """Notebooks of reports that are not, cell by cell, those shipped with this version.

    A bureau's own notebooks are allowed; that they are its own is said.
    """
    found = []
    for kind, folder in (
        ("reports", workspace.report_notebooks),
        ("shared", workspace.shared_notebooks),
    ):
        for path in sorted(folder.glob("*.ipynb")):
            shipped = bundled("notebooks") / kind / path.name
            if not shipped.is_file() or cells_digest(shipped) != cells_digest(path):
                found.append(f"{kind}/{path.name}")
    return found


def _record(workspace: Workspace) -> Path:
    """What ``gxlab init`` copied, by the cells it copied."""
    return workspace.root / "notebooks" / _RECORD


def cells_digest(path: Path) -> str:
    """A digest of a notebook's cells without their outputs; of its bytes where it is none."""
    data = path.read_bytes()
    try:
        cells = [(c["cell_type"], "".join(c["source"])) for c in json.loads(data)["cells"]]
    except (ValueError, KeyError, TypeError):
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha256(repr(cells).encode("utf-8")).hexdigest()


def _copy_example(source: Path, made: Workspace) -> None:
    from gxlab.commands.data import places
    from gxlab.warehouse.importing import import_paths

    for layout in sorted((source / "layouts").glob("*.toml")):
        shutil.copyfile(layout, made.layouts / layout.name)
    if (source / "README.md").is_file():
        shutil.copyfile(source / "README.md", made.root / "README.md")
    lists = sorted(p for p in source.iterdir() if p.suffix in (".csv", ".xlsx"))
    for table in lists:
        shutil.copyfile(table, made.inbox / table.name)
    if lists:
        import_paths([made.inbox], places(made), command=f"init --example {source.name}")
