"""What a process that opens foreign files may take (资源上限); none where the system has none."""

from __future__ import annotations

import sys

ADDRESS_SPACE = 2**30


def limit_memory() -> None:
    """No more address space than 1 GiB for this process, and no dump of it when it dies."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu(seconds: int) -> None:
    """So many seconds of work from now on."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(usage.ru_utime + usage.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
