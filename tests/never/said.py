"""The list of what is never said (不得出现的说法): data with reasons, and how it is searched."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORDS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)["word"]


def offences(text: str) -> Iterator[str]:
    """Every place where something of the list is said, with its reason."""
    for word in WORDS:
        for found in re.finditer(word["pattern"], text):
            around = text[max(0, found.start() - 12) : found.end() + 12]
            if not any(allowed in around for allowed in word.get("allowed", ())):
                yield f"“{around.strip()}”：{word['reason']}"
