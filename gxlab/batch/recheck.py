"""Whether changed data change a page (复核): its cells run once more, without kernel or papermill.

The process evaluates the notebooks of many editions one after another on the same snapshot, and
reads the snapshot's rows once for all of them. It makes no page: where what the cells say is what
the edition says that stands, nothing needs to be made; where it is not, the edition is executed in
a kernel of its own as ever. A notebook that fails here ends this process: its edition is executed,
and the kernel says what is wrong.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gxlab import READS_VARIABLE
from gxlab.batch.content import content_of
from gxlab.batch.serving import serve
from gxlab.show.objects import MIME
from gxlab.warehouse.desk import share_reads


class NotTyped(ValueError):
    """A cell showed something that is no typed object (不是规定的结果类型)."""


def main() -> None:
    """Answer requests until asked to end."""
    share_reads()
    serve(_answer)


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    reads = Path(request["reads"])
    reads.unlink(missing_ok=True)
    os.environ[READS_VARIABLE] = str(reads)
    os.chdir(request["cwd"])
    content = content_of(evaluated(Path(request["notebook"]), request["parameters"]))
    return {"content": content, "reads": json.loads(reads.read_text(encoding="utf-8"))}


def evaluated(path: Path, parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The typed objects that a notebook's cells show with these parameters, as JSON, in order.

    Raises NotTyped where a cell shows anything else, and whatever its code raises.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        shown = _run("".join(cell["source"]), names)
        if shown is not None:
            yield _payload(shown)
        if "parameters" in cell["metadata"].get("tags", ()):
            names.update(parameters)


def _run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell as a kernel would: the value of a last expression is what it shows."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "<cell>", "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)


def _payload(shown: Any) -> dict[str, Any]:
    bundle = shown._repr_mimebundle_() if hasattr(shown, "_repr_mimebundle_") else {}
    if MIME not in bundle:
        raise NotTyped(f"单元格的结果应为规定的类型，实为 {type(shown).__name__}")
    payload: dict[str, Any] = bundle[MIME]
    return payload


if __name__ == "__main__":
    main()
