"""Where the main database may lie (主库位置): a disk of this machine that nobody copies meanwhile.

On network folders locks are not kept and writes arrive late; a program that synchronises a folder
takes half-written files, holds them open, and puts older ones in their place. A database is lost
on either. Snapshots are only read and may lie anywhere.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

NETWORKED = (
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "afpfs", "ncpfs", "webdav",
    "davfs", "ceph", "glusterfs", "lustre", "gpfs", "beegfs", "ocfs2", "vboxsf", "vmhgfs",
    "virtiofs", "网络盘",
)  # fmt: skip
OVERRIDE = "GXLAB_ALLOW_NETWORK_FOLDER"

# Folders that a program synchronises, by the names it gives them.
_SYNCED = {
    "OneDrive": r"onedrive(?: ?- ?.+)?",
    "Dropbox": r"dropbox(?: \(.+\))?",
    "坚果云": r"(?:我的)?坚果云.*|nutstore(?: files)?",
    "百度网盘": r"baidusyncdisk|百度(?:网盘|云)同步(?:空间|盘|文件夹)?|百度云同步盘",
    "微云": r"微云(?:同步.*)?|weiyun(?:sync|disk)?.*|腾讯微云.*",
    "iCloud": r"icloud ?drive|com~apple~clouddocs|mobile documents|icloud云盘",
    "Google Drive": r"google ?drive|googledrive-.+|谷歌云端硬盘",
    "WPS 云盘": r"wps ?云盘|wpsdrive|wps ?云文档|kingsoft ?cloud",
    "阿里云盘": r"阿里云盘.*|aliyundrive|adrive",
    "天翼云盘": r"天翼云盘.*|ecloud",
    "和彩云": r"和彩云.*|中国移动云盘.*",
    "Synology Drive": r"synologydrive|cloudstation",
    "Nextcloud": r"nextcloud|owncloud",
    "Seafile": r"seafile|seadrive",
    "Box": r"box sync|box-box",
    "Syncthing": r"syncthing",
    "云端存储": r"cloudstorage",
}
# … or by what it puts into them.
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".stfolder": "Syncthing",
    ".sync": "Resilio Sync",
    ".nutstore": "坚果云",
    ".SynologyWorkingDirectory": "Synology Drive",
    ".owncloudsync.log": "Nextcloud",
    ".nextcloudsync.log": "Nextcloud",
}
# Where Windows tells the places of OneDrive.
_PLACES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


class NetworkFolder(ValueError):
    """The warehouse lies on a network or synchronised folder (主库在网络盘或同步盘上)."""


def check_location(folder: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """Refuse such a folder, unless somebody takes it upon himself (GXLAB_ALLOW_NETWORK_FOLDER).

    Raises NetworkFolder.
    """
    if os.environ.get(OVERRIDE) == "1":
        return
    why = objection(folder, mounts)
    if why:
        raise NetworkFolder(
            f"工作区“{folder}”{why}，主库可能损坏，请把工作区移到本机磁盘上不同步的文件夹；"
            f"确需使用的，设置环境变量 {OVERRIDE}=1。"
        )


def objection(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """What speaks against a place, "" where nothing does (位置核对)."""
    place = folder.resolve()
    kind = file_system(place, mounts)
    if kind in NETWORKED or kind.startswith("fuse"):
        return f"在网络盘或用户态文件系统（{kind}）上"
    synced = synced_by(folder.absolute()) or synced_by(place)
    return f"在{synced}的同步文件夹里" if synced else ""


def synced_by(path: PurePath) -> str:
    """The program that synchronises a path, by its name or by a mark in it; "" where none does."""
    for part in path.parts:
        for program, name in _SYNCED.items():
            if re.fullmatch(name, part, re.I):
                return program
    for name in filter(None, map(os.environ.get, _PLACES)):
        if path.is_relative_to(name):
            return "OneDrive"
    return next(_marked(path), "")


def _marked(path: PurePath) -> Iterator[str]:
    home = Path.home()
    for folder in (path, *path.parents):
        if folder == home:  # programs keep their own settings there
            continue
        for mark, program in _MARKS.items():
            if os.path.lexists(folder / mark):
                yield program


def file_system(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of file system a path lies on; "本机" where the system does not tell."""
    if str(path).startswith("\\\\"):
        return "smb"
    if _is_remote_drive(path):
        return "网络盘"
    if not mounts.exists():
        return "本机"
    found = ("", "本机")
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _, written, kind, *_ = line.split()
        # A blank in the name of a mount is written \040.
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), written)
        if path.is_relative_to(point) and len(point) >= len(found[0]):
            found = (point, kind)
    return found[1]


if sys.platform == "win32":  # pragma: no cover - Windows only, the suite runs on Linux
    import ctypes

    _REMOTE = 4

    def _is_remote_drive(path: Path) -> bool:
        drives = ctypes.windll.kernel32
        return bool(path.drive) and drives.GetDriveTypeW(f"{path.drive}\\") == _REMOTE

else:

    def _is_remote_drive(path: Path) -> bool:
        return False
