"""The lock file: complete, hashed, without addresses, and no version with a known hole."""

from __future__ import annotations

import re
import tomllib

import pytest
import vl_convert
from packaging.version import Version

from tools import lockfile

PINS = lockfile.read()

# Below these versions a published advisory applies to what we do with the package.
SAFE_FROM = {
    "distributed": "2021.10.0",  # CVE-2021-42343: local workers listened to the network
    "duckdb": "2.0.0",  # a file could be read although external access was switched off
    "jinja2": "3.1.6",  # CVE-2025-27516: sandbox escape
    "jupyter-server": "2.20.0",  # CVE-2026-44727: stored script in the nbconvert handlers
    "jupyterlab": "4.5.7",  # CVE-2026-40171: script through the command linker
    "nbconvert": "7.17.1",  # CVE-2026-39378: reads any file with embed_images
    "openpyxl": "2.4.2",  # CVE-2017-5992: external entities
    "tornado": "6.5",  # CVE-2025-47287: denial of service by a form
}


def test_every_requirement_has_hashes_and_exact_version() -> None:
    assert len(PINS) > 100
    assert [pin.name for pin in PINS if not pin.hashes or not pin.version] == []


def test_lock_names_no_package_index() -> None:
    text = lockfile.LOCK.read_text("utf-8")
    assert re.findall(r"https?://\S+|file:\S+|--(?:extra-)?index-url|--find-links", text) == []


@pytest.mark.parametrize("extra", ["", "dev", "cluster"])
def test_direct_requirements_are_pinned_and_locked_alike(extra: str) -> None:
    locked = {pin.name: pin.version for pin in PINS}
    declared = lockfile.declared(extra)
    assert declared == {name: locked.get(name, "not locked") for name in declared}


def test_build_back_end_is_the_locked_one() -> None:
    build = tomllib.loads(lockfile.PROJECT.read_text("utf-8"))["build-system"]["requires"]
    locked = {f"{pin.name}=={pin.version}" for pin in PINS}
    assert set(build) <= locked


@pytest.mark.parametrize("name", SAFE_FROM)
def test_locked_version_is_past_the_advisory(name: str) -> None:
    versions = [Version(pin.version) for pin in PINS if pin.name == name]
    assert versions
    assert min(versions) >= Version(SAFE_FROM[name])


def test_notebook_server_of_the_classic_kind_is_absent_or_mended() -> None:
    versions = [Version(pin.version) for pin in PINS if pin.name == "notebook"]
    assert all(version >= Version("7.5.6") for version in versions)


def test_bundled_vega_is_past_its_expression_advisory() -> None:
    # CVE-2025-59840; the converter carries its own copy, so its version says nothing.
    assert Version(vl_convert.get_vega_version()) >= Version("6.2.0")


def test_workbooks_are_read_with_defused_xml() -> None:
    assert {"defusedxml", "openpyxl"} <= set(lockfile.declared())


def test_users_are_spared_what_only_tests_need() -> None:
    run = {pin.name for pin in lockfile.closure(PINS, lockfile.declared())}
    # worked by hand: jupyterlab needs jupyter-server, which needs tornado, which needs nothing
    assert {"jupyterlab", "jupyter-server", "tornado"} <= run
    assert run.isdisjoint({"pytest", "ruff", "mypy", "playwright", "greenlet", "hatchling"})
    assert run.isdisjoint({"distributed", "dask"})
