"""The whole gate on a release as it is really made: it passes as it is, and spoilt in no way."""

from __future__ import annotations

import pytest

from gxlab.batch import manifest
from gxlab.disclosure import bundle_audit, files
from gxlab.disclosure.bundle_audit import judged
from gxlab.disclosure.bundle_files import bundle_files
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current
from gxlab.workspace import Workspace
from tests.demo_workspace import gxlab
from tests.disclosure.real_sabotages import REAL
from tests.disclosure.sabotages import Bundle

pytestmark = pytest.mark.slow

PERIOD = "2026-05"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small city with the shared pages of one report."""
    root = tmp_path_factory.mktemp("gate") / "city"
    gxlab(root.parent, "init", root.name)
    gxlab(root, "demo", "--fast", "--counties", "2", "--enterprises", "60", "--months", "13")
    report = ("--report", "cluster_revenue", "--audience", "shared", "--workers", "2")
    gxlab(root, "report", "--period", PERIOD, *report)
    return Workspace(root)


def desk_of(city: Workspace) -> Desk:
    return open_desk(current(city.warehouse), None, Period.parse(PERIOD))


def release(city: Workspace) -> Bundle:
    found = bundle_files(city.reports / PERIOD / "shared")
    return {name: content for name, content in found.items() if name != manifest.NAME}


def refusal(city: Workspace, pages: Bundle) -> str:
    internal = city.prepared_release(PERIOD) / files.INTERNAL
    return judged(pages, internal, city.releases / "shared", desk_of(city)).refusal


def test_forty_ways_to_spoil_it_are_all_refused(
    city: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = release(city)
    assert refusal(city, pages) == ""

    def attacked(*given: object, **more: object) -> None:
        raise AssertionError("a spoilt bundle came as far as the attack")

    monkeypatch.setattr(bundle_audit, "audit", attacked)
    assert len(REAL) >= 40
    for sabotage in REAL:
        spoilt = sabotage.spoil(pages)
        assert spoilt != pages, sabotage.name
        assert "没有通过" in refusal(city, spoilt), sabotage.name
