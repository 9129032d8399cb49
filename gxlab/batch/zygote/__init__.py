"""Forked kernels (预热内核): one process that has everything imported forks a kernel per edition.

A kernel's start is nine tenths imports. The zygote imports once and then only forks, so that each
edition still has a process, working folder, environment and random numbers of its own. It is
started by the first who needs it, one per environment, and ends when nobody is connected.
"""
