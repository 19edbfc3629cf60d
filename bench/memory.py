"""What `make run` costs: seconds to the first page on an existing database, and memory of all its processes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from bench.letters_speed import five_pages
from replies.actions.recording import record_letter
from replies.models import Reply
from workflow.actor import Actor, Post
from workflow.enums import Role, Source
from workflow.models import Department, Jurisdiction, User

ROOT = Path(__file__).resolve().parents[1]


def main(report: Callable[[str, str], None]) -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        report("make run", "memory is only measured on Linux")
        return
    port = free_port()
    began = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "manage.py", "up"], cwd=ROOT, env=os.environ | {"PORT": str(port)}, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        report("make run", f"first page after {time.monotonic() - began:.1f} s on an existing database (goal ≤ 15)")
        time.sleep(8)
        report("make run", f"idle {pss_of_tree(child.pid):.0f} MiB PSS (goal ≤ 350)")
        print_letters(port, 100)
        report("make run", f"after 100 letters {pss_of_tree(child.pid):.0f} MiB PSS (goal ≤ 500)")
    finally:
        child.send_signal(signal.SIGINT)
        child.wait(60)


def print_letters(port: int, count: int) -> None:
    """Ask the running web for one letter after the other, as somebody who is logged in."""
    replies, user = [a_reply(n) for n in range(count)], User.objects.get(username="bench")
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    for reply in replies:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/admin/desk/replies/{reply.uid}/letter.pdf",
            headers={"Cookie": f"sessionid={session.session_key}"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            assert response.read(5) == b"%PDF-"


def a_reply(n: int) -> Reply:
    place = Jurisdiction.objects.get(code="load")
    unit = Department.objects.filter(jurisdiction=place).order_by("id")[0]
    by = Actor(source=Source.IMPORT, posts=(Post(Role.ADMINISTRATOR, place.pk),))
    at = timezone.now()
    letter = replace(five_pages(f"第{n}稿"), doc_number=f"丽民函〔2026〕{100 + n}号", proposal_number=str(100 + n))
    return record_letter(letter, department=unit, by=by, on=timezone.localdate(at), at=at)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(url)


def pss_of_tree(root: int) -> float:
    """Proportional set size of a process and all its descendants, MiB."""
    parents = {
        int(path.parent.name): int(re.search(r"\) \S (\d+)", path.read_text())[1])
        for path in Path("/proc").glob("[0-9]*/stat")
    }
    tree = {root}
    while grown := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= grown
    return sum(pss(pid) for pid in tree)


def pss(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
