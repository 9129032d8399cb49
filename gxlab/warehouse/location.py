"""Where the main database may lie (主库位置): a disk of this machine.

On network folders locks are not kept and writes arrive late, and a database is lost. Snapshots are
only read and may lie anywhere.
"""

from __future__ import annotations

import os
from pathlib import Path

NETWORKED = ("nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "fuse.sshfs", "9p", "afs")
OVERRIDE = "GXLAB_ALLOW_NETWORK_FOLDER"


class NetworkFolder(ValueError):
    """The warehouse lies on a network folder (主库在网络盘上)."""


def check_location(folder: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """Refuse a network folder, unless somebody takes it upon himself (GXLAB_ALLOW_NETWORK_FOLDER).

    Raises NetworkFolder.
    """
    kind = file_system(folder.resolve(), mounts)
    if kind in NETWORKED and os.environ.get(OVERRIDE) != "1":
        raise NetworkFolder(
            f"工作区“{folder}”在网络盘（{kind}）上，主库可能损坏，请把工作区移到本机磁盘；"
            f"确需使用的，设置环境变量 {OVERRIDE}=1。"
        )


def file_system(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of file system a path lies on; "本机" where the system does not tell."""
    if str(path).startswith("\\\\"):
        return "smb"
    if not mounts.exists():
        return "本机"
    found = ("", "本机")
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _, point, kind, *_ = line.split()
        if path.is_relative_to(point) and len(point) > len(found[0]):
            found = (point, kind)
    return found[1]
