"""What the tests of batches share."""

from __future__ import annotations

from tests.batch.forking import house

__all__ = ["house"]
