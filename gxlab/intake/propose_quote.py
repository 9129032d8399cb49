"""Labels of a sheet as TOML strings (写入版式的文字)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable


def plain_text(text: str) -> str:
    """Text that is safe in a comment or between double quotes of TOML.

    >>> plain_text('营业"收入\\n')
    '营业收入'
    """
    return re.sub(r'[\\"\x00-\x1f\x7f]', "", text)


def quoted(labels: Iterable[str]) -> str:
    """A TOML list of labels; patterns ("re:") keep their backslashes."""
    return "[" + ", ".join(quoted_label(label) for label in labels) + "]"


def quoted_label(label: str) -> str:
    """One label as a TOML string."""
    kept = label if label.startswith("re:") else plain_text(label)
    return json.dumps(re.sub(r'["\x00-\x1f\x7f]', "", kept), ensure_ascii=False)
