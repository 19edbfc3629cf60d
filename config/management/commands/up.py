"""up: behind `make run`. Starts everything, says each step with its time, and goes on as the watch over it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from config import env, watch

WEB = ("config.wsgi", "--workers=1", "--threads=8", "--worker-class=gthread", "--preload", "--log-level=warning",
       "--graceful-timeout=10")  # fmt: skip
WORKER = ("--quiet", "--app=config", "worker", "--beat", "--pool=threads", "--concurrency=4", "--loglevel=WARNING",
          "--without-gossip", "--without-mingle")  # fmt: skip
# On a socket that only its owner opens; what it was told survives a crash.
REDIS = ("--port", "0", "--unixsocketperm", "700", "--appendonly", "yes", "--save", "", "--maxmemory-policy",
         "noeviction", "--loglevel", "warning")  # fmt: skip
ROOT = Path(__file__).resolve().parents[3]


class Command(BaseCommand):
    # The checks run in `migrate`, in a process that ends; here they would load every page for nothing.
    requires_system_checks: list[str] = []
    help = "启动全部服务：数据库迁移、网页、任务进程、定时器；Ctrl-C 全部停止"

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.children = watch.Children({}, time.monotonic())
        # Kept: of a forgotten one Python itself would ask how it ended, and only one can be told.
        self.programs: list[subprocess.Popen[bytes]] = []
        for number in watch.STOPPING:
            signal.signal(number, watch.interrupt)
        try:
            self._start()
            watch.become(self.children)
        except KeyboardInterrupt:
            self._say("正在停止……")
        finally:
            # Not reached once all runs: from there on it is the watch that stops them.
            self.children.stop()
        self._say("已全部停止。")

    def _start(self) -> None:
        port = free_port()
        url = self._broker()
        self._say("检查数据库结构")
        self._run("migrate", "--verbosity=0", "--no-input")
        accounts = ""
        if settings.LOCAL:
            accounts = self._run("sample_data")
        own = {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "SECRET_KEY": settings.SECRET_KEY}
        environment = os.environ | own | url
        self._spawn("网页", environment, "gunicorn", *WEB, f"--bind=127.0.0.1:{port}")
        schedule = f"--schedule={settings.CELERY_BEAT_SCHEDULE_FILENAME}"
        self._spawn("任务与定时", environment, "celery", *WORKER, schedule)
        self._welcome(port, accounts)

    def _broker(self) -> dict[str, str]:
        """REDIS_URL as it is; else a Redis of our own on a socket; else a folder."""
        if os.environ.get("REDIS_URL"):
            self._say("消息队列：REDIS_URL 所指的 Redis")
            return {}
        program = shutil.which("redis-server")
        if program is None or os.environ.get("DAFU_BROKER") == "folder":
            self._say("消息队列：文件夹（未找到 redis-server，功能不受影响）")
            return {}
        socket = Path(settings.DATA_DIR) / "redis" / "redis.sock"
        socket.parent.mkdir(parents=True, exist_ok=True)
        place = ("--unixsocket", str(socket), "--dir", str(socket.parent), "--logfile", "redis.log")
        self._spawn("Redis", dict(os.environ), program, *REDIS, *place)
        self._say("消息队列：本机 Redis（套接字）")
        return {"REDIS_URL": f"redis+socket://{socket}?virtual_host=0"}

    def _run(self, *command: str) -> str:
        """One of our own commands in a process of its own, so that this one stays small. Returns what it printed."""
        command_line = [sys.executable, str(ROOT / "manage.py"), *command]
        done = subprocess.run(command_line, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise CommandError(f"{command[0]}未完成（代码{done.returncode}），未启动任何服务。")
        printed: str = done.stdout
        return printed

    def _spawn(self, label: str, environment: dict[str, str], program: str, *arguments: str) -> None:
        beside = Path(sys.executable).parent / program
        command = [str(beside) if beside.exists() else program, *arguments]
        # A session of its own: Ctrl-C reaches this process only, which then stops the children in order.
        child = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
        self.programs.append(child)
        self.children.labels[child.pid] = label
        self._say(f"启动{label}")

    def _welcome(self, port: int, accounts: str) -> None:
        address = f"http://127.0.0.1:{port}"
        self.stdout.write(f"\n  答复系统：{address}/admin/    公众页面：{address}/portal/")
        self.stdout.write(f"{accounts}  按 Ctrl-C 停止。\n")
        self.stdout.flush()

    def _say(self, text: str) -> None:
        self.children.say(text)


def free_port() -> int:
    """PORT, asked for before anything is started or written, so that a mistake costs nothing."""
    try:
        port = env.number("PORT", 8000)
        with socket.socket() as probe:
            # As the server does: a port that is only cooling down counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except (ImproperlyConfigured, OverflowError) as error:
        raise CommandError("PORT 应为1至65535之间的整数。") from error
    except OSError as error:
        raise CommandError(f"端口{port}不能使用（{error.strerror}），请用 PORT 另选一个。") from error
    return port
