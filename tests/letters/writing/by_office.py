"""Our Word documents as LibreOffice prints them, in the same fonts as ours."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest

OFFICE = shutil.which("soffice")
_NAMES = {
    "Noto Serif SC": ("仿宋_GB2312", "仿宋", "方正小标宋简体", "FZXiaoBiaoSong-B05S", "楷体_GB2312", "楷体", "宋体"),
    "Noto Sans SC": ("黑体", "SimHei"),
}
FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
    f"<dir>{Path(pylopdf_fonts_zh_cn.__file__).parent}</dir>"
    + "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{ours}</string></edit></match>'
        for ours, names in _NAMES.items()
        for name in names
    )
    + "</fontconfig>"
)


def printed_by_office(documents: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The PDF of each document by its name: one call for all of them."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not here to print our documents: apt-get install libreoffice-writer-nogui")
    (folder / "fonts.conf").write_text(FONTS, encoding="utf-8")
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    files = [str(folder / f"{name}.docx") for name in documents]
    environment = {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    subprocess.run(
        [*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=180, env=environment
    )
    return {name: (folder / f"{name}.pdf").read_bytes() for name in documents}
