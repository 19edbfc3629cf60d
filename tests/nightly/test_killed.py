"""A process killed at any moment leaves no half-made move: its database is read again by a clean one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.nightly
ROOT = Path(__file__).resolve().parents[2]
WORK = """
import django; django.setup()
import itertools
from django.utils import timezone
from proposals.actions import filing
from proposals.actions.filing import ProposerEntry
from proposals.models import Session
from workflow.actor import Actor
from workflow.enums import Source
from workflow.models import CaseKind, User
session, kind = Session.objects.order_by("id").first(), CaseKind.objects.get()
user = User.objects.get(username=f"{session.jurisdiction.code}-committee")
print("ready", flush=True)
for n in itertools.count():
    at = timezone.now()
    by = Actor(source=Source.COMMAND, user=user, posts=user.posts(at.date()))
    who = {"by": by, "on": timezone.localdate(at), "at": at}
    proposal = filing.register(session=session, kind=kind, title=f"提案{n}", proposers=[ProposerEntry("赵明")], **who)
    filing.submit(proposal, **who)
    filing.file(proposal, number=f"K{proposal.pk}", **who)
"""
COUNT = """
import django; django.setup()
from proposals.models import Proposal
rows = Proposal.objects.filter(title__startswith="提案")
assert not rows.filter(status="filed", number=None).exists()
assert not rows.exclude(status="filed").exclude(number=None).exists()
assert not rows.filter(proposers=None).exists()
print(rows.count())
"""


def run(environment, *arguments) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_killed_process_leaves_whole_moves_and_a_whole_trail(tmp_path):
    taken = {"DATABASE_URL", "REDIS_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in taken}
    environment |= {"DATA_DIR": str(tmp_path), "SECRET_KEY": "kill", "DJANGO_SETTINGS_MODULE": "config.settings.local",
                    "PYTHONPATH": str(ROOT)}  # fmt: skip
    run(environment, "manage.py", "migrate", "--verbosity=0")
    run(environment, "manage.py", "sample_data")
    chance, made = random.Random(1), 0  # noqa: S311 - repeatable, not secret
    for _ in range(12):
        command = [sys.executable, "-c", WORK]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.05, 0.6))
            child.send_signal(signal.SIGKILL)
        run(environment, "manage.py", "verify_trail")
        now = int(run(environment, "-c", COUNT))
        assert now >= made
        made = now
    assert made > 0
