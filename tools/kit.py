"""make kit: a folder that installs gxlab on machines without a network (Windows, Linux)."""

from __future__ import annotations

import argparse
import hashlib
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import default_environment

from tools.lockfile import ROOT, Pin, closure, declared, read
from tools.tree import notebooks_with_outputs, tracked

FILES = ROOT / "tools" / "kit_files"
VERSIONS = ("3.11", "3.12", "3.13")
SYSTEMS = {
    "Windows": {
        "os_name": "nt",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
    },
    "Linux": {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"},
}


class KitError(Exception):
    """Why no kit can be made, said in Chinese."""


@dataclass(frozen=True)
class Target:
    """A kind of machine the kit installs on: system and Python version."""

    system: str
    python: str

    @property
    def title(self) -> str:
        return f"{self.system} 64 位，Python {self.python}"

    def releases(self) -> tuple[str, ...]:
        """Full versions to fetch for: the lock tells the first patches of 3.11 apart from later."""
        return tuple(f"{self.python}.{patch}" for patch in (2, 9))

    def environment(self, release: str) -> dict[str, str]:
        """The marker values of such a machine (pip itself would take this machine's)."""
        own = {key: str(value) for key, value in default_environment().items()}
        versions = {"python_version": self.python, "python_full_version": release}
        return {**own, **SYSTEMS[self.system], **versions}

    def options(self, release: str) -> list[str]:
        """pip's words for such a machine."""
        words = ["--python-version", release, "--implementation", "cp"]
        for abi in (f"cp{self.python.replace('.', '')}", "abi3", "none"):
            words += ["--abi", abi]
        for tag in platform_tags(self.system):
            words += ["--platform", tag]
        return words


def platform_tags(system: str) -> list[str]:
    """Wheel tags such a machine takes: every manylinux from 2.17 to 2.28, or 64-bit Windows."""
    if system == "Windows":
        return ["win_amd64"]
    machine = platform.machine()
    return [f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1)] + [
        f"manylinux2014_{machine}",
        f"linux_{machine}",
    ]


def here() -> Target:
    """This machine."""
    return Target(platform.system(), f"{sys.version_info.major}.{sys.version_info.minor}")


def default_targets() -> list[Target]:
    """This machine, and Windows with each Python the product runs on."""
    return [here(), *(Target("Windows", version) for version in VERSIONS)]


def export(destination: Path) -> None:
    """The files that git knows, as they are now: nothing a user left lying about is shipped."""
    names = tracked()
    if not names:
        raise KitError("这里不是 git 克隆的目录，分不清哪些文件属于产品，不能做安装包。")
    for name in names:
        (destination / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, destination / name)
    if dirty := [str(p.relative_to(destination)) for p in notebooks_with_outputs(destination)]:
        raise KitError(f"笔记本 {'、'.join(dirty)} 带着运行结果，请在 JupyterLab 清除输出后再做。")


def build_wheel(folder: Path) -> Path:
    """Build gxlab's wheel into *folder* from a clean export, with the locked build back end."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        export(Path(scratch))
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d"]
        built = subprocess.run(
            [*command, str(folder.absolute())], cwd=scratch, capture_output=True, text=True
        )
    if built.returncode:
        raise KitError(f"gxlab 的安装包没有做成：{built.stderr.strip()}")
    (wheel,) = folder.glob("gxlab-*.whl")
    return wheel


def download(target: Target, pins: Sequence[Pin], wheels: Path) -> bool:
    """Fetch the wheels for one kind of machine, hashes checked; False where one is missing."""
    fetched: set[Pin] = set()
    for release in target.releases():
        wanted = [pin for pin in pins if pin.fits(target.environment(release))]
        if not fetch(target, release, [pin for pin in wanted if pin not in fetched], wheels):
            return False
        fetched |= set(wanted)
    return True


def fetch(target: Target, release: str, pins: Sequence[Pin], wheels: Path) -> bool:
    """One call of pip download; nothing to fetch is well."""
    if not pins:
        return True
    with tempfile.TemporaryDirectory() as scratch:
        listed = Path(scratch) / "requirements.txt"
        listed.write_text("".join(pin.line(with_marker=False) for pin in pins), "utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--require-hashes", "--only-binary=:all:", "-r", str(listed)]
        command += ["--dest", str(wheels), *target.options(release)]
        return subprocess.run(command, check=False).returncode == 0


def write_lock(kit: Path, pins: Sequence[Pin], wheel: Path) -> None:
    """The kit's own lock: what users need (not what tests need), and gxlab itself by its hash."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    version = wheel.name.split("-")[1]
    own = Pin("gxlab", version, "", (f"sha256:{digest}",), frozenset())
    (kit / "requirements.lock").write_text("".join(p.line() for p in (*pins, own)), "utf-8")


def copy_installers(kit: Path, targets: Sequence[Target]) -> None:
    """Installers byte for byte; the Windows one keeps its line ends whatever git did to them."""
    for name in ("install.py", "install.sh"):
        shutil.copy2(FILES / name, kit / name)
    titles = "".join(f"    {target.title}\n" for target in targets)
    # Notepad of an old Windows takes a text without a mark for GBK.
    for name, more, encoding in (
        ("install.bat", "", "utf-8"),
        ("README.txt", titles, "utf-8-sig"),
    ):
        text = (FILES / name).read_text("utf-8") + more
        (kit / name).write_bytes(text.replace("\n", "\r\n").encode(encoding))


def build(kit: Path, targets: Sequence[Target]) -> list[Target]:
    """Make the kit in a fresh folder; the targets it really covers."""
    shutil.rmtree(kit, ignore_errors=True)
    wheels = kit / "wheels"
    wheel = build_wheel(wheels)
    pins = closure(read(), declared())
    covered = []
    for target in targets:
        print(f"下载 {target.title} 的依赖 …", flush=True)
        if download(target, pins, wheels):
            covered.append(target)
        else:
            print(f"没有下载全，安装包不含 {target.title}（原因见上）", file=sys.stderr)
    if not covered:
        raise KitError("一种系统的依赖都没有下载全，请检查网络后重试。")
    write_lock(kit, pins, wheel)
    copy_installers(kit, covered)
    return covered


def parse_target(text: str) -> Target:
    """ "windows-3.12" → the target; "here" → this machine."""
    if text == "here":
        return here()
    system, _, version = text.partition("-")
    if system not in ("windows", "linux") or version not in VERSIONS:
        raise argparse.ArgumentTypeError(f"不认识 {text}：应为 here、windows-3.12、linux-3.11 等")
    return Target(system.capitalize(), version)


def main() -> int:
    """Build the kit; 1 where any wanted target is not covered."""
    parser = argparse.ArgumentParser(description="制作离线安装包")
    parser.add_argument("--to", type=Path, default=ROOT / "kit", help="放在哪里")
    parser.add_argument("--target", type=parse_target, action="append", help="系统-版本，可多次")
    arguments = parser.parse_args()
    targets = list(dict.fromkeys(arguments.target or default_targets()))
    try:
        covered = build(arguments.to, targets)
    except KitError as problem:
        print(problem, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in arguments.to.rglob("*") if path.is_file())
    print(f"{arguments.to}：{size / 1e6:.0f} MB，适用于 {'；'.join(t.title for t in covered)}")
    return 0 if covered == targets else 1


if __name__ == "__main__":
    sys.exit(main())
