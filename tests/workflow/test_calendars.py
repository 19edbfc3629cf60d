"""Taking a calendar: a new edition each time, the old one as it was, and who may."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from tests.workflow.test_notices import NOTICE_2026, rows_of
from workflow import calendars, clocks
from workflow.actor import Actor
from workflow.enums import Source
from workflow.errors import Invalid, NotYours
from workflow.models import CalendarDay, CalendarVersion, User
from workflow.notices import Special, read_library

D = dt.date.fromisoformat
OWN = [Special(D("2027-04-19"), works=False, name="三月三")]


def take(office, days, year=2027, *, place=None, by=None, published=True, notice=""):
    return calendars.take(
        year, days, jurisdiction=place, published=published, notice=notice, source="清单",
        by=by or Actor(source=Source.COMMAND), at=office.at,
    )  # fmt: skip


def load(capsys, *args: str) -> str:
    call_command("load_calendar", *args)
    return capsys.readouterr().out


@pytest.fixture
def file(tmp_path):
    def write(text: str, encoding: str = "utf-8") -> str:
        path = tmp_path / "calendar.txt"
        path.write_bytes(text.encode(encoding))
        return str(path)

    return write


def test_a_new_edition_counts_and_the_old_one_stays(office):
    old = CalendarVersion.objects.get(year=2027)
    kept = set(old.days.values_list("day", "kind"))
    assert clocks.calendar_of().add_months(D("2026-11-02"), 3).provisional
    new = take(office, [*read_library(2027).days, Special(D("2027-02-02"), works=False, name="临时放假")])
    assert (new.number, new.published) == (2, True)
    due = clocks.calendar_of().add_months(D("2026-11-02"), 3)
    assert (due.day, due.provisional) == (D("2027-02-03"), False)
    assert set(old.days.values_list("day", "kind")) == kept


def test_a_place_has_its_own_days_on_top(office):
    city, county = office.city, office.county
    take(office, OWN, place=city.place, by=office.by(city.administrator))
    assert not clocks.calendar_of(city.place.pk).works(D("2027-04-19"))
    assert clocks.calendar_of(county.place.pk).works(D("2027-04-19"))
    # Its own days do not make the year of the State Council a published one.
    assert 2027 not in clocks.calendar_of(city.place.pk).published


@pytest.mark.parametrize("who", ["administrator", "supervisor", "committee", "office0"])
def test_who_may_take_which(office, who):
    user = getattr(office.city, who)
    if who in ("administrator", "supervisor"):
        assert take(office, OWN, place=office.city.place, by=office.by(user)).number == 1
    else:
        with pytest.raises(NotYours, match="管理员或督查"):
            take(office, OWN, place=office.city.place, by=office.by(user))
    with pytest.raises(NotYours, match="管理员或督查"):
        take(office, OWN, place=office.county.place, by=office.by(user))
    with pytest.raises(NotYours, match="全国工作日历"):
        take(office, read_library(2027).days, by=office.by(user))


def test_the_operator_takes_the_national_one(office):
    root = User.objects.create_superuser("root", name="根")
    assert take(office, read_library(2027).days, by=Actor(source=Source.ADMIN, user=root)).published


def test_the_same_again_and_a_step_back_are_refused(office):
    take(office, read_library(2027).days, notice="国办发明电〔2026〕1号")
    with pytest.raises(Invalid, match="与现行第2版完全相同"):
        take(office, read_library(2027).days, notice="国办发明电〔2026〕1号")
    with pytest.raises(Invalid, match="已正式公布，不能再载入暂定安排"):
        take(office, read_library(2027).days, published=False)
    with pytest.raises(Invalid, match="缺少2027年1月1日（元旦）"):
        take(office, OWN)
    assert CalendarVersion.objects.filter(year=2027).count() == 2


def test_days_around_new_year_reach_into_the_year_before(office):
    around = [Special(D("2026-12-31"), works=False, name="元旦"), Special(D("2026-12-27"), works=True, name="调休上班")]
    take(office, [*read_library(2027).days, *around])
    calendar = clocks.calendar_of()
    assert (calendar.works(D("2026-12-31")), calendar.works(D("2026-12-27"))) == (False, True)


def test_a_notice_by_command(office, file, capsys):
    told = load(capsys, "2026", "--notice", file(NOTICE_2026), "--published")
    assert "2026-10-10 上班 调休上班" in told
    assert told.splitlines()[-1].startswith("已载入全国2026年第2版（已正式公布）")
    assert CalendarVersion.objects.get(year=2026, number=2).notice == "国办发明电〔2025〕7号"


def test_a_list_and_the_library_by_command(office, file, capsys):
    told = load(capsys, "2029", "--csv", file(rows_of(2029), "gb18030"))
    assert "已载入全国2029年第1版（暂定）" in told
    assert "holidays" in CalendarVersion.objects.get(year=2027).source
    assert "第1版（暂定）" in load(capsys, "2030", "--library")
    assert "第1版（已正式公布）" in load(
        capsys, "2027", "--csv", file("2027-04-19,off,三月三"), "--jurisdiction", "liyang", "--published"
    )


def test_a_dry_run_shows_the_days_and_takes_nothing(office, file, capsys):
    before = CalendarVersion.objects.count()
    assert "2026-01-04 上班" in load(capsys, "2026", "--notice", file(NOTICE_2026), "--dry-run")
    assert CalendarVersion.objects.count() == before


@pytest.mark.parametrize(("args", "told"), [
    (("2027", "--library", "--published"), "不能作为正式公布载入"),
    (("2027", "--library", "--jurisdiction", "liyang"), "不能载入为本地日历"),
    (("2026", "--library"), "已正式公布，不能再载入暂定安排"),
    (("2027", "--csv", "/nowhere/x.csv"), "不能读取/nowhere/x.csv"),
    (("1999", "--library"), "年份应在2000至2099之间"),
])  # fmt: skip
def test_what_the_command_refuses(office, args, told):
    before = CalendarDay.objects.count()
    with pytest.raises(CommandError, match=told):
        call_command("load_calendar", *args)
    assert CalendarDay.objects.count() == before


def test_the_command_says_all_that_is_wrong(office, file):
    with pytest.raises(CommandError) as refused:
        call_command(
            "load_calendar",
            "2026",
            "--notice",
            file(NOTICE_2026.replace("共9天", "共8天").replace("20日（周日）", "31日")),
        )
    assert "“春节”写明共8天" in str(refused.value)
    assert "没有9月31日这一天。" in str(refused.value)
    with pytest.raises(CommandError, match="不是文字文件"):
        call_command("load_calendar", "2026", "--notice", file("\x00\x01"))
