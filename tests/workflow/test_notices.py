"""Notices and lists of holidays: read day by day, and refused with everything that is wrong at once."""

import datetime as dt

import pytest

from workflow.notices import Special, faults_of, library_has_notice, read_library, read_list, read_notice, statutory

D = dt.date.fromisoformat
NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，遇有重大突发事件，要按规定及时报告并妥善处置。
国务院办公厅
2025年11月4日
"""


def days(reading) -> set[tuple[str, bool]]:
    return {(each.day.isoformat(), each.works) for each in reading.days}


def test_the_whole_notice_gives_the_days_that_the_library_has():
    reading = read_notice(NOTICE_2026, 2026)
    assert (reading.problems, reading.number) == ((), "国办发明电〔2025〕7号")
    assert days(reading) == days(read_library(2026))


@pytest.mark.parametrize("change", [
    lambda text: text.replace("1月", "１月").replace("（", "(").replace("）", ")").replace("：", ":"),
    lambda text: text.replace("周", "星期"),
    lambda text: text.replace("一、", "").replace("日（周四）至3日", "日（周四）—3日"),
    lambda text: text.replace("\n", ""),
    lambda text: text.replace("）、10月10日（周六）上班", "）上班，10月10日（周六）上班"),
    lambda text: text.replace("放假，共3天", "放假公休，共3天"),
    lambda text: text.replace("共3天", "共三天").replace("共9天", "共九天").replace("共5天", "共五天"),
])  # fmt: skip
def test_the_same_notice_in_other_hands(change):
    reading = read_notice(change(NOTICE_2026), 2026)
    assert (reading.problems, days(reading)) == ((), days(read_library(2026)))


@pytest.mark.parametrize(("year", "text", "expected"), [
    (2025, "元旦：1月1日（周三）放假1天，不调休。", {("2025-01-01", False)}),
    (2024, "端午节：6月10日放假，与周末连休。", {("2024-06-10", False)}),
    (2015, "清明节：4月5日放假，4月6日（星期一）补休。", {("2015-04-06", False)}),
    (2019, "元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。",
     {("2018-12-31", False), ("2019-01-01", False), ("2018-12-29", True)}),
    (2019, "元旦：12月30日至1月1日放假调休，共3天。12月29日（星期六）上班。",
     {("2018-12-31", False), ("2019-01-01", False), ("2018-12-29", True)}),
    (2018, "国庆节：10月1日至7日放假调休，共7天。9月29日（星期六）、30日（星期日）上班。",
     {(f"2018-10-0{n}", False) for n in range(1, 6)} | {("2018-09-29", True), ("2018-09-30", True)}),
    (2009, ("元旦：1月1日至3日放假，共3天。其中，1月1日（星期四、新年）为法定节假日，1月3日（星期六）为公休日。"
     "1月4日（星期日）公休日调至1月2日（星期五）。1月4日（星期日）上班。"),
     {("2009-01-01", False), ("2009-01-02", False), ("2009-01-04", True)}),
    (2024, ("春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。"
     "鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。"),
     {(f"2024-02-{n}", False) for n in range(12, 17)} | {("2024-02-04", True), ("2024-02-18", True)}),
    (2027, "三月三：4月19日（周一）放假1天。", {("2027-04-19", False)}),
])  # fmt: skip
def test_forms_of_twenty_years(year, text, expected):
    reading = read_notice(text, year, whole=False)
    assert (reading.problems, days(reading)) == ((), expected)


@pytest.mark.parametrize(("old", "new", "told"), [
    ("1月4日（周日）", "1月4日（周一）", "2026年1月4日是周日，通知写作周一。"),
    ("放假调休，共9天", "放假调休，共8天", "“春节”写明共8天，所列日期为9天。"),
    ("放假调休，共9天", "放假调休，共八天", "“春节”写明共八天，所列日期为9天。"),
    ("放假调休，共9天", "放假调休，共十一天", "“春节”写明共十一天，所列日期为9天。"),
    ("放假调休，共9天", "放假调休，共三三天", "“春节”写明共三三天，所列日期为9天。"),
    ("4月4日（周六）至6日（周一）放假", "4月4日（周六）放假2天", "“清明节”写明放假2天，所列日期为1天。"),
    ("5月9日（周六）上班", "5月4日（周一）上班", "2026年5月4日既列为放假，又列为上班。"),
    ("5月9日（周六）上班", "5月9日（周六）、5月9日（周六）上班", "2026年5月9日重复列出。"),
    ("5月9日（周六）上班", "2027年5月9日（周日）上班", "2027年5月9日不在2026年内。"),
    ("5月9日（周六）上班", "5月11日（周一）上班", "2026年5月11日是周一，本来就上班，不应列为调休上班。"),
    ("9月20日（周日）", "9月31日", "没有9月31日这一天。"),
    ("5月9日（周六）上班", "5月9日（周六）", "看不懂“5月9日(周六)”：没有说明哪些日期放假、哪些日期上班。"),
    ("5月9日（周六）上班", "5月9日（周六）不上班", "看不懂“不上班”：请改写为放假或上班的日期。"),
    ("6月19日（周五）至21日", "6月19日（周五）至17日", "2026年6月19日至2026年6月17日的起止日期有误。"),
    ("4月4日（周六）至6日（周一）放假，共3天", "放假", "“清明节”一项没有写明放假日期。"),
    ("四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。\n", "",
     "缺少2026年5月1日（劳动节）：全年日历应列出全部法定节假日。"),
    ("于2026年部分", "于2027年部分", "通知是2027年的，不是2026年的。"),
])  # fmt: skip
def test_what_contradicts_itself_is_refused_in_words(old, new, told):
    assert old in NOTICE_2026
    assert told in read_notice(NOTICE_2026.replace(old, new), 2026).problems


def test_everything_wrong_is_said_at_once():
    text = (
        NOTICE_2026.replace("1月4日（周日）", "1月4日（周一）")
        .replace("共9天", "共8天")
        .replace("9月20日（周日）", "9月31日")
    )
    assert len(read_notice(text, 2026).problems) >= 3


@pytest.mark.parametrize("text", ["", "今天天气很好。", "关于做好值班工作的通知"])
def test_what_is_no_notice(text):
    assert read_notice(text, 2026).problems == ("没有读到“一、元旦：……放假”这样的条目。",)


def test_what_is_too_long_is_not_read():
    assert "超过20000字" in read_notice("春节：" + "春" * 20_000, 2026).problems[0]
    assert "超过20000字" in read_list("2026-01-01,off,元旦\n" * 2000, 2026).problems[0]


def rows_of(year: int, *more: str) -> str:
    listed = [f"{each.day},{'work' if each.works else 'off'},{each.name}" for each in read_library(year).days]
    return "\n".join(["日期,安排,名称", *listed, *more])


@pytest.mark.parametrize("change", [
    str,
    lambda text: text.replace("off", "放假").replace("work", "上班"),
    lambda text: text.replace("2026-0", "2026/").replace("2026-", "2026/"),
    lambda text: text.replace(",", "\t").replace("日期\t安排\t名称\n", ""),
    lambda text: "\ufeff" + text + "\n\n2026-01-03,off,元旦,周六",
])  # fmt: skip
def test_a_list_is_read(change):
    reading = read_list(change(rows_of(2026)), 2026)
    assert (reading.problems, days(reading)) == ((), days(read_library(2026)))


@pytest.mark.parametrize(("row", "told"), [
    ("2026-09-31,off,中秋节", "没有9月31日这一天。"),
    ("明天,off,元旦", "日期“明天”应如 2027-01-01。"),
    ("2026-03-02,maybe,休", "“maybe”应为 work（上班）或 off（放假）。"),
    ("2026-03-02,off", "应有日期、work 或 off、名称三列。"),
    ("2026-03-02,off,休,周二", "2026年3月2日是周一，清单写作周二。"),
])  # fmt: skip
def test_a_row_that_cannot_be_is_named_by_its_number(row, told):
    text = rows_of(2026, row)
    assert read_list(text, 2026).problems == (f"第{len(text.splitlines())}行：{told}",)


@pytest.mark.parametrize(("row", "told"), [
    ("2026-05-09,off,休", "2026年5月9日既列为放假，又列为上班。"),
    ("2026-05-09,work,上班", "2026年5月9日重复列出。"),
    ("2027-03-02,off,休", "2027年3月2日不在2026年内。"),
])  # fmt: skip
def test_days_that_do_not_go_together(row, told):
    assert read_list(rows_of(2026, row), 2026).problems == (told,)


def test_a_year_with_a_hole_says_which_holidays_it_misses():
    reading = read_list("2027-01-01,off,元旦\n2027-10-01,off,国庆节", 2027)
    missing = [problem for problem in reading.problems if problem.startswith("缺少")]
    assert missing[0] == "缺少2027年2月5日（农历除夕）：全年日历应列出全部法定节假日。"
    assert len(missing) == 5
    assert read_list("2027-04-19,off,三月三", 2027, whole=False).problems == ()


def test_a_statutory_holiday_is_no_working_day():
    told = faults_of(2027, [Special(D("2027-10-01"), works=True, name="上班")], whole=False)
    assert told == ["2027年10月1日是法定节假日（国庆节），不能列为上班。"]


@pytest.mark.parametrize("year", [1949, 1999, 2100])
def test_years_beyond_all_sense(year):
    assert read_library(year).problems == ("年份应在2000至2099之间。",)


def test_the_library_knows_its_last_notice():
    assert (library_has_notice(2026), library_has_notice(2099)) == (True, False)
    assert "劳动节" in statutory(2025)[D("2025-05-02")]
    assert D("2024-05-02") not in statutory(2024)


def test_a_date_of_another_age_is_refused_and_breaks_nothing():
    reading = read_notice("一、元旦：9999年12月31日至1月3日放假，共3天。", 2027)
    assert "9999年12月31日不在2027年内。" in reading.problems
