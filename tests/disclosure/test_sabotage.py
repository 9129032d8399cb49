"""A finished bundle that was spoilt in any way is refused, and for the reason it was spoilt by."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxlab.disclosure.agreement import disagreements
from gxlab.disclosure.bundle_rules import checked
from gxlab.disclosure.readback import read_back
from gxlab.disclosure.scan import scan
from gxlab.disclosure.secret_forms import Secrets
from tests.disclosure.hand_bundle import CLUSTERS, hand_bundle, hand_release, ref
from tests.disclosure.sabotages import FIRM, SABOTAGES, Bundle, Sabotage


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return hand_bundle(tmp_path_factory.mktemp("bundle"))


def refusals(files: Bundle) -> list[str]:
    reading, faults = checked(files)
    return [*map(str, faults), *map(str, disagreements(reading, hand_release()))]


def test_an_unspoilt_bundle_is_not_refused(bundle: Bundle) -> None:
    assert refusals(bundle) == []
    assert len(SABOTAGES) >= 60 and len({s.name for s in SABOTAGES}) == len(SABOTAGES)


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda s: s.name)
def test_a_spoilt_bundle_is_refused(bundle: Bundle, sabotage: Sabotage) -> None:
    spoilt = sabotage.spoil(bundle)
    assert spoilt != bundle
    found = refusals(spoilt)
    assert any(sabotage.rule in told for told in found), found
    # What is told of a refusal holds neither a firm nor a figure of the page.
    assert not any("110.24" in told or "186.4" in told for told in found)


def test_bars_by_size_are_refused(tmp_path: Path) -> None:
    spoilt = hand_bundle(tmp_path, drawn="fecba")
    assert any("不应按大小排列" in told for told in refusals(spoilt))


def test_figures_are_read_back_as_they_are_printed(bundle: Bundle) -> None:
    figures = read_back(bundle).figures
    told = {f.ref: f for f in figures if f.page.startswith("330000")}
    for cluster, texts in CLUSTERS.items():
        assert told[ref("value", cluster=cluster)].text == texts[0]
        assert told[ref("value", cluster=cluster)].suppressed == (texts[0] == "*")
    growth = told[ref("growth_yoy_pct", cluster="e")]
    assert (str(growth.number), str(growth.half)) == ("-2.7", "0.05")
    assert (growth.unit_of_measure, growth.by, growth.code) == ("%", "cluster", "e")
    value = told[ref("value", cluster="a")]
    assert (str(value.half), value.unit_of_measure) == ("0.005", "亿元")
    assert value.place == "表“表1重点产业集群营业收入”·电力装备·营业收入·累计"
    # each of the four bars prints its rate once more, beside the table
    assert sum(f.drawn is not None for f in figures) == 4


def test_a_name_that_passes_every_rule_of_form_is_found_by_the_scan(bundle: Bundle) -> None:
    page = "330101/cluster_revenue.html"
    spoilt = {**bundle, page: bundle[page].replace("各单位均已报送".encode(), FIRM.encode())}
    assert refusals(spoilt) == []
    assert {hit.file for hit in scan(spoilt, Secrets({FIRM: "企业名称"})).hits} == {page}
    assert scan(bundle, Secrets({FIRM: "企业名称"})).hits == ()
