"""The templates' own rules: everything escaped, every attribute quoted, nothing from outside."""

import re
from pathlib import Path

import pytest

from gxlab.publish.html import publish_environment
from gxlab.show.markup import environment

PACKAGE = Path(__file__).parents[3] / "gxlab"
TEMPLATES = sorted(PACKAGE.glob("*/templates/*.j2"))
ASSETS = sorted(p for p in PACKAGE.glob("*/templates/*") if p.suffix in {".css", ".js"})
UNQUOTED = re.compile(r"""<(?:[^>"]|"[^"]*")*\s[\w:-]+=(?!")""", re.S)


def tags_only(source: str) -> str:
    """Template logic taken out, so that what is left is the markup with holes in it."""
    return re.sub(r"\{%.*?%\}|\{#.*?#\}", "", source, flags=re.S)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_marked_safe_and_every_attribute_is_quoted(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe|autoescape\s+false|Markup", source)
    assert not UNQUOTED.search(tags_only(source))
    assert not re.search(r"\son\w+\s*=", tags_only(source))
    assert "http" not in source.replace("http-equiv", "")


def test_the_rule_catches_what_it_forbids() -> None:
    assert UNQUOTED.search('<td class="a" data-ref={{ x }}>')
    assert not UNQUOTED.search('<td class="a" data-ref="{{ x }}">')


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: path.name)
def test_styles_and_scripts_load_nothing_and_evaluate_nothing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"https?:|url\(|@import|eval\(|innerHTML|document\.write|fetch\(", source)


def test_environments_escape() -> None:
    for made in (environment(), publish_environment()):
        assert made.autoescape is True
        assert made.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


def test_markup_is_made_in_few_known_places() -> None:
    """Outside templates, text becomes markup only here; each place is covered by its own test."""
    makers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"\bMarkup\(", path.read_text(encoding="utf-8"))
    }
    assert makers == {"publish/vega.py", "show/drawing.py", "show/markup.py"}
