"""File names made from names of people's own (文件名), valid everywhere, one for each.

A name that any system takes as it is stays as it is. Any other is cleaned and told apart by a mark
of its own, so that two names never meet in one file, whatever the system makes of them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_PLAIN_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,23}")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")
# Letters and digits of any script, and what stands in ordinary names of files.
_GOOD = re.compile(r"[^\W_]|[_.（）()、·，。 —-]")
_MARKED = re.compile(r"_[0-9a-f]{8}$")
# Wide signs that are in daily use beside narrow ones; every system tells them apart.
_USUAL = str.maketrans("（），", "(),")
_MOST = 120  # bytes: room for what is put before and behind it, within 255


def is_plain(code: str) -> bool:
    """Whether a code can name a folder on every system.

    >>> is_plain("330101"), is_plain("../x"), is_plain("CON")
    (True, False, False)
    """
    return bool(_PLAIN_CODE.fullmatch(code)) and not is_reserved(code)


def is_reserved(name: str) -> bool:
    """Whether Windows keeps a name for a device (系统保留名), whatever ending it is given.

    >>> is_reserved("con"), is_reserved("control")
    (True, False)
    """
    return bool(_RESERVED.fullmatch(name))


def file_stem(name: str) -> str:
    """A name as the stem of a file (文件名主干), one stem for one name.

    >>> file_stem("示例市统计局"), file_stem("../甲")
    ('示例市统计局', '甲_a04d26a3')
    """
    kept = "".join(c for c in unicodedata.normalize("NFC", name) if _GOOD.fullmatch(c))
    short = kept.encode()[:_MOST].decode(errors="ignore").strip(" .-")
    if short == name and _is_one(name):
        return name
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{short}_{mark}" if short else mark


def _is_one(name: str) -> bool:
    """Whether no other name can come to the same file: by case, by width, by a mark like ours."""
    narrow = name.translate(_USUAL)
    usual = unicodedata.normalize("NFKC", narrow) == narrow and name == name.casefold()
    reserved = _RESERVED.fullmatch(name.split(".")[0])
    return bool(name) and usual and not reserved and not _MARKED.search(name)
