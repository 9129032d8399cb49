"""离线安装 gxlab：只用本文件夹里的安装包，不访问网络。由 install.bat 或 install.sh 启动。"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSIONS = ((3, 11), (3, 12), (3, 13))


class InstallError(Exception):
    """安装不能继续的原因。"""


def check_python() -> None:
    """The wheels in the kit are for these versions and for 64 bits only."""
    if sys.version_info[:2] not in VERSIONS or sys.maxsize <= 2**32:
        raise InstallError(
            f"找到的是 Python {platform.python_version()}（{platform.architecture()[0]}），"
            "需要 64 位的 Python 3.11、3.12 或 3.13，请安装后再运行。"
        )


def run(command: list[str], told: str) -> None:
    """Run one step with no package index in reach; say in Chinese what failed."""
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith("PIP_")}
    environment = {**kept, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    if subprocess.run(command, env=environment, check=False).returncode:
        raise InstallError(told)


def install(target: Path) -> Path:
    """A virtual environment in *target* with everything in it; the gxlab command's path."""
    folder = target / ("Scripts" if os.name == "nt" else "bin")
    python = str(folder / ("python.exe" if os.name == "nt" else "python"))
    print(f"正在建立运行环境 {target} …", flush=True)
    run(
        [sys.executable, "-m", "venv", "--clear", str(target)],
        f"不能在 {target} 建立运行环境，请检查磁盘空间（需要约 1.5 GB）和写权限。",
    )
    print("正在安装（两三分钟），请不要关闭窗口 …", flush=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    pip += ["--find-links", str(HERE / "wheels"), "--require-hashes"]
    run(
        [*pip, "-r", str(HERE / "requirements.lock")],
        "没有装全（原因见上面的英文提示），多半是安装包没有拷全，或系统、Python 版本与安装包不符。",
    )
    # -P: what is installed must start, not a gxlab folder that happens to lie here.
    run([python, "-P", "-c", "import gxlab"], "安装后不能启动 gxlab，请把上面的提示发给维护人员。")
    return folder / ("gxlab.exe" if os.name == "nt" else "gxlab")


def main() -> int:
    """Install and say how to begin; 1 with the reason where it cannot be done."""
    for stream in (sys.stdout, sys.stderr):
        # An old console may not know every character; that is no reason to stop.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    parser = argparse.ArgumentParser(description="离线安装 gxlab")
    parser.add_argument(
        "target", nargs="?", type=Path, default=HERE / "venv", help="装到哪个文件夹"
    )
    try:
        check_python()
        command = install(parser.parse_args().target.absolute())
    except InstallError as problem:
        print(f"安装失败：{problem}", file=sys.stderr)
        return 1
    print("安装完成。建立工作区并打开：")
    print(f'  "{command}" init 工作区')
    print(f'  "{command}" lab --workspace 工作区')
    return 0


if __name__ == "__main__":
    sys.exit(main())
