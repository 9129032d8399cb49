"""What a run's editions read, told by content (随单文件): so that another machine can have it too.

A parcel lists the files of a workspace that executed notebooks open: the snapshot, what people
wrote about the period, and what was signed before. Another machine reads them in a folder it shares
with the workspace, where every one of them has the content listed; otherwise it keeps files under
their SHA-256, asks for those it lacks, and lays out a folder of its own that looks like the
workspace.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gxlab.batch.plan import Planned
from gxlab.warehouse import commentary, releases
from gxlab.warehouse.snapshot import file_sha256, named
from gxlab.workspace import Workspace

# One message to another machine: large enough to be worth its journey, small enough for memory.
PIECE_BYTES = 8 << 20
# A folder laid out for a run that nobody has used for so long is taken away with its files.
KEPT_SECONDS = 40 * 24 * 3600.0


class DamagedPiece(ValueError):
    """What arrived is not what its SHA-256 says (传输的文件不符)."""


@dataclass(frozen=True)
class Parcel:
    """Files by their place in the workspace → SHA-256; ``digest`` is that of the list itself."""

    digest: str
    files: Mapping[str, str]

    @property
    def listing(self) -> bytes:
        """The list as it travels."""
        return _listing(self.files)


@dataclass(frozen=True)
class Piece:
    """Some bytes of a file known by its SHA-256, from ``offset`` on; ``last`` ends the file."""

    sha256: str
    offset: int
    data: bytes
    last: bool


def packed(workspace: Workspace, snapshot: str, plan: Sequence[Planned]) -> Parcel:
    """The parcel of a plan on a snapshot. Raises NoSnapshot, LedgerBroken."""
    paths = [named(workspace.warehouse, snapshot).path]
    paths += _written(workspace, plan)
    paths += _signed(workspace, plan[0].edition.audience)
    root = workspace.root
    files = {p.relative_to(root).as_posix(): file_sha256(p) for p in paths if p.is_file()}
    return Parcel(hashlib.sha256(_listing(files)).hexdigest(), files)


def _written(workspace: Workspace, plan: Sequence[Planned]) -> list[Path]:
    editions = [planned.edition for planned in plan]
    return [workspace.commentary / commentary.place(e.period, e.unit, e.report) for e in editions]


def _signed(workspace: Workspace, audience: str) -> list[Path]:
    """The ledger of releases and the figures as printed; the signed pages stay where they are."""
    folder = workspace.releases
    if not (folder / releases.LEDGER).is_file():
        return []
    issued = [one for one in releases.acts(folder) if one.audience == audience]
    figures = {n for one in issued for n in one.files if n.endswith(releases.FIGURES)}
    return [folder / releases.LEDGER, *(folder / name for name in sorted(figures))]


def bundles(parcel: Parcel, root: Path, wanted: Iterable[str]) -> Iterator[list[Piece]]:
    """The content of the files wanted: small ones together, large ones piece by piece.

    ``root`` is the workspace; the parcel's list is wanted by its own digest.
    """
    bundle: list[Piece] = []
    for piece in _pieces(parcel, root, wanted):
        if bundle and sum(len(p.data) for p in bundle) + len(piece.data) > PIECE_BYTES:
            yield bundle
            bundle = []
        bundle.append(piece)
    if bundle:
        yield bundle


def _pieces(parcel: Parcel, root: Path, wanted: Iterable[str]) -> Iterator[Piece]:
    where = {sha256: root / name for name, sha256 in parcel.files.items()}
    for sha256 in wanted:
        if sha256 == parcel.digest:
            yield Piece(sha256, 0, parcel.listing, last=True)
        else:
            yield from _cut(sha256, where[sha256])


def _cut(sha256: str, path: Path) -> Iterator[Piece]:
    offset, size = 0, path.stat().st_size
    with path.open("rb") as file:
        while True:
            data = file.read(PIECE_BYTES)
            yield Piece(sha256, offset, data, last=offset + len(data) >= size)
            offset += len(data)
            if not data or offset >= size:  # it may have been cut short meanwhile
                return


def deposit(piece: Piece, home: Path, run: str) -> None:
    """Keep a piece; with its last one the file is there whole. Raises DamagedPiece.

    ``run`` tells two senders of the same file apart.
    """
    waiting = _kept(home, f"{piece.sha256}.{run}")
    waiting.parent.mkdir(parents=True, exist_ok=True)
    with waiting.open("wb" if piece.offset == 0 else "r+b") as file:
        file.seek(piece.offset)
        file.write(piece.data)
        if piece.last:
            file.flush()
            os.fsync(file.fileno())
    if not piece.last:
        return
    if file_sha256(waiting) != piece.sha256:
        waiting.unlink()
        raise DamagedPiece("传到执行机器的文件与清单的摘要不符，请检查网络和磁盘后重试。")
    waiting.replace(_kept(home, piece.sha256))


def found(digest: str, shared: Path, home: Path) -> tuple[Path | None, tuple[str, ...]]:
    """The folder in which the files of a parcel can be read, or the SHA-256 of those it lacks."""
    image = home / "images" / digest
    if image.is_dir():
        image.touch()
        return image, ()
    listing = _kept(home, digest)
    if not listing.is_file():
        return None, (digest,)
    files: dict[str, str] = json.loads(listing.read_bytes())
    if all(_has(shared / name, sha256) for name, sha256 in files.items()):
        return shared, ()
    lacking = {s for n, s in files.items() if not (_held(home, s) or _has(shared / n, s))}
    if lacking:
        return None, tuple(sorted(lacking))
    _lay_out(image, files, shared, home)
    return image, ()


def _lay_out(image: Path, files: Mapping[str, str], shared: Path, home: Path) -> None:
    """Build a folder like the workspace beside its place, and move it there whole."""
    image.parent.mkdir(parents=True, exist_ok=True)
    _clear_away(home)
    building = Path(tempfile.mkdtemp(prefix=".", dir=image.parent))
    for name, sha256 in files.items():
        if not _held(home, sha256):
            _copy(shared / name, _kept(home, sha256))
        target = building / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(_kept(home, sha256), target)
    try:
        building.rename(image)
    except OSError:  # another process of this machine was quicker; what it laid out is the same
        shutil.rmtree(building, ignore_errors=True)
        if not image.is_dir():
            raise


def _clear_away(home: Path) -> None:
    """Folders nobody has used for long, and kept files that no folder has any more."""
    old = time.time() - KEPT_SECONDS
    for image in (home / "images").iterdir():
        if image.stat().st_mtime < old:
            shutil.rmtree(image, ignore_errors=True)
    for kept in (home / "files").iterdir():
        with contextlib.suppress(FileNotFoundError):  # taken away by another process
            if kept.stat().st_mtime < old and kept.stat().st_nlink == 1:
                kept.unlink()


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)


def _copy(source: Path, target: Path) -> None:
    """Copied under a name of this thread alone: others of this machine may be at the same file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}")
    shutil.copyfile(source, beside)
    beside.replace(target)


def _kept(home: Path, sha256: str) -> Path:
    return home / "files" / sha256


def _held(home: Path, sha256: str) -> bool:
    return _has(_kept(home, sha256), sha256)


def _has(path: Path, sha256: str) -> bool:
    try:
        told = path.stat()
        return _digest(path, told.st_size, told.st_mtime_ns) == sha256
    except OSError:
        return False


@lru_cache(maxsize=65536)
def _digest(path: Path, size: int, changed: int) -> str:
    """Read once as long as a file looks the same; size and time are part of the question."""
    return file_sha256(path)


def _listing(files: Mapping[str, str]) -> bytes:
    return json.dumps(dict(sorted(files.items())), ensure_ascii=False).encode("utf-8")
