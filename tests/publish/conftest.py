"""The hand-made edition as outline, and LibreOffice where the machine has it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gxlab.publish.outline import Outline, read_outline
from tests.browser.conftest import browser
from tests.demo_workspace import demo_workspace
from tests.unit.publish.sample import sample

__all__ = ["browser", "demo_workspace"]
Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def outline() -> Outline:
    return read_outline(sample())


@pytest.fixture
def office(tmp_path: Path) -> Convert:
    """Convert a file with LibreOffice: path and format in, path out."""
    command = shutil.which("soffice")
    if command is None:
        pytest.skip("本机没有 LibreOffice（soffice），不能核对它打开后的样子")

    def convert(path: Path, form: str) -> Path:
        target = tmp_path / "converted"
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        subprocess.run(
            [command, profile, "--headless", "--convert-to", form, "--outdir", target, path],
            check=True,
            capture_output=True,
            timeout=240,
        )
        return target / path.with_suffix(f".{form.partition(':')[0]}").name

    return convert
