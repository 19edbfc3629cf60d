"""The whole product started as a newcomer does, once with each broker; every door answers, Ctrl-C stops it all."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOORS = ("healthz", "readyz", "metrics", "admin/", "api/v1/schema/", "portal/")

pytestmark = pytest.mark.startup


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(data_dir: Path, port: int, broker: str) -> subprocess.Popen[str]:
    taken = {"DATABASE_URL", "REDIS_URL", "FONT_DIR"}
    environment = {name: value for name, value in os.environ.items() if name not in taken}
    environment |= {"DATA_DIR": str(data_dir), "PORT": str(port), "SECRET_KEY": "start", "DAFU_BROKER": broker,
                    "DJANGO_SETTINGS_MODULE": "config.settings.local"}  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def answer(port: int, door: str, patience: float = 120) -> int:
    deadline = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{door}", timeout=20) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def stop(child: subprocess.Popen[str]) -> str:
    child.send_signal(signal.SIGINT)
    said, _ = child.communicate(timeout=60)
    return said


@pytest.mark.parametrize("broker", ["redis", "folder"])
def test_everything_starts_answers_and_stops(tmp_path, broker):
    if broker == "redis" and shutil.which("redis-server") is None:
        pytest.skip(
            "no redis-server on PATH: the folder broker is tested instead; install redis-server to test this one"
        )
    port = free_port()
    child = start(tmp_path, port, broker)
    try:
        answers = {door: answer(port, door) for door in DOORS}
    finally:
        said = stop(child)
    assert answers == dict.fromkeys(DOORS, 200), said
    assert "示例账号" in said
    assert "已全部停止" in said
    assert child.returncode == 0

    again = start(tmp_path, port, broker)
    try:
        assert answer(port, "healthz") == 200
    finally:
        said = stop(again)
    assert "示例账号" not in said, "the data of the first start was not kept"
