"""What a printed letter costs in each format: milliseconds of one core, and as a ratio to a yardstick of the same run."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import statistics
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pypdfium2

from letters.body import blocks_of
from letters.letter import Kind, Letter
from letters.profiles import load
from letters.reading import read
from letters.writing import WRITERS
from letters.writing.ofd.check import faults
from tests.letters.reading.layouts import STEMS, text_of
from tests.letters.writing.samples import FILE_LETTER

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
CHARACTERS = 1_500  # with head and foot five faces
GOALS = {"pdf": 30, "ofd": 100, "docx": 80}
ROUNDS, BATCH, PROCESSES = 30, 1_000, 2
PROFILE = replace(load("standard-file"), duplex=False)  # no blank face before the 版记


def main(report: Callable[[str, str], None]) -> None:
    letter = of_five_faces()
    faces = len(pypdfium2.PdfDocument(WRITERS["pdf"](letter, PROFILE, when=NOON).data))
    report("letter", f"{faces} faces, {len(set(text(letter)))} different characters in {len(text(letter))}")
    times = alternately(letter)
    stick = times.pop("yardstick")
    for fmt, spent in times.items():
        report(
            f"{fmt}, one core",
            f"min {min(spent):.0f} ms, p50 {statistics.median(spent):.0f} ms of CPU (goal ≤ {GOALS[fmt]}), "
            f"{statistics.median(spent) / statistics.median(stick):.2f} yardsticks",
        )
    report("ofd", f"{len(faults(WRITERS['ofd'](letter, PROFILE, when=NOON).data))} faults (goal 0)")
    against_libreoffice(report, letter)
    batch(report, letter)


def of_five_faces() -> Letter:
    """A reply as long as a usual one, with the words of many, so that it needs as many glyphs as a real one."""
    replies = (read(text_of(stem)).letter for stem in STEMS)
    words = "\n".join(block.text for reply in replies if reply.kind == Kind.REPLY for block in reply.body[1:3])
    return replace(FILE_LETTER, body=(FILE_LETTER.body[0], *blocks_of(words[:CHARACTERS])))


def text(letter: Letter) -> str:
    return "".join(block.text for block in letter.body)


def anew(letter: Letter, n: int) -> Letter:
    """The same letter with another number, as no two letters of an office are the same."""
    return replace(letter, doc_number=f"清城管字〔2031〕{n + 1}号")


def alternately(letter: Letter) -> dict[str, list[float]]:
    """Milliseconds of CPU, turn by turn, so that a busy moment of the machine falls on all."""
    times: dict[str, list[float]] = {"yardstick": [], **{fmt: [] for fmt in sorted(WRITERS)}}
    for round_ in range(ROUNDS + 5):
        for number, name in enumerate(times):
            began = time.process_time()
            if name == "yardstick":
                yardstick()
            else:
                WRITERS[name](anew(letter, 10 * round_ + number), PROFILE, when=NOON)
            if round_ >= 5:  # the first rounds warm fonts and glyphs
                times[name].append(1000 * (time.process_time() - began))
    return times


def yardstick() -> int:
    """A fixed piece of work of the kind that writers do: text, JSON, compression."""
    told = json.dumps([{"n": n, "words": f"第{n}号提案" * 4} for n in range(4_000)], ensure_ascii=False)
    return len(zlib.compress(told.encode())) + len(json.loads(told))


def against_libreoffice(report: Callable[[str, str], None], letter: Letter) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        report("LibreOffice", "NOT MEASURED: LibreOffice is not installed, so there is nothing to compare our PDF with")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "letter.docx")
        file.write_bytes(WRITERS["docx"](letter, PROFILE, when=NOON).data)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        theirs = [convert([*command, "--outdir", folder, str(file)]) for _ in range(4)][
            1:
        ]  # the first makes its profile
    ours = []
    for n in range(20):
        began = time.perf_counter()
        WRITERS["pdf"](anew(letter, n), PROFILE, when=NOON)
        ours.append(time.perf_counter() - began)
    ratio = statistics.median(theirs) / statistics.median(ours)
    report(
        "LibreOffice",
        f"our PDF is {ratio:.0f} times as fast as its conversion of our DOCX "
        f"({1000 * statistics.median(ours):.0f} ms against {1000 * statistics.median(theirs):.0f} ms)",
    )


def convert(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return time.perf_counter() - began


def batch(report: Callable[[str, str], None], letter: Letter) -> None:
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        list(pool.map(printed, [anew(letter, n) for n in range(2 * PROCESSES)]))  # each process finds its fonts
        began = time.perf_counter()
        done = sum(pool.map(printed, (anew(letter, n) for n in range(BATCH)), chunksize=25))
        rate = done / (time.perf_counter() - began)
    report("batch of PDF", f"{done} letters over {PROCESSES} processes: {rate:.0f} a second (goal ≥ 50)")


def printed(letter: Letter) -> int:
    return len(WRITERS["pdf"](letter, PROFILE, when=NOON).data) > 0


if __name__ == "__main__":
    main(lambda name, said: print(f"{name:<22}{said}", flush=True))
