"""A letter of invented parts around a body."""

from __future__ import annotations

import pytest


@pytest.fixture
def letter():
    def made(body: str) -> str:
        return (
            "临川市民政局文件\n临民函〔2024〕7号\n对市政协五届三次会议第18号提案的答复\n孙晓岚委员：\n"
            f"您提出的《关于增设社区助餐点的提案》（第18号）收悉，现答复如下：\n{body}\n"
            "临川市民政局\n2024年6月5日\n（联系人：钱伟民  联系电话：0794-8220011）\n抄送：市政协提案委。"
        )

    return made
