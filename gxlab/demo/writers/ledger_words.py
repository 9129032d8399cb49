"""调度表里县区对一个项目怎么写:进度、手续、卡在哪、谁负责."""

from __future__ import annotations

from gxlab.demo.projects import Project
from gxlab.demo.sheet import Cell
from gxlab.demo.world import World


def progress(project: Project, done: int, started: bool, ended: bool) -> str:
    """形象进度:按完成占总投资的几成写到哪一步."""
    if ended:
        return "已竣工投产"
    if not started:
        return "办理前期手续"
    share = done * 100 // max(1, project.total)
    for limit, words in (
        (15, "基础施工"),
        (35, "主体施工"),
        (60, "厂房封顶，设备订货"),
        (85, "设备安装"),
    ):
        if share < limit:
            return f"{words}(完成{share}%)"
    return f"设备调试(完成{share}%)"


def papers(project: Project, started: bool) -> tuple[str, ...]:
    """手续:开工的全部已办或不涉及;未开工的缺一两项."""
    found = ["已办"] * 6
    if project.index % 3 == 0:
        found[1] = "不涉及"
    if project.index % 4 == 1:
        found[3] = "不涉及"
    if not started:
        slot = {"用地": 1, "环评": 2, "能评": 3, "规划": 4, "施工许可": 5}.get(project.delay, 5)
        found[slot] = "在办"
        found[5] = "未办"
    return tuple(found)


def problem(project: Project, state: str) -> tuple[Cell, Cell]:
    """存在问题和需协调事项:按卡在哪写."""
    if not project.delay or state == "竣工":
        return None, None
    asks = {
        "用地": "协调用地指标",
        "环评": "加快环评批复",
        "能评": "协调能耗指标",
        "规划": "加快规划许可",
        "施工许可": "加快施工许可办理",
        "资金": "协调银行项目贷款",
        "设备到货": None,
        "市场": None,
    }
    text = {
        "资金": "资金未到位，进度放缓",
        "设备到货": "进口设备交货推迟",
        "市场": "市场不及预期，放缓投资",
    }
    return text.get(project.delay, f"{project.delay}手续未办结"), asks[project.delay]


def duty(world: World, project: Project) -> str:
    """责任单位."""
    return world.counties[world.firms[project.firm].county].name + "工信局"


def leader(project: Project) -> str:
    """包保领导."""
    titles = ("张副县长", "王副县长", "李常委", "刘副主任", "陈副县长", "杨部长")
    return titles[project.index % len(titles)]
