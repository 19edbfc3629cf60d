import pytest

from workflow import files, numbering
from workflow.errors import Invalid, NumberTaken
from workflow.models import IssuedNumber, NumberSeries, StoredFile


def take(office, text, place=None):
    place = place or office.city
    return numbering.take(text, jurisdiction_id=place.place.pk, subject_uid=place.place.uid, at=office.at)


def test_a_number_becomes_a_row_of_its_series(office):
    issued = take(office, "丽卫函〔2026〕12号")
    assert (issued.series.code, issued.year, issued.n, issued.status) == ("丽卫函", 2026, 12, "issued")
    assert str(issued) == "丽卫函〔2026〕12号"


@pytest.mark.parametrize("text", [
    "丽卫函[2026]12号", "丽卫函（2026）12号", "丽卫函〔2026〕012号", "丽卫函〔2026〕0号", "丽卫函〔26〕12号",
    "丽卫函〔2026〕12", "〔2026〕12号", "", "丽卫函〔2026〕1000000号", "丽 卫函〔2026〕12号", "函" * 17 + "〔2026〕1号",
])  # fmt: skip
def test_another_form_is_refused(office, text):
    with pytest.raises(Invalid) as refusal:
        take(office, text)
    assert (refusal.type, refusal.value.field) == (Invalid, "doc_number")
    assert not NumberSeries.objects.exists()


def test_a_number_is_taken_once(office):
    take(office, "丽卫函〔2026〕12号")
    with pytest.raises(NumberTaken):
        take(office, "丽卫函〔2026〕12号")
    assert IssuedNumber.objects.count() == 1


def test_the_same_number_in_another_year_series_or_place_is_another(office):
    for text in ("丽卫函〔2026〕12号", "丽卫函〔2025〕12号", "丽卫字〔2026〕12号"):
        take(office, text)
    take(office, "丽卫函〔2026〕12号", office.county)
    assert IssuedNumber.objects.count() == 4


def keep(office, data, name):
    return files.store(data, name, jurisdiction_id=office.city.place.pk, at=office.at)


def test_the_same_bytes_lie_there_once(office):
    first, second = keep(office, b"scan", "a.pdf"), keep(office, b"scan", "b.pdf")
    assert (first.sha256, first.size, files.read(second)) == (second.sha256, 4, b"scan")
    assert StoredFile.objects.count() == 2
    assert [path.name for path in files.path_of(first.sha256).parent.iterdir()].count(first.sha256) == 1


@pytest.mark.parametrize(("name", "kept"), [
    ("../../etc/passwd", "passwd"),
    ("/a/b/答复.pdf", "答复.pdf"),
    ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
])  # fmt: skip
def test_a_name_is_a_name_and_no_path(office, name, kept):
    assert keep(office, b"x", name).name == kept
