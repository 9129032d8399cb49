import re
from xml.etree import ElementTree

import altair as alt

from gxlab.show import theme
from gxlab.show.drawing import STATIC_WIDTH, _rewrite, static_svg
from tests.unit.publish.sample import growth_chart


def test_a_drawing_is_the_same_twice_and_has_its_own_ids() -> None:
    spec = growth_chart().spec
    first = static_svg(spec, "C1")
    assert first == static_svg(spec, "C1")
    assert first.startswith("<svg") and f'viewBox="0 0 {STATIC_WIDTH} ' in first
    assert all(name.startswith("C1-") for name in re.findall(r' id="([^"]+)"', first))


def test_only_listed_elements_and_attributes_pass() -> None:
    given = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'onload="x()" width="5"><script>x()</script>'
        '<a xlink:href="javascript:x()"><text>甲</text></a><image href="http://a"/>'
        '<g clip-path="url(#c0)" fill="url(http://a)"><path id="c0" d="M0"/>'
        "后</g><text>&lt;b&gt;</text></svg>"
    )
    assert _rewrite(ElementTree.fromstring(given), "C1") == (
        '<svg width="5"><g clip-path="url(#C1-c0)"><path d="M0" id="C1-c0"></path>后</g>'
        "<text>&lt;b&gt;</text></svg>"
    )


def test_a_fixed_width_is_kept() -> None:
    spec = {"data": {"values": [{"a": 1}]}, "mark": "point", "width": 100, "height": 20}
    assert 'viewBox="0 0 ' in static_svg(spec, "X") and str(STATIC_WIDTH) not in static_svg(
        spec, "X"
    )


def test_the_theme_is_offered_to_people_who_draw_themselves() -> None:
    assert "gxlab" in alt.theme.names()
    assert theme.gxlab_theme()["config"]["font"].startswith('"Noto Sans CJK SC"')
