"""公文版式 at the desk: from a preset, changed beside a sample letter, published once."""

from __future__ import annotations

import pytest
from django.conf import settings

from desk.forms.layouts import LABELS, SECTIONS, WORDS, LayoutForm, read, told
from letters import profiles
from letters.profiles import FORMS, Profile
from tests.desk.pages import words_of
from tests.desk.test_language import foreign
from workflow import layouts
from workflow.models import LetterProfile

NAMES = set(Profile().as_dict())


def begin(desk, source="nanyang", **changes):
    data = {"place": desk.city.place.pk, "department": "", "source": source, "valid_from": "2026-06-01"} | changes
    return desk.post(desk.city.administrator, "layouts", **data)


@pytest.fixture
def edition(desk) -> LetterProfile:
    begin(desk)
    return LetterProfile.objects.get(jurisdiction=desk.city.place)


def filled(content, **changes) -> dict:
    form = LayoutForm(content=Profile().as_dict() | content, initial={"valid_from": "2026-06-01"})
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value is not None and value is not False} | changes


def send(desk, edition, press, **changes):
    return desk.post(desk.city.administrator, "layout", edition.uid, press=press, **filled(edition.content, **changes))


@pytest.mark.parametrize("name", profiles.names())
def test_what_the_form_shows_it_reads_back(name):
    content = profiles.load(name).as_dict()
    form = LayoutForm(filled(content), content=content)
    assert form.is_valid(), form.errors
    assert form.content == content


def test_every_field_has_its_place_and_words():
    shown = [name for names in SECTIONS.values() for name in names]
    assert sorted(shown) == sorted(NAMES) == sorted(LABELS)
    assert all(set(words) == set(kind) for kind, words in WORDS.items())


def test_the_handbook_names_every_field_and_choice_to_programs():
    page = (settings.ROOT / "docs" / "handbook" / "api-layouts.md").read_text()
    assert [name for name, label in LABELS.items() if f"| `{name}` | {label} | " not in page] == []
    choices = [f"`{value}` {words}" for kind in WORDS.values() for value, words in kind.items()]
    blanks = [f"`{{{blank}}}`" for form in FORMS.values() for blank in form]
    assert [each for each in choices + blanks if each not in page] == []


def test_contact_lines_in_words():
    said = "联系部门及电话：联系部门、电话\n联系人:联系人"
    lines = [{"label": "联系部门及电话", "facts": ["unit", "phone"]}, {"label": "联系人", "facts": ["person"]}]
    assert read("contact_lines", said) == lines
    assert told("contact_lines", lines) == said.replace(":", "：")


def test_blanks_have_names_that_people_know():
    assert told("title_form", "关于对{body}{session}第{number}号") == "关于对{政协}{届次}第{提案号}号"
    assert read("title_form", "对｛政协｝第{提案号}号") == "对{body}第{number}号"


@pytest.mark.parametrize("form", ["对{地区}的答复", "{", "{政协", "政协}", "{{政协}}", "{body}"])
def test_other_blanks_are_refused_in_words(form):
    with pytest.raises(ValueError, match="花括号里只能写发文机关、政协、届次"):
        read("title_form", form)


@pytest.mark.parametrize("line", ["联系人", "联系人：传真", "：电话", "联系人："])
def test_a_line_that_names_nothing_known_is_shown_how(line):
    with pytest.raises(ValueError, match="应写作“标签：事项、事项”"):
        read("contact_lines", line)


def test_begin_change_look_and_publish(desk, edition):
    page = words_of(desk.get(desk.city.administrator, "layout", edition.uid))
    assert all(word in page for word in ("未发布", "样稿", "签发人位置", "代字末字"))
    assert foreign(page) == set()
    assert send(desk, edition, "keep", mark_suffix="用笺").status_code == 302
    edition.refresh_from_db()
    assert (edition.content["mark_suffix"], edition.published_at) == ("用笺", None)
    assert send(desk, edition, "publish").status_code == 302
    edition.refresh_from_db()
    assert edition.published_at
    assert "不再修改" in words_of(desk.get(desk.city.administrator, "layout", edition.uid))
    listed = words_of(desk.get(desk.city.administrator, "layouts"))
    assert all(word in listed for word in ("已发布", "全地区", "四川绵阳"))


def test_the_sample_follows_the_form_and_keeps_nothing(desk, edition):
    def sample(**changes):
        data = filled(edition.content, **changes)
        return desk.post(desk.city.administrator, "layout_sample", edition.uid, **data)

    one, other = sample(), sample(layout="letter")
    assert one.content.count(b"data:image/png;base64,") == 2
    assert one.content != other.content
    assert sample(form_listed="on").content != one.content
    assert sample(title_form="对{地区}").status_code == 204
    assert sample(contact_lines="联系人").status_code == 204
    assert "有文字超出纸面" in sample(publicity="first_line", publicity_form="长" * 200).content.decode()
    assert "有文字超出纸面" not in one.content.decode()
    edition.refresh_from_db()
    assert layouts.profile_of([edition]) == profiles.load("nanyang")


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(desk, edition):
    before = edition.content
    page = words_of(send(desk, edition, "publish", title_form="对{地区}的答复", contact_lines="联系人"))
    assert "应写作“标签：事项、事项”" in page
    assert "花括号里只能写发文机关、政协、届次、提案号、案由。" in page
    edition.refresh_from_db()
    assert (edition.content, edition.published_at) == (before, None)


def test_a_unit_of_another_place_is_refused(desk):
    assert "请重新选择" in words_of(begin(desk, department=desk.county.units[0].pk))
    assert not LetterProfile.objects.exists()


def test_others_see_nothing_of_it(desk, edition):
    assert desk.get(desk.city.supervisor, "layouts").status_code == 403
    assert desk.get(desk.county.administrator, "layout", edition.uid).status_code == 404
    assert desk.post(desk.county.administrator, "layout_sample", edition.uid).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_one_and_at_three(desk, django_assert_num_queries, count):
    for _ in range(count):
        begin(desk, department=desk.city.units[0].pk)
    browser = desk.of(desk.city.administrator)
    with django_assert_num_queries(9):
        browser.get("/admin/desk/layouts/")
