"""Long work in slices: claimed once, taken over after a crash, counted item by item, given up in the end."""

import datetime as dt
import functools

import pytest
from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from config.celery import app
from tests.personas import moment
from tests.workflow.races import at_once, refusals
from workflow import files, jobs
from workflow.enums import Role
from workflow.errors import Invalid, NotYours
from workflow.models import Job
from workflow.tasks import run_jobs

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def sent(monkeypatch) -> list[str]:
    """The tasks that were queued by name."""
    names: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, *_args, **_more: names.append(name))
    return names


@pytest.fixture
def counting(monkeypatch, sent):
    """Work that keeps one item after another, in the order of its list; `stop` is called before each."""
    kept: list[int] = []

    def count(run):
        for item in range(run.job.done, run.job.total):
            count.stop(run, item)
            with transaction.atomic():
                run.keep(item + 1)
                kept.append(item)
            yield item + 1

    count.stop = lambda _run, _item: None
    count.kept = kept
    monkeypatch.setitem(jobs.WORKS, "count", count)
    return count


def ask(office, total=3, **more) -> Job:
    by = office.by(office.city.supervisor)
    return jobs.ask("count", jurisdiction=office.city.place, total=total, by=by, at=office.at, **more)


def state(job) -> tuple[str, int, int]:
    job.refresh_from_db()
    return job.status, job.done, job.attempts


def dying(at_item):
    """The process is killed as it comes to this item: no handler of ours runs."""

    def stop(_run, item):
        if item == at_item:
            raise SystemExit

    return stop


def failing(_run, _item):
    raise RuntimeError("no such thing")


def test_a_job_is_done_item_by_item_and_says_when(office, counting, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(office)
    assert (state(job), sent) == (("queued", 0, 0), ["workflow.tasks.run_jobs"])
    assert jobs.run_next(office.at) == job
    assert (state(job), counting.kept) == (("done", 3, 0), [0, 1, 2])
    assert (job.started_at, job.claim, job.message) == (office.at, None, "")
    assert job.ended_at >= office.at
    assert jobs.run_next(office.at + MINUTE) is None


def test_nothing_is_queued_of_a_job_that_was_not_committed(office, counting, sent):
    with transaction.atomic():
        ask(office)
        transaction.set_rollback(True)
    assert (Job.objects.exists(), sent) == (False, [])


def test_work_nobody_knows_cannot_be_asked_for(office, counting):
    by = office.by(office.city.supervisor)
    with pytest.raises(ValueError, match="other"):
        jobs.ask("other", jurisdiction=office.city.place, total=1, by=by, at=office.at)


def test_a_job_is_run_as_who_asked_with_the_posts_of_the_day(office, counting):
    actors = []
    counting.stop = lambda run, _item: actors.append(run.by)
    ask(office, total=1)
    jobs.run_next(office.at)
    assert [(by.user, by.source, by.holds(Role.SUPERVISOR)) for by in actors] == [
        (office.city.supervisor, "admin", True)
    ]
    office.city.supervisor.appointments.update(until=office.day)
    ask(office, total=1)
    jobs.run_next(moment(office.day + dt.timedelta(days=1)))
    assert actors[1].posts == ()


def test_a_slice_ends_in_time_and_the_rest_waits_behind_other_jobs(office, counting, sent, monkeypatch):
    monkeypatch.setattr(jobs, "SLICE", 0.0)
    first, second = ask(office), ask(office)
    run = [jobs.run_next(office.at + n * MINUTE).pk for n in range(4)]
    assert run == [first.pk, second.pk, first.pk, second.pk]
    assert (state(first), first.claim) == (("queued", 2, 0), None)
    jobs.run_next(office.at + 5 * MINUTE)
    assert state(first) == ("queued", 3, 0)
    jobs.run_next(office.at + 6 * MINUTE)
    jobs.run_next(office.at + 7 * MINUTE)
    assert (state(first)[0], counting.kept) == ("done", [0, 0, 1, 1, 2, 2])


def test_a_slice_without_anything_done_goes_on(office, monkeypatch, sent):
    def slow(run):
        yield run.job.done
        yield run.job.done
        run.keep(1)
        yield 1
        raise AssertionError("the slice had ended")

    monkeypatch.setitem(jobs.WORKS, "count", slow)
    monkeypatch.setattr(jobs, "SLICE", 0.0)
    job = ask(office, total=2)
    jobs.run_next(office.at)
    assert state(job) == ("queued", 1, 0)


def test_a_killed_worker_has_its_job_until_its_lease_ends(office, counting):
    job = ask(office)
    counting.stop = dying(1)
    with pytest.raises(SystemExit):
        jobs.run_next(office.at)
    assert state(job) == ("running", 1, 0)
    counting.stop = lambda _run, _item: None
    assert jobs.run_next(office.at + MINUTE / 2) is None
    assert jobs.run_next(office.at + jobs.LEASE + MINUTE) == job
    assert (state(job), counting.kept) == (("done", 3, 0), [0, 1, 2])


def test_signs_of_life_keep_a_job_and_are_not_written_at_every_step(office, monkeypatch, sent):
    written = []

    def waiting(run):
        for _ in range(5):
            yield 0
            written.append(Job.objects.values_list("due_at", flat=True).get())

    monkeypatch.setitem(jobs.WORKS, "count", waiting)
    ask(office, total=0)
    jobs.run_next(office.at)
    assert set(written) == {office.at + jobs.LEASE}
    monkeypatch.setattr(jobs, "BEAT", 0.0)
    written.clear()
    ask(office, total=0)
    jobs.run_next(office.at)
    assert written == sorted(set(written))


def test_a_worker_that_lost_its_claim_keeps_nothing_more(office, counting):
    job = ask(office)

    def overslept(run, item):
        if item == 1:
            later = office.at + 2 * jobs.LEASE
            counting.stop = lambda _run, _item: None
            assert jobs.run_next(later) == job

    counting.stop = overslept
    jobs.run_next(office.at)
    assert (state(job), counting.kept) == (("done", 3, 0), [0, 1, 2])


def test_work_that_fails_is_tried_again_and_given_up_with_a_word(office, counting, caplog):
    job, at = ask(office), office.at
    counting.stop = failing
    for attempt, patience in enumerate(jobs.PATIENCE, start=1):
        jobs.run_next(at)
        assert (state(job), job.message) == (("queued", 0, attempt), jobs.BROKE)
        assert jobs.run_next(at + patience / 2) is None
        at += patience + MINUTE
    jobs.run_next(at)
    assert (state(job), job.message) == (("failed", 0, jobs.MOST_ATTEMPTS), jobs.GIVEN_UP)
    assert job.ended_at is not None
    assert caplog.text.count("RuntimeError: no such thing") == jobs.MOST_ATTEMPTS


def test_work_that_fails_now_and_then_but_comes_forward_is_not_given_up(office, counting):
    job, at = ask(office, total=6), office.at
    for n in range(6):
        counting.stop = lambda run, item, n=n: failing(run, item) if item == n + 1 else None
        jobs.run_next(at)
        at += 10 * MINUTE
    assert (state(job)[:2], counting.kept) == (("done", 6), [0, 1, 2, 3, 4, 5])


def test_work_that_kills_every_worker_is_given_up(office, counting):
    job, at = ask(office), office.at
    counting.stop = dying(0)
    for _ in range(jobs.MOST_ATTEMPTS):
        with pytest.raises(SystemExit):
            jobs.run_next(at)
        at += 2 * jobs.LEASE
    jobs.run_next(at)
    assert (state(job)[0], job.message, counting.kept) == ("failed", jobs.GIVEN_UP, [])


def test_what_the_office_refuses_is_not_tried_again(office, counting):
    def refuse(_run, _item):
        raise NotYours("您没有本地区导入公文的权限。")

    counting.stop = refuse
    job = ask(office)
    jobs.run_next(office.at)
    assert (state(job), job.message) == (("failed", 0, 1), "您没有本地区导入公文的权限。")


def test_a_job_of_another_version_fails_in_words(office, counting):
    job = ask(office)
    Job.objects.update(kind="gone")
    jobs.run_next(office.at)
    assert (state(job)[0], job.message) == ("failed", jobs.UNKNOWN)


def test_a_job_asked_for_again_has_the_same_inputs_and_is_one(office, counting):
    place = {"jurisdiction_id": office.city.place.pk, "at": office.at}
    inputs = [files.store(text.encode(), f"{text}.txt", **place) for text in "ab"]
    job = ask(office, inputs=inputs, parameters={"unit": "x"})
    when = {"by": office.by(office.city.administrator), "at": office.at + MINUTE}
    with pytest.raises(Invalid, match="尚未结束"):
        jobs.ask_again(job, **when)
    jobs.run_next(office.at)
    again = jobs.ask_again(job, **when)
    assert jobs.ask_again(job, **when) == again
    assert (list(again.inputs.all()), again.parameters, again.total) == (inputs, {"unit": "x"}, 3)
    assert (again.repeats, again.asked_by, again.done) == (job, office.city.administrator, 0)
    jobs.run_next(office.at + 2 * MINUTE)
    assert jobs.ask_again(job, **when) != again


@pytest.mark.parametrize("_round", range(3))
def test_two_workers_take_different_jobs(open_office, counting, _round):
    pair = {ask(open_office).pk, ask(open_office).pk}
    came = at_once(*[functools.partial(jobs.run_next, open_office.at)] * 2)
    assert refusals(came) == []
    assert {each.pk for each in came} == pair
    assert set(Job.objects.values_list("status", "done")) == {("done", 3)}


@pytest.mark.parametrize("_round", range(3))
def test_two_workers_do_one_job_once(open_office, counting, _round):
    job = ask(open_office, total=20)
    came = at_once(*[functools.partial(jobs.run_next, open_office.at)] * 2)
    assert sorted(each is None for each in came) == [False, True]
    assert (state(job)[:2], counting.kept) == (("done", 20), list(range(20)))


def test_the_task_does_one_slice(office, counting, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: office.at)
    run_jobs()
    job = ask(office)
    run_jobs()
    assert state(job)[0] == "done"


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "lost"},
        {"source": "window"},
        {"status": "running"},
        {"claim": "b3f1a4de-3a4b-4d0e-8c5e-111111111111"},
        {"status": "done"},
        {"ended_at": F("asked_at")},
        {"status": "failed", "ended_at": F("asked_at")},
    ],
)
def test_a_job_that_contradicts_itself_is_not_kept(office, counting, facts):
    job = ask(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**facts)


def test_every_task_that_is_named_is_registered():
    app.loader.import_default_modules()
    named = {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
    for path in (
        path
        for floor in ("workflow", "proposals", "replies", "config")
        for path in settings.ROOT.glob(f"{floor}/**/*.py")
    ):
        text = path.read_text(encoding="utf-8")
        named |= {piece.split('"')[1] for piece in text.split("send_task(")[1:]}
    assert named <= set(app.tasks)
