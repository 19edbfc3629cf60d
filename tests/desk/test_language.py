"""Officials read Chinese: no page of the frame lets a foreign word through."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.desk.pages import words_of

CATALOGUE = Path(settings.ROOT) / "locale/zh_Hans/LC_MESSAGES/django.po"
# Names of formats, standards and systems, and the key on the keyboard.
NAMES = {"PDF", "DOCX", "OA", "JPG", "PNG", "XLSX", "XLS", "CSV", "JSON", "A", "B", "C", "esc",
         "TXT", "HTML", "OFD", "DOC", "WPS", "RTF", "ZIP", "GB", "T"}  # fmt: skip


def foreign(text: str) -> set[str]:
    """ASCII words, but for names, numbers, and account names and addresses of the small world."""
    text = re.sub(r"[\w.-]+@example\.org|\b(?:liyang|qingshan)[\w-]*", "", text)
    return set(re.findall(r"[A-Za-z]{1,}", text)) - NAMES


ADMIN = [
    "/admin/workflow/department/",
    "/admin/workflow/department/?q=zz",
    "/admin/workflow/department/add/",
    "/admin/workflow/appointment/?role=office",
    "/admin/workflow/appointment/add/",
    "/admin/workflow/user/",
    "/admin/workflow/user/add/",
    "/admin/workflow/calendarversion/",
    "/admin/workflow/apikey/",
    "/admin/proposals/member/",
    "/admin/password_change/",
    "/admin/search/?s=zz",
    "/admin/search/?s=zz&extended=1",
    "/admin/desk/overview/",
    "/admin/desk/incoming/",
    "/admin/desk/incoming/import/",
    "/admin/desk/inbox/",
    "/admin/desk/lists/",
    "/admin/workflow/departmentgroup/add/",
]


def test_the_login_speaks_chinese(db):
    assert foreign(words_of(Client().get("/admin/login/"))) == set()
    wrong = Client().post("/admin/login/", {"username": "x", "password": "y"})
    assert foreign(words_of(wrong)) == set()


@pytest.mark.parametrize("address", ADMIN)
def test_the_administrators_pages_speak_chinese(desk, address):
    page = desk.of(desk.city.administrator).get(address)
    assert (page.status_code, foreign(words_of(page))) == (200, set())


def test_the_forms_of_rows_speak_chinese(desk):
    browser = desk.of(desk.city.administrator)
    pages = [
        f"/admin/workflow/department/{desk.city.units[0].pk}/change/",
        f"/admin/workflow/department/{desk.city.units[0].pk}/history/",
        f"/admin/workflow/user/{desk.city.office0.pk}/change/",
        f"/admin/workflow/user/{desk.city.office0.pk}/password/",
    ]
    assert {page: foreign(words_of(browser.get(page))) for page in pages} == {page: set() for page in pages}
    wrong = browser.post("/admin/workflow/department/add/", {})
    assert foreign(words_of(wrong)) == set()


@pytest.mark.parametrize("who", ["office0", "drafter0", "supervisor", "committee"])
def test_the_desk_speaks_chinese(desk, who):
    reply = desk.office.sent("lead", "assist")
    user = getattr(desk.city, who)
    pages = [desk.get(user, name) for name in ("work", "search")]
    pages.append(desk.get(user, "case", reply.proposal.uid))
    pages.append(desk.get(user, "reply", reply.uid))
    assert [foreign(re.sub(r"Noto \w+ (CJK )?SC", "", words_of(page))) for page in pages] == [set()] * 4


def test_the_compiled_catalogue_is_that_of_the_source():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    pairs = re.findall(r'^msgid (".*")\nmsgstr (".*")$', CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {ast.literal_eval(word): ast.literal_eval(said) for word, said in pairs}
    told.pop("")
    assert {word: compiled.gettext(word) for word in told} == told
