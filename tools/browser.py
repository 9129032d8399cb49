"""make browser: the programs that tests open pages and documents with, found or installed.

Chromium and a Chinese font for the pages; LibreOffice and pdftotext for Word and Excel files. With
GXLAB_REQUIRE_BROWSER=1 (as .ci/run sets it) a missing one is a failure, never a silent gap.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PACKAGES = {"chromium": "chromium", "font": "fonts-noto-cjk", "fontconfig": "fontconfig"}
OFFICE = {
    "soffice": ("libreoffice-writer-nogui", "libreoffice-calc-nogui"),
    "pdftotext": ("poppler-utils",),
}


def places() -> Iterator[Path]:
    """Where a browser of the Chromium family may be, the one named by GXLAB_CHROMIUM first."""
    if named := os.environ.get("GXLAB_CHROMIUM"):
        yield Path(named)
    yield from (Path(path) for name in COMMANDS if (path := shutil.which(name)))
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            yield from (Path(folder) / name for name in WINDOWS)
    yield MAC


def chromium() -> Path | None:
    """The browser to test with, or None."""
    return next((path for path in places() if path.is_file()), None)


def has_chinese_font() -> bool:
    """Can this machine draw Chinese? Windows and macOS bring such fonts with them."""
    if sys.platform in ("win32", "darwin"):
        return True
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def missing() -> list[str]:
    """Names of the Debian packages that would fill the gaps."""
    gaps = [] if chromium() else [PACKAGES["chromium"]]
    if not has_chinese_font():
        gaps += [PACKAGES["font"], PACKAGES["fontconfig"]]
    return gaps + [
        name for command in OFFICE if not shutil.which(command) for name in OFFICE[command]
    ]


def can_install() -> bool:
    """Root on a Debian-like system: the only place where installing asks nobody anything."""
    return bool(shutil.which("apt-get")) and getattr(os, "geteuid", lambda: 1)() == 0


def install(packages: Sequence[str]) -> None:
    """Install Debian packages; apt-get says on the terminal why one cannot be had."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for step in (["apt-get", "update", "-q"], command):
        print("执行", " ".join(step), flush=True)
        subprocess.run(step, env=quiet, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    """Fill the gaps where that can be done and say what is there; 1 only where it is required."""
    gaps = missing()
    if gaps and can_install():
        install(gaps)
        gaps = missing()
    if not gaps:
        print(f"浏览器测试用 {chromium()}，中文字体、LibreOffice、pdftotext 齐全")
        return 0
    required = os.environ.get("GXLAB_REQUIRE_BROWSER") == "1"
    print(
        f"缺少 {'、'.join(gaps)}："
        + ("要求测试全部运行，到此为止。" if required else "要用它们的测试将不运行。")
        + f"可执行 sudo apt-get install {' '.join(gaps)} 后重试；Windows 请安装 Edge 或 Chrome。",
        file=sys.stderr,
    )
    return 1 if required else 0


if __name__ == "__main__":
    sys.exit(main())
