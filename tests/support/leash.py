"""Runs a command that dies with the process that started it: `leash.py PARENT_PID COMMAND [ARGUMENT...]`.

The command takes the place of this program, so its process id is the one the parent knows. Linux alone can do
this (PR_SET_PDEATHSIG); elsewhere the command just runs, and the parent's own clean-up has to be enough.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>; survives exec


def main(parent: int, command: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the line above
            sys.exit("leash: the parent is gone")
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
