"""The commands of ``gxlab`` (命令): what a user types, one module a group."""
