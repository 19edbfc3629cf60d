import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views.defaults import permission_denied, server_error


def test_an_unknown_address_gets_a_page_in_chinese(client, db):
    page = client.get("/nowhere/")
    assert (page.status_code, "没有这个页面" in page.content.decode()) == (404, True)


def test_a_refused_visitor_is_told_so():
    page = permission_denied(RequestFactory().get("/"), PermissionError())
    assert (page.status_code, "不能访问" in page.content.decode()) == (403, True)


def test_an_error_page_stands_without_any_context():
    page = server_error(RequestFactory().get("/"))
    assert (page.status_code, "系统出错" in page.content.decode()) == (500, True)


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_load_only_our_own_style(name):
    page = render_to_string(name)
    assert page.count("<link") == page.count('href="/static/')
    assert 'href="/static/portal/portal.css"' in page
    assert [mark for mark in ("http://", "https://", "<script", "style=") if mark in page] == []
