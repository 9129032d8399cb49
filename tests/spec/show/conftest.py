from tests.demo_workspace import demo_workspace

__all__ = ["demo_workspace"]
