"""Long work with progress: asked for with the decision, done in slices, each slice claimed by one worker.

A higher floor says what a kind of job does: `@work("kind")` on a generator that yields how many items are kept so far
and begins after `job.done` of them. A worker that dies loses its claim, and another goes on from there.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from workflow.actor import Actor
from workflow.enums import JobStatus, Source
from workflow.errors import Invalid, NotYours, OfficeError
from workflow.models import Job, Jurisdiction, StoredFile

log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=1)
"""Without a sign of life for so long, a job is another worker's to take over."""
BEAT = 1.0
"""Seconds between two signs of life: each is a write, and a page looks no oftener."""
SLICE = 200.0
"""Seconds after which a job goes to the end of the queue, so that others get their turn and no limit cuts it off."""
TIME_LIMIT = 1800
"""Seconds of the task: a slice ends with the item in hand, and the slowest scans are allowed ten minutes each."""
# Until the next attempt; after the last one the job has failed and says so.
PATIENCE = (dt.timedelta(minutes=1), dt.timedelta(minutes=5))
MOST_ATTEMPTS = len(PATIENCE) + 1
BROKE = "运行出错，稍后自动重试。"
GIVEN_UP = f"连续{MOST_ATTEMPTS}次未能继续，已停止；已完成的部分保留。请联系管理员查看日志。"
UNKNOWN = "本版本不认识这种任务，未能运行。"


class TakenOver(Exception):
    """The claim ran out, and the job is another worker's: whoever held it must keep nothing more of it."""


@dataclass(slots=True)
class Run:
    """One slice of a job in this worker's hands: who asked, with the posts of the day, and the moment it began."""

    job: Job
    by: Actor
    at: dt.datetime
    kept: int = 0
    began: float = field(default_factory=time.monotonic)
    beaten: float = field(default_factory=time.monotonic)

    @property
    def now(self) -> dt.datetime:
        """The moment of the start and what has passed since, whatever becomes of the wall clock meanwhile."""
        return self.at + dt.timedelta(seconds=time.monotonic() - self.began)

    def keep(self, done: int) -> None:
        """So many items are kept; TakenOver where the job is another's by now.

        In the transaction that keeps them, this makes each item kept once: the row stays locked until the commit, so
        that nobody takes the job over in between.
        """
        forward: dict[str, Any] = {"attempts": 0, "message": ""} if done > self.job.done else {}
        if self._mine().update(done=done, due_at=self.now + LEASE, **forward) != 1:
            raise TakenOver
        self.kept, self.beaten = done, time.monotonic()

    def beat(self, done: int) -> None:
        """A sign of life, where the work gave none of its own just now."""
        if done != self.kept or time.monotonic() - self.beaten >= BEAT:
            self.keep(done)
        self.job.done = done

    def is_spent(self, since: int) -> bool:
        """Only with something done: an item that takes longer than a slice must come to an end too."""
        return self.job.done > since and time.monotonic() - self.began >= SLICE

    def leave(self, status: JobStatus, **facts: Any) -> None:
        """Give the job out of hand; nothing where it is another's by now."""
        facts |= {"status": status, "claim": None}
        if self._mine().update(**facts):
            for name, value in facts.items():
                setattr(self.job, name, value)

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, claim=self.job.claim)


Work = Callable[[Run], Generator[int, None, None]]
WORKS: dict[str, Work] = {}


def work(kind: str) -> Callable[[Work], Work]:
    """Name the generator that does this kind of job. It yields at least every few seconds, kept items or not."""

    def register(function: Work) -> Work:
        WORKS[kind] = function
        return function

    return register


@transaction.atomic
def ask(
    kind: str,
    *,
    jurisdiction: Jurisdiction,
    total: int,
    by: Actor,
    at: dt.datetime,
    inputs: Iterable[StoredFile] = (),
    parameters: dict[str, Any] | None = None,
    repeats: Job | None = None,
) -> Job:
    """Queue work on `inputs` of `total` items in all, to be done as this person."""
    if kind not in WORKS:
        raise ValueError(kind)
    if by.user is None:
        raise NotYours("后台任务须由本人提出。")
    job = Job.objects.create(
        jurisdiction=jurisdiction,
        kind=kind,
        parameters=parameters or {},
        repeats=repeats,
        total=total,
        asked_by=by.user,
        source=by.source,
        request_id=by.request_id[:64],
        asked_at=at,
        due_at=at,
    )
    job.inputs.set(inputs)
    _run_soon()
    return job


@transaction.atomic
def ask_again(job: Job, *, by: Actor, at: dt.datetime) -> Job:
    """The same work on the same inputs once more. Asked twice, as by a double click, it is one job."""
    held = Job.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=job.pk)
    if not held.is_over:
        raise Invalid("该任务尚未结束。")
    under_way: Job | None = Job.objects.under_way().filter(repeats=held).first()
    if under_way:
        return under_way
    inputs = list(held.inputs.all())
    return ask(
        held.kind,
        jurisdiction=held.jurisdiction,
        total=held.total,
        by=by,
        at=at,
        inputs=inputs,
        parameters=held.parameters,
        repeats=held,
    )


def _run_soon() -> None:
    transaction.on_commit(lambda: current_app.send_task("workflow.tasks.run_jobs"), robust=True)


def run_next(at: dt.datetime) -> Job | None:
    """Do a slice of the job that has waited longest; None where none is due. Safe to run many times at once."""
    job = _claim(at)
    if job is None:
        return None
    run = Run(job, _actor_of(job, at), at, kept=job.done)
    try:
        _do(run)
    except TakenOver:
        log.warning("job %s was taken over", job.uid)
    except OfficeError as refusal:
        # What the office refuses once it refuses again.
        _end(run, JobStatus.FAILED, refusal.message)
    except Exception:
        # Broad at this one edge to work of every kind: a fault must not leave the job in hand for ever.
        log.exception("job %s broke off at item %d", job.uid, job.done)
        _fail(run)
    return job


def _claim(at: dt.datetime) -> Job | None:
    """Take one due job as this run's own, by compare-and-swap; taking is an attempt."""
    token = uuid.uuid4()
    with transaction.atomic():
        due = Job.objects.to_run(at).select_for_update(skip_locked=True).order_by("due_at", "pk")
        if (pk := due.values_list("pk", flat=True).first()) is None:
            return None
        # Counted now and not at the end: work that kills its worker each time must come to an end too.
        Job.objects.to_run(at).filter(pk=pk).update(
            status=JobStatus.RUNNING,
            claim=token,
            due_at=at + LEASE,
            attempts=F("attempts") + 1,
            message="",
            started_at=Coalesce(F("started_at"), at),
        )
    return Job.objects.filter(claim=token).select_related("jurisdiction", "asked_by").first()


def _actor_of(job: Job, at: dt.datetime) -> Actor:
    posts = job.asked_by.posts(timezone.localdate(at))
    return Actor(source=Source(job.source), user=job.asked_by, posts=posts, request_id=job.request_id)


def _do(run: Run) -> None:
    job, since = run.job, run.job.done
    if job.attempts > MOST_ATTEMPTS:
        _end(run, JobStatus.FAILED, GIVEN_UP)
        return
    if job.kind not in WORKS:
        _end(run, JobStatus.FAILED, UNKNOWN)
        return
    with closing(WORKS[job.kind](run)) as steps:
        for done in steps:
            run.beat(done)
            if run.is_spent(since):
                break
        else:
            _end(run, JobStatus.DONE)
            return
    run.leave(JobStatus.QUEUED, due_at=run.now)
    _run_soon()


def _end(run: Run, status: JobStatus, message: str = "") -> None:
    run.leave(status, ended_at=run.now, message=message[:300])


def _fail(run: Run) -> None:
    attempts = Job.objects.values_list("attempts", flat=True).get(pk=run.job.pk)
    if attempts >= MOST_ATTEMPTS:
        _end(run, JobStatus.FAILED, GIVEN_UP)
    else:
        run.leave(JobStatus.QUEUED, due_at=run.now + PATIENCE[max(attempts, 1) - 1], message=BROKE)
