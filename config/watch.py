"""Watches the programs that `up` started, and stops them: a process that waits all day should not hold all of Django.

`up` becomes this program, under the same process number, so that the children stay its own. It imports nothing of ours.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_PATIENCE = 20  # seconds before a child that will not stop is killed
STEP = 0.1  # seconds


class Children:
    """Processes by their numbers, in the order of their start; `began`: when `up` did, on the monotonic clock."""

    def __init__(self, labels: Mapping[int, str], began: float) -> None:
        self.labels = dict(labels)
        self.began = began
        self.codes: dict[int, int] = {}

    def code_of(self, pid: int) -> int | None:
        """How it ended; None while it runs."""
        if pid not in self.codes:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended:
                return None
            self.codes[pid] = os.waitstatus_to_exitcode(status)
        return self.codes[pid]

    def watch(self) -> str:
        """Until one ends by itself: returns what is to be said of that."""
        while True:
            for pid, label in self.labels.items():
                if (code := self.code_of(pid)) is not None:
                    return f"{label}意外退出（代码{code}），其余服务随之停止。"
            time.sleep(5 * STEP)

    def stop(self) -> None:
        """The last that was started first."""
        for pid, label in reversed(self.labels.items()):
            if self.code_of(pid) is None:
                os.kill(pid, signal.SIGTERM)
                self._wait_for(pid, label)

    def _wait_for(self, pid: int, label: str) -> None:
        patient_until = time.monotonic() + STOP_PATIENCE
        while self.code_of(pid) is None:
            if time.monotonic() > patient_until:
                self.say(f"{label}未按时停止，强制结束")
                os.killpg(pid, signal.SIGKILL)
                patient_until += STOP_PATIENCE
            time.sleep(STEP)

    def say(self, text: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - self.began:5.1f}s] {text}\n")
        sys.stdout.flush()


def become(children: Children) -> None:
    """Go on as this program. A signal that comes in between is kept until there is somebody to answer it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    named = [f"{pid}={label}" for pid, label in children.labels.items()]
    sys.stdout.flush()
    program = [sys.executable, str(Path(__file__).resolve()), str(children.began), *named]
    os.execv(sys.executable, program)  # noqa: S606 - itself, by its own path


def main() -> int:
    pairs = (each.partition("=") for each in sys.argv[2:])
    children = Children({int(pid): label for pid, _, label in pairs}, float(sys.argv[1]))
    for number in STOPPING:
        signal.signal(number, interrupt)
    problem = ""
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        problem = children.watch()
    except KeyboardInterrupt:
        children.say("正在停止……")
    finally:
        children.stop()
    if problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    children.say("已全部停止。")
    return 0


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
