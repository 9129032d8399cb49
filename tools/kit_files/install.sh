#!/bin/sh
# 离线安装 gxlab。用法：sh install.sh [安装到的文件夹]
here=$(cd "$(dirname "$0")" && pwd)
for python in "$PYTHON" python3.13 python3.12 python3.11 python3; do
    if [ -n "$python" ] && "$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        exec "$python" "$here/install.py" "$@"
    fi
done
echo "没有找到带 venv 的 Python 3.11、3.12 或 3.13，请先安装（如 apt-get install python3 python3-venv），或用 PYTHON=路径 指明。" >&2
exit 1
