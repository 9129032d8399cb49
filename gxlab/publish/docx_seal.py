"""The same document is the same bytes (同内容同字节): parts in order, one moment for all."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

# The earliest moment a zip can state; when a file was made stands on the disk, not in it.
MOMENT = (1980, 1, 1, 0, 0, 0)
CREATED = datetime(2000, 1, 1)


def sealed(document: Any, *, title: str, author: str) -> bytes:
    """A Word document as bytes: properties stated, nothing of the library's sample left."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.created = properties.modified = CREATED
    properties.revision = 1
    for name in ("comments", "subject", "keywords", "category", "content_status", "version"):
        setattr(properties, name, "")
    properties.language = "zh-CN"
    held = BytesIO()
    document.save(held)
    return repacked(held.getvalue())


def repacked(content: bytes) -> bytes:
    """A zip whose bytes depend on nothing but the names and contents in it.

    The list of content types stays first, where readers look for it.
    """
    made = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as given,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed,
    ):
        for name in sorted(given.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            packed.writestr(entry, given.read(name))
    return made.getvalue()
