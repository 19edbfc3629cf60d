"""Several reader programs side by side: files go in by turns, readings come out in their order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from replies.importing.sources import Found, Source

PROGRAM = Path(__file__).with_name("reader.py")
HOME = PROGRAM.parents[2]
PATIENCE, PATIENCE_FOR_SCANS = 60.0, 600.0
"""Seconds for one file. A letter takes some thousandths, a scan some seconds a page."""
KILLED = "读取时间过长或占用内存过多，未能识读；文件已保留。"
AHEAD = 8
"""Files that may lie read or in reading for each reader: memory stays flat however many there are."""
MOST_HELD = 128 * 1024 * 1024
"""Bytes of files that may lie so: an archive's are in memory before they are read."""


class Reader:
    """One program, started when it is first asked and again after it was killed."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, found: Found, *, scans: bool = False) -> dict[str, Any]:
        process = self.process = self.process or self._start()
        patience = threading.Timer(PATIENCE_FOR_SCANS if scans else PATIENCE, process.kill)
        patience.start()
        try:
            line = self._exchange(process, found, scans=scans)
            answer: dict[str, Any] = json.loads(line)
        except (OSError, ValueError):
            self.close()
            return {"code": "failed", "message": KILLED}
        finally:
            patience.cancel()
        return answer

    def _exchange(self, process: subprocess.Popen[bytes], found: Found, *, scans: bool) -> bytes:
        if process.stdin is None or process.stdout is None:
            raise BrokenPipeError
        header = {"name": found.name, "size": len(found.data), "scans": scans}
        process.stdin.write(json.dumps(header).encode() + b"\n" + found.data)
        process.stdin.flush()
        return process.stdout.readline()

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: the folder of the program is not searched; the house is, by the variable.
        return subprocess.Popen(
            [sys.executable, "-P", str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": str(HOME)},
        )

    def close(self) -> None:
        if self.process:
            self.process.kill()
            # Waits for it and closes its pipes.
            self.process.communicate()
        self.process = None


class Readers:
    """As many readers as there are cores, and one more for scans, since what reads scans needs much memory."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self.all = [Reader() for _ in range(self.count)]
        self.idle: SimpleQueue[Reader] = SimpleQueue()
        for reader in self.all:
            self.idle.put(reader)
        self.of_scans, self.one_scan, self.closing = Reader(), threading.Lock(), False
        self.pool = ThreadPoolExecutor(self.count)

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing = True
        self.pool.shutdown(wait=False, cancel_futures=True)
        readers = (*self.all, self.of_scans)
        # Nobody asks any more for what is being read: whoever leaves early does not wait for a scan of minutes.
        for process in [reader.process for reader in readers if reader.process]:
            process.kill()
        self.pool.shutdown(wait=True)
        for reader in readers:
            reader.close()

    def read(self, sources: Iterable[Source], *, tick: float | None = None) -> Iterator[Found | None]:
        """Each source with its answer, in the order of the sources; None where none came for `tick` seconds."""
        waiting: deque[tuple[Future[Found], int]] = deque()
        held = 0
        for source in sources:
            waiting.append((self.pool.submit(self._read, source), source.held))
            held += source.held
            while len(waiting) >= AHEAD * self.count or (held > MOST_HELD and len(waiting) > 1):
                future, size = waiting.popleft()
                held -= size
                yield from _coming(future, tick)
        for future, _ in waiting:
            yield from _coming(future, tick)

    def _read(self, source: Source) -> Found:
        found = source.load()
        if found.answer:
            return found
        reader = self.idle.get()
        try:
            found.answer = reader.ask(found)
        finally:
            self.idle.put(reader)
        if found.answer.get("code") == "scan":
            with self.one_scan:
                if not self.closing:
                    found.answer = self.of_scans.ask(found, scans=True)
        return found


def _coming(future: Future[Found], tick: float | None) -> Iterator[Found | None]:
    while not wait([future], tick).done:
        yield None
    yield future.result()
