"""A PostgreSQL, a Redis, a worker and a beat of the test's own, each killed without a word and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = Path(next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), "/usr/bin"))


class Service:
    """One process, restarted by the same command; `ready` says whether it takes work."""

    def __init__(self, command: list[str], *, environment=None, ready: Callable[[], bool] = lambda: True, user=None):
        self.command, self.environment, self.ready, self.user = command, environment, ready, user
        self.process: subprocess.Popen | None = None

    def start(self, patience: float = 60):
        until = time.monotonic() + patience
        while True:
            if self.process is None or self.process.poll() is not None:
                # A database that was killed may find its own children still there, and gives up: try once more.
                self.process = subprocess.Popen(
                    self.command, cwd=ROOT, env=self.environment, user=self.user, group=self.user,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                )  # fmt: skip
            if self.ready():
                return
            if time.monotonic() > until:
                raise TimeoutError(self.command[0])
            time.sleep(0.1)

    def kill(self, number: int = signal.SIGKILL):
        if self.process and self.process.poll() is None:
            # A worker dies with its children; a database's find out by themselves.
            (os.killpg if self.environment else os.kill)(self.process.pid, number)
            self.process.wait(30)


def says(*command: str, user=None) -> bool:
    return subprocess.run(command, capture_output=True, user=user, check=False, cwd="/").returncode == 0


def postgres(folder: Path, port: int) -> Service | None:
    """None where its programs are missing."""
    if not (POSTGRES / "initdb").exists():
        return None
    # It refuses to run as root.
    user = "postgres" if os.getuid() == 0 else None
    folder.mkdir()
    if user:
        shutil.chown(folder, user, user)
    place = ["-D", str(folder / "data")]
    subprocess.run(
        [POSTGRES / "initdb", *place, "-A", "trust", "-U", "postgres", "-E", "UTF8"],
        check=True, capture_output=True, user=user, group=user, cwd="/",
    )  # fmt: skip
    return Service(
        [str(POSTGRES / "postgres"), *place, "-p", str(port), "-k", "", "-c", "listen_addresses=127.0.0.1"],
        ready=lambda: says(
            str(POSTGRES / "psql"), "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-c", "select 1"
        ),
        user=user,
    )


def redis(folder: Path) -> Service | None:
    """None where its program is missing."""
    program = shutil.which("redis-server")
    if program is None:
        return None
    folder.mkdir()
    socket = str(folder / "redis.sock")
    options = ["--port", "0", "--unixsocket", socket, "--dir", str(folder), "--appendonly", "yes", "--save", ""]
    return Service([program, *options], ready=lambda: says("redis-cli", "-s", socket, "ping"))


def celery(environment: dict[str, str], *words: str) -> Service:
    return Service([sys.executable, "-m", "celery", "--quiet", "--app=config", *words], environment=environment)
