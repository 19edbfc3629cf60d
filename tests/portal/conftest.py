"""Published replies, made the way an office makes them."""

from __future__ import annotations

import pytest

from replies.actions import drafting, reviewing, sending, signing

BODY = "您提出的提案收悉，现答复如下：\n一、已经做的工作\n已建成服务站12个，报名电话13812345605。"


class Press:
    """Writes, signs and sends replies of the city's first unit."""

    def __init__(self, office) -> None:
        self.office = office
        self.tokens: dict[str, str] = {}

    def reply(self, number="35", *, publicity="open", body=BODY, **fields):
        office, city = self.office, self.office.city
        reply = office.drafted(number=number, **fields)
        text = {"body": body, "publicity": publicity, "contact_person": "钱进", "contact_phone": "13987654321"}
        drafting.revise(reply, version=reply.version, at=office.at, by=office.by(city.drafter0), **text)
        drafting.submit(reply, **office.when(city.drafter0))
        reviewing.pass_on(reply, **office.when(city.section_head0))
        reviewing.pass_on(reply, **office.when(city.office0))
        signing.sign(reply, **office.when(city.signer0))
        signing.number(reply, doc_number=f"丽卫函〔2026〕{number}号", **office.when(city.office0))
        tokens = sending.send(reply, **office.when(city.office0))
        self.tokens[number] = next(iter(tokens.values()))
        return reply


@pytest.fixture
def press(office) -> Press:
    office.city.place.portal_open = True
    office.city.place.save(update_fields=["portal_open"])
    return Press(office)
