"""An import whose workers are killed at any moment tells of each file once, and makes each case once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.nightly.test_killed import ROOT, run
from tests.replies.test_importing_many import numbered, packed

pytestmark = pytest.mark.nightly
LETTERS, MOST_KILLS = 1_000, 40
ASK = """
import sys; from pathlib import Path
import django; django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from replies.importing import asking
from workflow.actor import Actor
from workflow.models import Jurisdiction, User
user, at = User.objects.get(username="liyang-supervisor"), timezone.now()
by = Actor(source="admin", user=user, posts=user.posts(timezone.localdate(at)))
upload = SimpleUploadedFile("letters.zip", Path(sys.argv[1]).read_bytes())
place = Jurisdiction.objects.get(code="liyang")
asking.ask([upload], jurisdiction=place, department=place.departments.first(), by=by, at=at)
"""
# A lease that outlasts nothing: the next worker takes over what the killed one had, and the killed one's children
# are gone with it or write nothing.
WORK = """
import datetime as dt
import django; django.setup()
from django.utils import timezone
from replies.importing import running
from workflow import jobs
jobs.LEASE, running.AT_ONCE, jobs.MOST_ATTEMPTS = dt.timedelta(seconds=1), 10, 1_000
print("ready", flush=True)
jobs.run_next(timezone.now() + dt.timedelta(seconds=2))
"""
COUNT = """
import django; django.setup()
from replies.models import ImportedFile, Reply
from workflow.models import Job
rows = list(ImportedFile.objects.order_by("position").values_list("position", flat=True))
job = Job.objects.get()
assert rows == list(range(1, job.done + 1)), (len(rows), job.done)
assert Reply.objects.filter(incoming__isnull=False).count() == len(rows)
assert not ImportedFile.objects.filter(changed=False).exists()
print(job.status, len(rows))
"""


def test_killed_workers_leave_a_whole_report(tmp_path):
    taken = {"DATABASE_URL", "REDIS_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in taken}
    environment |= {"DATA_DIR": str(tmp_path), "SECRET_KEY": "kill", "DJANGO_SETTINGS_MODULE": "config.settings.local",
                    "PYTHONPATH": str(ROOT)}  # fmt: skip
    archive = Path(tmp_path) / "letters.zip"
    archive.write_bytes(packed(**{f"{n}.txt": numbered(n) for n in range(1, LETTERS + 1)}).getvalue())
    run(environment, "manage.py", "migrate", "--verbosity=0")
    run(environment, "manage.py", "sample_data")
    run(environment, "-c", ASK, str(archive))
    chance, kills = random.Random(1), 0  # noqa: S311 - repeatable, not secret
    while run(environment, "-c", COUNT) != f"done {LETTERS}\n":
        with subprocess.Popen(
            [sys.executable, "-c", WORK], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout.readline() == "ready\n"
            try:
                child.wait(chance.uniform(0.1, 0.8) if kills < MOST_KILLS else 60)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
                kills += 1
        time.sleep(0.1)
    run(environment, "manage.py", "verify_trail")
    assert kills > 2
