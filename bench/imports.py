"""Import at scale: 10,000 old letters into cases on SQLite, against reading them alone; and the memory it takes.

Runs by itself (`python -m bench.imports`) on a database of its own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from letters.files import text_of
from letters.reading import read
from letters.reading.labels import as_label

ROOT = Path(__file__).resolve().parents[1]
LETTERS = int(os.environ.get("BENCH_LETTERS", "10000"))
UNITS = ("卫生局", "民政局", "教育局", "交通运输局", "农业农村局")
LETTER = """压测市{unit}文件
压{code}函〔{year}〕{number}号　　　　　　办理结果：{grade}
对市政协七届{meeting}次会议第{proposal}号提案的答复
{name}委员：
　　您提出的《关于{subject}的提案》（第{proposal}号）收悉，现答复如下：
　　一、已经做的工作
　　{prose}
　　二、下一步打算
　　{prose}
　　感谢您对这项工作的关心和支持。
　　　　　　　　　　　　　　　　压测市{unit}
　　　　　　　　　　　　　　　　{year}年5月20日
联系人：李强　　联系电话：0399-6310000
抄送：市政协提案委员会（2份），市政府督查室（1份）
"""
PROSE = "全市已建成日间照料站86个，覆盖12个街道，累计服务老年人3万余人次；今年将继续推进有关工作，按季度通报进度。" * 6


def write_letters(folder: Path, count: int) -> None:
    for n in range(count):
        unit = n % len(UNITS)
        meeting, proposal = n // 2000 + 1, n % 2000 + 1
        text = LETTER.format(
            unit=UNITS[unit], code="卫民教交农"[unit], year=2019 + meeting, number=n // len(UNITS) + 1,
            grade="ABC"[n % 3], meeting="一二三四五六七八九"[meeting - 1], proposal=proposal,
            name="王李张刘陈"[n % 5] + "芳伟敏静强"[n // 5 % 5], subject=f"推进第{n}社区医养结合", prose=PROSE,
        )  # fmt: skip
        (folder / f"{n:05d}.txt").write_text(text)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dafu-imports-") as place:
        letters = Path(place) / "letters"
        letters.mkdir()
        write_letters(letters, LETTERS)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "SECRET_KEY": "bench",
            "DATA_DIR": f"{place}/data",
            "LOG_LEVEL": "ERROR",
        }
        prepare()
        alone = timed([sys.executable, "-m", "bench.imports", "read", str(letters)])
        command = [sys.executable, "manage.py", "import_letters", str(letters), "--jurisdiction", "bench"]
        whole = timed(command)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        again = timed(command)
        print(f"reading alone   {LETTERS / alone:7.0f} letters/s")
        print(f"import          {LETTERS / whole:7.0f} letters/s (goal ≥ 100), {whole / alone:.1f} × reading alone")
        print(f"the same again  {LETTERS / again:7.0f} letters/s")
        print(f"largest process {peak:7.0f} MiB (goal ≤ 400)")


def timed(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def prepare() -> None:
    code = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from workflow.models import Department, Jurisdiction\n"
        "call_command('migrate', verbosity=0)\n"
        "place = Jurisdiction.objects.create(code='bench', name='压测市', level='city')\n"
        f"for name in {UNITS!r}: Department.objects.create(jurisdiction=place, name='压测市' + name)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def read_alone(folder: Path) -> None:
    """What the importer's readers do, without a database behind them."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(read_one, sorted(folder.iterdir()), chunksize=50):
            pass


def read_one(path: Path) -> dict:
    return as_label(read(text_of(path.read_bytes(), path.name)))


if __name__ == "__main__":
    read_alone(Path(sys.argv[2])) if sys.argv[1:2] == ["read"] else main()
