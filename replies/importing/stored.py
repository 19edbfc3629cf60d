"""A slice of an import of stored files: goes on after what is kept, and keeps each file with its row, once."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence

from replies.importing.asking import refuse_others
from replies.importing.reporting import row_of
from replies.importing.running import sets
from replies.importing.settling import Outcome, Settling
from replies.importing.sources import Source, count_of, sources_of
from replies.models import ImportedFile
from workflow import files
from workflow.jobs import Run
from workflow.models import Department, Job, StoredFile


def take(run: Run) -> Generator[int, None, None]:
    """Read and settle what is left of the job's files, a set at a time; yields how many are kept."""
    job, before = run.job, run.job.done
    refuse_others(job.jurisdiction_id, run.by)

    def keep(outcomes: Sequence[Outcome], settled: int) -> None:
        first = before + settled
        # First the claim: where the job is another's by now, its rows are that one's to write.
        run.keep(first + len(outcomes))
        ImportedFile.objects.bulk_create(row_of(each, n, job=job) for n, each in enumerate(outcomes, start=first + 1))

    settling = Settling(job.jurisdiction, department_of(job), by=run.by, at=run.at, keep=keep)
    for _ in sets(sources_of_job(job, skip=before), settling):
        yield before + settling.settled


def department_of(job: Job) -> Department | None:
    """The unit to which all letters of the import belong, where one was chosen."""
    uid = job.parameters.get("department")
    return Department.objects.select_related("jurisdiction").get(uid=uid) if uid else None


def sources_of_job(job: Job, *, skip: int) -> Iterator[Source]:
    inputs: Iterable[StoredFile] = job.inputs.order_by("pk")
    for file in inputs:
        path = files.path_of(file.sha256)
        if skip and (count := count_of(path, file.name)) <= skip:
            skip -= count
            continue
        yield from sources_of(path, file.name, skip=skip)
        skip = 0
