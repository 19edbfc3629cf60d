import base64

import pytest

RESOURCES = ("proposals", "assignments", "replies", "copies", "departments", "sessions")
POSITIONS = ("p=abc", "p=9" + "9" * 30, "p=-1", "p=1.5", "p=１")


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_broken_cursor_is_a_page_that_does_not_exist(api, resource):
    for position in POSITIONS:
        cursor = base64.urlsafe_b64encode(position.encode()).decode()
        answer = api.get("city.supervisor", f"{resource}/?cursor={cursor}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_the_title_of_a_refusal_is_a_whole_phrase(api):
    answer = api.call("put", "city.supervisor", "proposals/", {})
    assert (answer.status_code, answer.json()["title"]) == (405, "不支持的方法")
