"""A lean start (轻装启动): our own processes put off what costs them a second and is rarely used.

jsonschema imports ``rfc3987_syntax``, which compiles the grammar of all addresses (RFC 3987) at
once: about a second in whatever imports nbformat, altair or JupyterLab. Here its place is taken by
a module that loads the real one when it is first asked something. Nothing is left out, and nothing
is written into the environment: other programs of it import what they always did.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from gxlab.batch import confine

PUT_OFF = "rfc3987_syntax"
# What is told of bounds is meant for these; a zygote or a pressman may inherit the words too.
_RUN_NOTEBOOKS = ("ipykernel.kernelapp", "gxlab.batch.recheck")


class _Later(ModuleType):
    """Stands for a module until it is used."""

    def is_valid_syntax(self, term: str, value: str) -> bool:
        """The one function jsonschema takes from it while it is itself being imported."""
        return bool(_real().is_valid_syntax(term, value))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # who walks through all modules asks for these
            raise AttributeError(name)
        return getattr(_real(), name)


def lean(module: str, function: str) -> tuple[str, ...]:
    """The command of a child process that starts lean, in this interpreter and without its folder
    on the path."""
    return (sys.executable, "-P", "-m", "gxlab.batch.lean", module, function)


def put_off() -> None:
    """Let ``rfc3987_syntax`` be loaded when it is used; nothing where it is there or missing."""
    if PUT_OFF in sys.modules or (spec := find_spec(PUT_OFF)) is None:
        return
    later = _Later(PUT_OFF)
    later.__spec__, later.__file__ = spec, spec.origin
    later.__path__ = spec.submodule_search_locations or []
    sys.modules[PUT_OFF] = later


def _real() -> ModuleType:
    if isinstance(sys.modules.get(PUT_OFF), _Later):
        del sys.modules[PUT_OFF]
    return importlib.import_module(PUT_OFF)


def main() -> None:
    """``python -m gxlab.batch.lean MODULE FUNCTION …``: call it, with the rest as arguments."""
    put_off()
    module, function = sys.argv[1:3]
    if module in _RUN_NOTEBOOKS:
        confine.confine()
    sys.argv[:] = [module, *sys.argv[3:]]
    getattr(importlib.import_module(module), function)()


if __name__ == "__main__":
    main()
