"""gxlab: the analytical workbench of an industry bureau (工信局)."""

__version__ = "0.1.0"
