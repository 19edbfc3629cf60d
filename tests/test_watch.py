"""The watch over what `up` started: what ends by itself is told, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import watch

PROGRAM = f"""
import signal, subprocess, sys, time
sys.path.insert(0, {str(Path(__file__).resolve().parents[1] / "config")!r})
import watch
children = watch.Children({{}}, time.monotonic())
started = []
for label, code in (pair.split("=", 1) for pair in sys.argv[1:]):
    started.append(subprocess.Popen([sys.executable, "-c", code], start_new_session=True))
    children.labels[started[-1].pid] = label
    print(started[-1].pid, flush=True)
watch.become(children)
"""
needs_linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="what runs is only known on Linux")
LASTS = "import time; time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"


def begin(*children: str) -> tuple[subprocess.Popen[str], list[int]]:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, *children], **pipes)
    pids = [int(process.stdout.readline()) for _ in children]
    while "watch.py" not in Path(f"/proc/{process.pid}/cmdline").read_text():
        time.sleep(0.02)
    return process, pids


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@needs_linux
@pytest.mark.parametrize("number", watch.STOPPING)
def test_a_signal_stops_all(number):
    process, children = begin(f"网页={LASTS}", f"任务={LASTS}")
    process.send_signal(number)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert said.count("正在停止") == said.count("已全部停止") == 1
    assert not any(map(runs, children))


@needs_linux
def test_what_ends_by_itself_is_told_and_the_others_stop():
    process, children = begin(f"网页={LASTS}", "任务=import sys; sys.exit(3)")
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "任务意外退出（代码3），其余服务随之停止。" in said
    assert not any(map(runs, children))


@needs_linux
def test_it_holds_no_more_than_it_needs():
    process, _ = begin(f"网页={LASTS}")
    time.sleep(0.5)
    held = int(Path(f"/proc/{process.pid}/status").read_text().split("VmRSS:")[1].split()[0])
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert held < 30_000  # kB; all of Django and ours are three times as much


def test_who_will_not_stop_is_killed(monkeypatch, capsys):
    monkeypatch.setattr(watch, "STOP_PATIENCE", 0.3)
    deaf = subprocess.Popen([sys.executable, "-c", DEAF], start_new_session=True, stdout=subprocess.PIPE, text=True)
    assert deaf.stdout.readline() == "deaf\n"
    children = watch.Children({deaf.pid: "任务"}, time.monotonic())
    children.stop()
    assert "任务未按时停止，强制结束" in capsys.readouterr().out
    assert children.code_of(deaf.pid) == -signal.SIGKILL
    deaf.stdout.close()
    deaf.returncode = -signal.SIGKILL  # it was waited for above
