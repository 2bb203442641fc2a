"""Recall on planted personal data of every kind, offsets, what must survive. All people and numbers are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.masking import PLACEHOLDERS, mask, vault_view
from core.privacy import find_personal, id_check_holds, luhn_holds


def _with_check_digit(first: str) -> str:
    return next(first + c for c in "0123456789X" if id_check_holds(first + c))


def _with_luhn(first: str) -> str:
    return next(first + c for c in "0123456789" if luhn_holds(first + c))


ID = _with_check_digit("99000119900307001")
WRONG_ID = ID[:-1] + ("1" if ID[-1] != "1" else "2")
CARD = _with_luhn("622200000000000001")

PLANTED = [
    ("id_no", f"身份证号{ID}，", ID),
    ("id_no", f"身份证：{ID[:6]} {ID[6:14]} {ID[14:]}", f"{ID[:6]} {ID[6:14]} {ID[14:]}"),
    ("id_no", "旧证号990001700307001。", "990001700307001"),
    ("mobile", "电话13800000000", "13800000000"),
    ("mobile", "手机138-0000-0000联系", "138-0000-0000"),
    ("mobile", "请拨１３８ ００００ ００００", "１３８ ００００ ００００"),
    ("mobile", "+86 13900000000", "+86 13900000000"),
    ("mobile", "联系138****0000", "138****0000"),
    ("landline", "座机0990-8000000", "0990-8000000"),
    ("landline", "打（099）80000000没人接", "（099）80000000"),
    ("landline", "电话：8000000，", "8000000"),
    ("bank_card", f"卡号{CARD}", CARD),
    ("bank_card", f"账户{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", None),
    ("plate", "车牌京A00000挡路", "京A00000"),
    ("plate", "一辆粤B·D0000Z的车", "粤B·D0000Z"),
    ("email", "邮箱nobody_00@example.org。", "nobody_00@example.org"),
    ("account", "微信号：wx_nobody00", "wx_nobody00"),
    ("account", "加QQ：100000000", "100000000"),
    ("account", "微信 abcdef_99 联系", "abcdef_99"),
    ("name", "姓名：赵一春，男", "赵一春"),
    ("name", "本人钱小禾，家住柳溪村", "钱小禾"),
    ("name", "我叫孙一苇今年六十岁", "孙一苇"),
    ("name", "联系人：欧阳小荷 电话", "欧阳小荷"),
    ("name", "信访人李大麦，因", "李大麦"),
    ("name", "投诉人周小穗。", "周小穗"),
    ("name", "去找吴大壮局长反映", "吴大壮"),
    ("house_no", "清河苑3号楼2单元501室漏水", "3号楼2单元501室"),
    ("house_no", "住在清河苑12栋1203房", "12栋1203房"),
    ("house_no", "柳溪路88号的店", "88号"),
    ("house_no", "柳溪村5组12号", "12号"),
    ("case_no", "（2021）浙05民终123号判决", "123"),
    ("case_no", "(2020)清0101民初45号", "45"),
    ("sensitive", "本人患有尿毒症多年", "尿毒症"),
    ("sensitive", "母亲确诊为肺癌晚期", "肺癌晚期"),
    ("sensitive", "二级残疾人", "二级残疾"),
    ("sensitive", "儿子今年7岁，上学", "7岁"),
    ("sensitive", "孩子在三年级2班", "三年级2班"),
    ("sensitive", "曾因盗窃罪被判处拘役", "曾因盗窃罪被判处拘役"),
    ("sensitive", "他有前科", "有前科"),
    ("sensitive", "我丈夫患有系统性红斑狼疮，常年吃药", "系统性红斑狼疮"),
    ("sensitive", "他确诊为重症肌无力，", "重症肌无力"),
    ("sensitive", "我父亲高血压、糖尿病多年", "糖尿病"),
    ("sensitive", "老伴瘫痪在床", "瘫痪"),
    ("sensitive", "母亲去年脑梗住院", "脑梗"),
    ("sensitive", "八岁的女儿没有学上", "八岁"),
    ("sensitive", "家里有个六个月大的宝宝", "六个月大"),
    ("name", "我孩子姓名沈来福，今年十三岁", "沈来福"),
    ("name", "孩子叫高小东，十二岁", "高小东"),
    ("name", "孙女的名字叫时小欣，", "时小欣"),
]


@pytest.mark.parametrize(
    "text",
    ["办理糖尿病门诊报销", "电梯的老毛病", "我家房子有毛病", "患者很多", "我们病人怎么办", "孩子叫苦不迭", "满3岁入园"],
)
def test_a_topic_is_no_persons_illness_and_no_name(text):
    assert mask(text).text == text


@pytest.mark.parametrize(("kind", "text", "quote"), PLANTED)
def test_every_planted_datum_is_found_and_hidden(kind, text, quote):
    found = [s for s in find_personal(text) if s.kind == kind]
    assert found, find_personal(text)
    if quote is not None:
        assert quote in {s.text for s in found}
        assert quote not in mask(text).text or kind == "case_no"


def test_recall_over_all_planted_data_hidden_in_long_letters():
    filler = "尊敬的领导，我们小区的下水道堵了三个月，物业一直不修，路面积水很深。"
    missed = [q for k, t, q in PLANTED if not any(s.kind == k for s in find_personal(f"{filler}{t}。{filler}"))]
    assert missed == []


def test_an_id_number_with_a_wrong_check_digit_is_masked_but_invalid():
    right, wrong = find_personal(f"证号{ID}")[0], find_personal(f"证号{WRONG_ID}")[0]
    assert (right.kind, right.valid) == ("id_no", True)
    assert (wrong.kind, wrong.valid) == ("id_no", False)
    assert mask(f"证号{WRONG_ID}").text == "证号[身份证号]"


def test_a_card_that_fails_luhn_is_masked_but_invalid():
    wrong = CARD[:-1] + str((int(CARD[-1]) + 1) % 10)
    assert [(s.kind, s.valid) for s in find_personal(f"卡号{wrong}")] == [("bank_card", False)]


@pytest.mark.parametrize(
    "text",
    [
        "依照《信访工作条例》第三十一条第（六）项和《民法典》第278条",
        "国办发〔2022〕12号、国务院令第431号、法释〔2018〕1号文件",
        "补偿款1234567.89元，其中利息20000元",
        "拨打12345热线，邮编100000",
        "2019年12月31日至2020年1月1日",
        "地铁6号线1号口旁107国道，共有35栋楼",
        "工单编号20190108145804123已转办",
        "书记、县长、住建局局长没有答复",
        "业主权益、老师陈述、负责人名单",
        "建筑面积1200平方米，容积率2.5，绿地率30%",
        "GB 3096—2008标准，昼间60分贝",
        "三期共1203户，去年6月交房",
    ],
)
def test_what_must_survive_survives(text):
    assert mask(text).text == text


def test_a_case_number_keeps_court_and_year():
    assert mask("收到（2021）浙05民终123号判决").text == "收到（2021）浙05民终××号判决"


def test_a_house_number_keeps_the_estate():
    assert mask("清河苑3号楼2单元501室").text == "清河苑××号楼"


def test_names_are_told_apart_only_by_letter():
    text = "投诉人：张小满，联系人：张大田，申请人：李三"
    assert mask(text).text == "投诉人：张某甲，联系人：张某乙，申请人：李某"
    assert mask("本人王小芹，投诉人王小芹。").text == "本人王某某，投诉人王某某。"
    assert mask("联系人：欧阳小荷。").text == "联系人：欧阳某某。"


def test_names_the_vault_knows_are_hidden_everywhere():
    assert mask("昨天见到柳如风在村口", ["柳如风"]).text == "昨天见到柳某某在村口"


def test_titles_stay_where_names_go():
    assert mask("请吴大壮局长来看").text == "请吴某某局长来看"


def test_spans_point_into_the_raw_text():
    text = f"姓名：赵小满，电话１３８００００００００，证{ID}"
    for span in find_personal(text):
        assert text[span.start : span.end] == span.text


_PARTS = st.sampled_from(
    [
        "小区漏水，",
        "电话13800000000",
        f"证号{ID} ",
        "姓名：赵小满，",
        "清河苑3号楼501室",
        "（2021）浙05民终123号",
        "第三十一条",
        "好 ",
    ]
)


@settings(max_examples=60)
@given(st.lists(_PARTS, max_size=8).map("".join))
def test_the_offset_map_leads_back(text):
    masked = mask(text)
    assert masked.to_raw(0, len(masked.text)) == (0, len(text))
    for start, end, raw_start, raw_end in masked.offsets:
        assert masked.to_raw(start, end) == (raw_start, raw_end)
    for at, char in enumerate(masked.text):
        start, end = masked.to_raw(at, at + 1)
        assert 0 <= start < end <= len(text)
        if not any(a <= at < b for a, b, _, _ in masked.offsets):
            assert (end - start, text[start]) == (1, char)


@settings(max_examples=80)
@given(st.text(alphabet=st.sampled_from(list("0123456789Xx*-() 号栋室姓名：张三，京A@.QQ微信")), max_size=60))
def test_masking_never_breaks_on_noise(text):
    masked = mask(text)
    assert all(a.end <= b.start for a, b in zip(masked.spans, masked.spans[1:], strict=False))
    rebuilt, at = "", 0
    for start, end, raw_start, raw_end in masked.offsets:
        rebuilt += masked.text[at:start] + text[raw_start:raw_end]
        at = end
    assert rebuilt + masked.text[at:] == text


def test_masked_text_masks_to_itself():
    text = f"姓名：赵小满，电话13800000000，证{ID}，清河苑3号楼501室，（2021）浙05民终123号"
    once = mask(text).text
    assert mask(once).text == once
    assert any(p in once for p in PLACEHOLDERS)


def test_check_digits():
    assert id_check_holds(ID) and not id_check_holds(WRONG_ID)
    assert not id_check_holds(ID[:6] + "20230230" + ID[14:])
    assert luhn_holds(CARD) and not luhn_holds(CARD[:-1] + str((int(CARD[-1]) + 5) % 10))


def test_vault_fields_before_they_are_opened():
    assert vault_view("id_no", ID) == f"{ID[:6]}********{ID[-4:]}"
    assert vault_view("phone", "13800000000") == "138****0000"
    assert vault_view("name", "欧阳小荷") == "欧阳某某"
    assert vault_view("address", "清河苑") == "***"
