from __future__ import annotations

import re

from core.privacy import find_personal
from data.demo.places import HERE

REGIONS_BEGIN = range(11, 83)  # the first two digits of every region code there is
LONG = re.compile(r"(?<!\d)[\d]{11,19}[Xx]?(?!\d)")


def every_text(letters):
    for row in letters:
        yield from (row[field] for field in ("标题", "诉求内容", "答复意见", "证件号", "联系电话", "住址"))


def test_no_number_could_belong_to_anybody(letters):
    for text in every_text(letters):
        for number in LONG.findall(text):
            if len(number) == 11:
                assert number.startswith("154000"), number
            else:
                assert number.startswith("99"), number


def test_no_id_number_has_a_region():
    text = (HERE / "petitions.csv").read_text(encoding="utf-8")
    found = re.findall(r"(?<!\d)(\d{2})\d{4}(?:19|20)\d{9}[\dXx](?!\d)", text)
    assert len(found) > 1500
    assert not [head for head in found if int(head) in REGIONS_BEGIN]


def test_phones_plates_mails_and_landlines_are_unusable(letters):
    for text in every_text(letters):
        for one in find_personal(text):
            digits = re.sub(r"\D", "", one.text)
            if one.kind == "mobile":
                assert digits.startswith("154000"), one
            elif one.kind == "landline" and len(digits) >= 10:
                assert digits.startswith("0300"), one
            elif one.kind == "plate":
                assert one.text[1] == "I", one
            elif one.kind == "email":
                assert one.text.endswith("@example.com"), one


def test_no_place_of_the_county_is_a_real_county_or_city(shared_data):
    import csv
    import gzip

    real = set()
    for name in ("provinces", "cities", "areas"):
        with gzip.open(shared_data / "divisions" / f"{name}.csv.gz", "rt", encoding="utf-8") as stream:
            real |= {cell for row in csv.reader(stream) for cell in row}
    assert not {"青湄县", "溯川市", "岚东省"} & real
