@echo off
chcp 65001 >nul
rem 离线安装 gxlab：双击运行
setlocal
set FOUND=
for %%V in (3.13 3.12 3.11) do if not defined FOUND (py -%%V -c "import venv, ensurepip" >nul 2>nul && set FOUND=py -%%V)
if not defined FOUND (python -c "import venv, ensurepip" >nul 2>nul && set FOUND=python)
if not defined FOUND (
    echo 没有找到 Python。请先安装 64 位的 Python 3.11、3.12 或 3.13，安装时勾选 Add to PATH。
    pause
    exit /b 1
)
%FOUND% -X utf8 "%~dp0install.py" %*
set RESULT=%ERRORLEVEL%
if not defined GXLAB_NO_PAUSE pause
exit /b %RESULT%
