"""Cross-cell rules by name (跨格规则)."""

from __future__ import annotations

from gxlab.intake.block import Block


def check_block(block: Block) -> None:
    """Run the section's rules."""
