"""The order of a page: body, 情况说明, 附表, 数据质量, 附注; numbering runs in reading order."""

from __future__ import annotations

from gxlab.publish.arrangement import Arrangement, arranged
from gxlab.publish.outline import read_outline
from gxlab.show.objects import Chart, Table
from tests.unit.publish.sample import sample, say, small
from tests.unit.publish.test_hostile import dots, table


def page() -> Arrangement:
    return arranged(read_outline(sample()))


def test_the_page_is_read_body_first_then_annex_then_what_closes_it() -> None:
    made = page()
    said = [part.section.id for part in made.body]
    assert said[0] == "key-points" and said[-1] == "commentary"
    assert [s.id for s in made.closing] == ["data-quality", "definitions"]
    # Each annex section stands under the heading of the body section that it belongs to.
    titles = {f"annex-{part.section.id}": part.section.title for part in made.body}
    assert made.annex and all(titles[s.id] == s.title for s in made.annex)


def test_the_body_holds_sentences_and_one_chart_and_nothing_is_lost() -> None:
    outline = read_outline(sample())
    made = arranged(outline)
    body = [item for part in made.body for item in part.section.items]
    assert sum(isinstance(item, Chart) for item in body) == 1
    assert not any(isinstance(item, Table) for item in body)
    behind = [item for s in (*made.annex, *made.closing) for item in s.items]
    every = [*outline.lead, *(item for s in outline.sections for item in s.items)]
    assert len([*made.lead, *body, *behind]) == len(every)


def test_numbers_run_in_reading_order() -> None:
    made = arranged(read_outline(small(table(1), dots(1), table(2), dots(2))))
    labels = made.labels()
    (section,) = (part for part in made.body if part.behind)
    assert section.behind == ("T1", "T2", "X2")
    assert labels == {"T1": "表1", "X1": "图1", "T2": "表2", "X2": "图2"}


def test_a_page_of_words_has_no_annex() -> None:
    made = arranged(read_outline(small(say("本期无项目。"))))
    assert made.annex == () and "annex" not in [s.id for s in made.contents]
