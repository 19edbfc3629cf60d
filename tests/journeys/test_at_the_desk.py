"""One case in a real browser, each step by the person whose it is, with mistakes on the way, to a printed PDF."""

from __future__ import annotations

import re
import shutil

import pytest
from django.db import connections
from django.utils import timezone

from letters.body import text_of
from proposals.models import Proposal
from replies.models import Reply
from workflow.audit import broken_rows

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None,
        reason="NO CHROMIUM ON PATH: apt-get install chromium fonts-wqy-microhei, then this journey runs",
    ),
]


@pytest.fixture
def browser(monkeypatch):
    sync_api = pytest.importorskip("playwright.sync_api", reason="make setup installs playwright")
    # The browser's driver runs an event loop in this thread, which is not one that Django serves from.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()
        # Under the driver's loop Django keeps a connection of its own, which nobody outside would close.
        connections.close_all()


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser, address: str, user=None) -> None:
        self.context = browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900}
        )
        self.page, self.address = self.context.new_page(), address
        self.page.set_default_timeout(15_000)
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("response", lambda answer: self.wrong.append(answer.url) if answer.status >= 500 else None)
        if user:
            self.log_in(user)

    def log_in(self, user) -> None:
        user.set_password("一个相当长的口令")
        user.save()
        self.page.goto(f"{self.address}/admin/login/")
        self.page.fill("input[name=username]", user.username)
        self.page.fill("input[name=password]", "一个相当长的口令")
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/admin/desk/todo/")

    def open_case(self, title: str) -> None:
        self.page.goto(f"{self.address}/admin/desk/todo/")
        self.page.get_by_role("link", name=title).first.click()

    def press(self, name: str) -> None:
        self.page.locator("main, body").get_by_role("link", name=name, exact=True).first.click()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            field = self.page.locator(f"[name='{name.replace('__', '-')}']")
            field.select_option(value) if field.evaluate("each => each.tagName") == "SELECT" else field.fill(value)

    def send(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def move(self, name: str, **fields: str) -> None:
        """Press the button of a move, fill its form and send it."""
        self.press(name)
        self.fill(**fields)
        self.send(name)

    def reads(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()


def test_one_case_from_registration_to_closing(open_office, browser, live_server, letter):
    office, city = open_office, open_office.city
    office.day = timezone.localdate()
    people = {}

    def at(name: str) -> Person:
        if name not in people:
            people[name] = Person(browser, live_server.url, getattr(city, name))
        return people[name]

    committee = at("committee")
    committee.page.goto(f"{live_server.url}/admin/desk/proposals/register/")
    committee.fill(session=str(city.session.pk), title=letter.proposal_title, asks="扩大医养结合覆盖面\n加强人才培养")
    committee.fill(**{"proposers-0-name": letter.proposers[0]})
    committee.send("登记并提交审查")
    committee.open_case(letter.proposal_title)
    committee.move("立案", number=letter.proposal_number)

    supervisor = at("supervisor")
    supervisor.open_case(letter.proposal_title)
    units = [str(unit.pk) for unit in city.units]
    supervisor.move("交办", **{"shares-0-department": units[0], "shares-0-role": "lead",
                             "shares-1-department": units[1], "shares-1-role": "assist"})  # fmt: skip

    for name in ("office0", "office1"):
        at(name).open_case(letter.proposal_title)
        at(name).move("签收")
    drafter1 = at("drafter1")
    drafter1.open_case(letter.proposal_title)
    drafter1.move("录入会办意见", text="建议与养老服务设施规划相衔接。", signer="周平")

    drafter = at("drafter0")
    drafter.open_case(letter.proposal_title)
    drafter.move("沟通登记", way="meeting", people=f"{letter.proposers[0]}委员", outcome="当面沟通，提案人表示理解。")
    drafter.move("拟稿")
    drafter.page.wait_for_url("**/desk/replies/*/")
    reply_url = drafter.page.url
    # The mistake: sent in before the grade is chosen. The text stays, the page says why.
    drafter.fill(body=text_of(letter.body))
    drafter.send("保存并更新版面")
    drafter.reads("请先填写办理结果")
    drafter.fill(grade=letter.grade or "A")
    drafter.send("保存并更新版面")
    assert drafter.page.locator("img[alt*='页版面']").first.evaluate("each => each.complete && each.naturalWidth > 300")
    drafter.send("保存并提交审核")
    drafter.page.get_by_role("button", name="提交审核", exact=True).click()

    for name in ("section_head0", "office0"):
        at(name).page.goto(reply_url)
        at(name).page.get_by_text("审核通过").first.click()
        at(name).send("审核通过")
    signer = at("signer0")
    signer.page.goto(reply_url)
    signer.move("签发")

    clerk = at("office0")
    clerk.page.goto(reply_url)
    clerk.move("编号", doc_number="丽卫函[2026]24号")
    clerk.reads("文号应为")
    number = f"丽卫函〔{office.day.year}〕24号"
    clerk.fill(doc_number=number)
    clerk.send("编号")
    clerk.page.goto(reply_url)
    clerk.move("送达")
    link = re.search(r"http\S+/f/[\w-]+/", clerk.page.inner_text("body"))[0]

    proposer = Person(browser, live_server.url)
    proposer.page.goto(link)
    proposer.page.locator("input[name=attitude][value=satisfied]").check()
    proposer.page.locator("input[name=result][value=mostly]").check()
    proposer.fill(words="答复具体，感谢。")
    proposer.page.locator("button[type=submit], form button").first.click()
    proposer.reads("感谢")

    supervisor.page.goto(f"{live_server.url}/admin/desk/proposals/")
    supervisor.page.get_by_role("link", name=letter.proposal_title).first.click()
    supervisor.move("办结")
    supervisor.reads("已办结")
    proposal = Proposal.objects.get(title=letter.proposal_title)
    assert proposal.status == "closed"
    assert list(broken_rows()) == []
    printed = clerk.context.request.get(f"{reply_url}letter.pdf")
    assert printed.body().startswith(b"%PDF")
    assert {name: person.wrong for name, person in people.items() if person.wrong} == {}


def test_a_slip_is_mended_beside_the_line(open_office, browser, live_server):
    """The flag stands at the paragraph, the button replaces the very words, and the list follows."""
    office = open_office
    office.day = timezone.localdate()
    reply = office.drafted()
    Reply.objects.filter(pk=reply.pk).update(body="𠮷您好，现答复如下：\n\n已建成服务站12个,床位30张。")
    drafter = Person(browser, live_server.url, office.city.drafter0)
    drafter.page.goto(f"{live_server.url}/admin/desk/replies/{reply.uid}/")
    body, flag = drafter.page.locator("#id_body"), drafter.page.locator(".flag", has_text="!").last
    slip = drafter.page.locator("[data-problem]", has=drafter.page.locator("[data-replace='，']"))
    assert (slip.count(), "提醒" in flag.get_attribute("title")) == (1, True)
    slip.get_by_text("定位").click()
    assert body.evaluate("each => each.value.slice(each.selectionStart, each.selectionEnd)") == ","
    slip.locator("[data-replace]").click()
    assert body.input_value().endswith("已建成服务站12个，床位30张。")
    slip.wait_for(state="detached")
    drafter.send("保存并更新版面")
    reply.refresh_from_db()
    assert (reply.body.endswith("12个，床位30张。"), drafter.wrong) == (True, [])


def test_a_reason_begun_beside_the_text_stays_and_is_given_with_the_text(open_office, browser, live_server):
    office = open_office
    office.day = timezone.localdate()
    reply = office.drafted()
    Reply.objects.filter(pk=reply.pk).update(body="您好，现答复如下：\n\nXX路已建成服务站12个,床位30张。")
    drafter = Person(browser, live_server.url, office.city.drafter0)
    drafter.page.goto(f"{live_server.url}/admin/desk/replies/{reply.uid}/")
    gap = drafter.page.locator("[data-problem]", has_text="“XX路已建成服务”处尚未填写。")
    gap.locator("summary").click()
    gap.locator("textarea").fill("XX路为规划路名。")
    slip = drafter.page.locator("[data-replace='，']")
    slip.click()
    slip.wait_for(state="detached")
    assert gap.locator("textarea").input_value() == "XX路为规划路名。"
    drafter.send("提交情况说明")
    drafter.reads("情况说明已记录。")
    reply.refresh_from_db()
    assert (reply.body.endswith("12个，床位30张。"), reply.waivers.get().reason) == (True, "XX路为规划路名。")
    assert drafter.wrong == []
