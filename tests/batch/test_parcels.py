"""Files by content: what an edition reads is found, kept and laid out; nothing else travels."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from gxlab.batch import parcels
from gxlab.batch.manifest import Edition
from gxlab.batch.notebooks import ReportNotebook
from gxlab.batch.parcels import DamagedPiece, Parcel, Piece, bundles, deposit, found, packed
from gxlab.batch.plan import Planned
from gxlab.warehouse import releases
from gxlab.warehouse.releases import Issued, Names
from gxlab.workspace import Workspace

NAME = "data/warehouse/snapshots/S0001.duckdb"
TEXT = "data/commentary/2026-05/330101/tiny.md"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    for name, data in ((NAME, b"rows " * 5), (TEXT, "订单不足。".encode())):
        path = made.root / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    return made


@pytest.fixture
def parcel(workspace: Workspace) -> Parcel:
    return packed(workspace, "S0001", [plan("330101"), plan("330102")])


def plan(unit: str) -> Planned:
    notebook = ReportNotebook("tiny", "测试月报", Path("tiny.ipynb"), "d", {})
    return Planned(Edition("tiny", unit, "2026-05", "internal"), notebook, {}, {})


def send(parcel: Parcel, root: Path, home: Path, lacks: tuple[str, ...]) -> None:
    for bundle in bundles(parcel, root, lacks):
        for piece in bundle:
            deposit(piece, home, "run")


def test_a_parcel_lists_what_editions_read_by_content(parcel: Parcel) -> None:
    assert parcel.files == {NAME: sha256(b"rows " * 5), TEXT: sha256("订单不足。".encode())}


def test_figures_signed_before_travel_and_signed_pages_do_not(workspace: Workspace) -> None:
    folder = releases.folder_of("2026-04", "internal", 4, 0, "330101")
    files = {f"{folder}/tiny.html": b"page", f"{folder}/tiny.figures.json": b"[]"}
    for name, data in files.items():
        path = workspace.releases / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    digests = {name: sha256(data) for name, data in files.items()}
    edition = ("tiny", "330101", "2026-04", "internal")
    signed = Issued(*edition, releases.SIGNED, 4, 0, Names(), "i", digests)
    other = replace(signed, audience="shared", files={f"{folder}/other.figures.json": "0" * 64})
    releases.record(workspace.releases, [signed, other], {})
    listed = packed(workspace, "S0001", [plan("330101")]).files
    told = {name for name in listed if name.startswith("data/releases")}
    assert told == {
        "data/releases/releases.jsonl",
        "data/releases/2026-04/internal/issue-04/330101/tiny.figures.json",
    }


def test_what_a_machine_lacks_is_sent_and_laid_out_like_the_workspace(
    parcel: Parcel, workspace: Workspace, tmp_path: Path
) -> None:
    home, nowhere = tmp_path / "home", tmp_path / "nowhere"
    # First the list itself, then the two files of it.
    assert found(parcel.digest, nowhere, home) == (None, (parcel.digest,))
    send(parcel, workspace.root, home, (parcel.digest,))
    root, lacks = found(parcel.digest, nowhere, home)
    assert root is None and set(lacks) == set(parcel.files.values())
    send(parcel, workspace.root, home, lacks)
    root, lacks = found(parcel.digest, nowhere, home)
    assert root is not None and lacks == ()
    for name in parcel.files:
        assert (root / name).read_bytes() == (workspace.root / name).read_bytes()


def test_a_shared_folder_is_used_only_where_every_file_has_the_content(
    parcel: Parcel, workspace: Workspace, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    send(parcel, workspace.root, home, (parcel.digest,))
    assert found(parcel.digest, workspace.root, home) == (workspace.root, ())
    (workspace.root / TEXT).write_text("另一段话。", encoding="utf-8")
    # The snapshot is there: only the other file has to be sent.
    assert found(parcel.digest, workspace.root, home) == (None, (parcel.files[TEXT],))


def test_a_large_file_travels_in_pieces(
    parcel: Parcel, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parcels, "PIECE_BYTES", 10)
    wanted = (parcel.files[NAME],)
    sent = list(bundles(parcel, workspace.root, wanted))
    # 25 bytes: 10, 10 and 5.
    assert [[len(p.data) for p in bundle] for bundle in sent] == [[10], [10], [5]]
    send(parcel, workspace.root, tmp_path, wanted)
    assert (tmp_path / "files" / wanted[0]).read_bytes() == b"rows " * 5


def test_what_arrives_damaged_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(DamagedPiece, match="摘要不符"):
        deposit(Piece(sha256(b"sent"), 0, b"came", last=True), tmp_path, "run")
    assert list((tmp_path / "files").iterdir()) == []


def test_a_kept_file_that_went_bad_is_asked_for_again(
    parcel: Parcel, workspace: Workspace, tmp_path: Path
) -> None:
    home, nowhere = tmp_path / "home", tmp_path / "nowhere"
    send(parcel, workspace.root, home, (parcel.digest, *parcel.files.values()))
    (home / "files" / parcel.files[NAME]).write_bytes(b"rot")
    assert found(parcel.digest, nowhere, home) == (None, (parcel.files[NAME],))


def test_folders_nobody_has_used_for_long_go_with_their_files(
    parcel: Parcel, workspace: Workspace, tmp_path: Path
) -> None:
    home, nowhere = tmp_path / "home", tmp_path / "nowhere"
    send(parcel, workspace.root, home, (parcel.digest, *parcel.files.values()))
    image, _ = found(parcel.digest, nowhere, home)
    assert image is not None
    long_ago = time.time() - parcels.KEPT_SECONDS - 1
    for path in (image, *(home / "files").iterdir()):
        os.utime(path, (long_ago, long_ago))
    (workspace.root / TEXT).write_text("又一段话。", encoding="utf-8")
    later = packed(workspace, "S0001", [plan("330101")])
    send(later, workspace.root, home, (later.digest, *later.files.values()))
    newer, _ = found(later.digest, nowhere, home)
    assert newer is not None and not image.exists()
    kept = {path.name for path in (home / "files").iterdir()}
    assert parcel.files[TEXT] not in kept and later.files[TEXT] in kept
