"""Scripts behind the Makefile; also started by hand where there is no make (Windows)."""
