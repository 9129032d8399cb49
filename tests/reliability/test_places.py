"""C7: no writable database on network, user-space or synchronised folders, unless overridden."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxlab.warehouse.location import NetworkFolder, check_location, synced_by
from tests.soak import keep

REFUSED_KINDS = (
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse", "fuse.sshfs", "fuse.rclone", "fuse.s3fs",
    "fuse.davfs2", "9p", "afs", "ceph", "vboxsf", "virtiofs",
)  # fmt: skip
ALLOWED_KINDS = ("ext4", "xfs", "btrfs", "overlay", "tmpfs", "zfs", "ntfs3", "apfs")
SYNCED = (
    "OneDrive", "OneDrive - 示例市工信局", "Dropbox", "Dropbox (个人)", "坚果云", "我的坚果云",
    "Nutstore Files", "BaiduSyncdisk", "百度网盘同步空间", "微云同步助手", "iCloudDrive",
    "iCloud Drive", "Mobile Documents", "Google Drive", "WPS云盘", "阿里云盘", "天翼云盘同步盘",
    "SynologyDrive", "Nextcloud", "CloudStorage",
)  # fmt: skip
OWN = ("桌面", "工信局数据", "drive", "one", "微观数据", "boxes", "我的文档", "云岭区")


@pytest.mark.soak
def test_where_the_database_must_not_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts, refused, allowed = tmp_path / "mounts", 0, 0
    for kind in (*REFUSED_KINDS, *ALLOWED_KINDS):
        mounts.write_text(f"/dev/a / ext4 rw 0 0\nx {tmp_path}/far {kind} rw 0 0\n")
        try:
            check_location(tmp_path / "far" / "w", mounts)
            allowed += kind in ALLOWED_KINDS
        except NetworkFolder as error:
            refused += kind in REFUSED_KINDS and kind in str(error)
    assert (refused, allowed) == (len(REFUSED_KINDS), len(ALLOWED_KINDS))
    for name in SYNCED:
        with pytest.raises(NetworkFolder, match="同步文件夹"):
            check_location(tmp_path / name / "gxlab" / "data", mounts=tmp_path / "none")
    for name in OWN:
        check_location(tmp_path / name / "gxlab" / "data", mounts=tmp_path / "none")
    monkeypatch.setenv("GXLAB_ALLOW_NETWORK_FOLDER", "1")
    check_location(tmp_path / SYNCED[0], mounts=tmp_path / "none")
    keep("C7", "NFS, SMB, FUSE and synchronised folders refused unless overridden",
         kinds_refused=refused, kinds_allowed=allowed, synchronised_refused=len(SYNCED),
         plain_allowed=len(OWN))  # fmt: skip


def test_a_mark_in_the_folder_tells_of_its_program(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert synced_by(inner) == ""
    (tmp_path / "a" / ".stfolder").mkdir()
    assert synced_by(inner) == "Syncthing"


def test_onedrive_is_known_by_the_place_windows_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDrive", str(tmp_path / "云"))
    assert synced_by(tmp_path / "云" / "gxlab") == "OneDrive"
    assert synced_by(tmp_path / "别处") == ""


def test_a_mount_with_a_blank_in_its_name(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nx {tmp_path}/my\\040share cifs rw 0 0\n")
    with pytest.raises(NetworkFolder, match="cifs"):
        check_location(tmp_path / "my share" / "w", mounts)
