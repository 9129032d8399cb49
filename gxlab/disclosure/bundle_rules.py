"""All rules of form for a finished shared bundle (成品规矩), before its figures are audited.

The audit can only speak of what it can read: so a bundle that fails here is not audited at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gxlab.disclosure.bundle_files import Fault, pages_of
from gxlab.disclosure.bundle_layout import layout_faults
from gxlab.disclosure.drawn_bars import drawing_faults
from gxlab.disclosure.page_tree import NotPlain, read_page
from gxlab.disclosure.printed_rules import suppression_faults
from gxlab.disclosure.readback import Reading, read_back
from gxlab.disclosure.static_rules import static_faults


def checked(
    files: Mapping[str, bytes], public: Iterable[str] = ()
) -> tuple[Reading, tuple[Fault, ...]]:
    """The bundle read back, and everything in it that a shared bundle may not hold.

    ``files``: name → bytes of the pages as they will stand. ``public``: names of units, clusters,
    industries and segments, whose numerals are no figures.
    """
    reading = read_back(files, public)
    loose = (
        Fault("有不带坐标的数字", one.page, f"{one.place}，{one.channel}") for one in reading.loose
    )
    pages = (*static_faults(files), *layout_faults(files), *_drawings(files))
    told = (*reading.faults, *loose, *suppression_faults(reading.figures))
    return reading, tuple(dict.fromkeys((*pages, *told)))


def _drawings(files: Mapping[str, bytes]) -> Iterator[Fault]:
    for name, content in pages_of(files).items():
        try:
            yield from drawing_faults(read_page(content), name)
        except NotPlain:
            continue  # told by the rules of the page itself
