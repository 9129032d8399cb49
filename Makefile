# 每个目标都是一条命令；没有 make 的电脑（Windows）照 README 直接运行 tools 里的脚本。
PYTHON ?= python3
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY := $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help .venv report demo lab test soak test-fast check static format docs docs-check lock kit bench browser clean

help: ## 列出这些命令
	@sed -n 's/^\([a-z.-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

.venv: .venv/.ready ## 建立虚拟环境（锁定文件或 pyproject 变了才重做）

.venv/.ready: requirements.lock pyproject.toml tools/bootstrap.py
	$(PYTHON) tools/bootstrap.py
	@touch $@

report: .venv ## 示范城市：造数、导入、2026年5月全部报告 → reports/index.html
	$(PY) -m tools.report

demo: .venv ## 只造示范城市的数据并导入
	$(PY) -m tools.report --only-data

lab: demo ## 打开 JupyterLab（示范城市）
	$(BIN)/gxlab lab $(if $(filter 0,$(shell id -u)),--allow-root)

test: .venv browser ## 全部测试，分支覆盖率不低于 90%
	$(PY) -m pytest -n 2 --dist worksteal --cov --cov-report=term --durations=10

soak: .venv browser ## 长测跑全部：断电、满盘、坏文件、并发、模糊测试；实测数记入 docs/reliability.md
	GXLAB_SOAK=1 $(PY) -m pytest -n 2 --dist worksteal -m soak --durations=10
	$(PY) -m tools.docs

test-fast: .venv ## 一分钟内的测试
	$(PY) -m pytest -n 2 --dist worksteal -m "not slow and not browser"

check: static test-fast ## 提交前：格式、规则、类型、分层、生成的文档、快测试

static: .venv
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(PY) -m tools.docs --check

format: .venv ## 按约定排版
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

docs: .venv ## 重新生成由代码得来的文档
	$(PY) -m tools.docs

docs-check: .venv ## 生成的文档是否过时
	$(PY) -m tools.docs --check

lock: .venv ## 重新解析依赖，写 requirements.lock
	$(PY) -m tools.lock

kit: .venv ## 离线安装包 kit/（本机系统与 Windows）
	$(PY) -m tools.kit

bench: .venv ## 性能基准
	$(PY) -m tools.bench

browser: .venv ## 找到或装上测试用的 Chromium、中文字体、LibreOffice
	$(PY) -m tools.browser

clean: ## 删除生成物（不动 .venv、data、reports）
	rm -rf build dist kit htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache \
	  .import_linter_cache .hypothesis
	find gxlab tests tools benchmarks notebooks \( -name __pycache__ -o -name .ipynb_checkpoints \) \
	  -prune -exec rm -rf {} +
