"""Respondents, accusations, outcomes and vocabulary. All names are invented."""

import gzip
import json
import time

import pytest

from core.accusations import accusation_of
from core.class_guess import guess_class
from core.masking import mask
from core.outcomes import outcome_of
from core.places import find_places
from core.respondents import find_respondents
from core.units import find_units
from core.vocabulary import code_of, label, labels


@pytest.mark.parametrize(
    ("text", "kind", "stem"),
    [
        ("举报清河县禾泰房地产开发有限公司", "developer", "禾泰"),
        ("投诉安居客乐物业服务有限公司乱收费", "property_firm", "安居客乐"),
        ("A市云汀搅拌有限公司拖欠工资", "firm", "云汀搅拌"),
        ("A7县望山幼儿园乱收费", "school", "望山幼儿园"),
        ("在青禾医院就诊", "hospital", "青禾医院"),
        ("青禾健身房跑路", "shop", "青禾健身房"),
    ],
)
def test_organisations_with_a_name(text, kind, stem):
    assert (kind, stem) in [(r.kind, r.stem) for r in find_respondents(text)]


@pytest.mark.parametrize("text", ["物业公司不作为", "开发商和物业费", "我们公司老板", "去银行贷款", "公办幼儿园太少"])
def test_organisations_without_a_name(text):
    assert find_respondents(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("举报县住建局科长赵某收受开发商红包", "clear"),
        ("某局副局长贪污公款", "clear"),
        ("举报柳溪村村支书优亲厚友、套取危房补助", "clear"),
        ("反映村支书侵吞征地款", "clear"),
        ("举报柳溪村村长欺负村民", "doubtful"),
        ("派出所包庇赌场老板", "doubtful"),
        ("物业乱收费，希望查处", "none"),
        ("举报某饭店油烟扰民", "none"),
        ("公司经理挪用客户资金", "none"),
        ("建议加强干部教育，预防腐败", "none"),
        ("请问村干部有没有贪污", "none"),
        ("举报A3区长房小区开发商虚假宣传", "none"),
        ("", "none"),
    ],
)
def test_accusations(text, kind):
    verdict = accusation_of(text)
    assert verdict.kind == kind
    assert all(text[a:b] == quote for a, b, quote in verdict.evidence)
    assert bool(verdict.evidence) == (kind != "none")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("养猪场臭得没法住。我怀疑县生态环境局的人收了人家的好处，不然怎么不查。", "doubtful"),
        ("都说柳溪镇人民政府某股长跟老板是亲戚，里面肯定有猫腻，请一并查一查。", "doubtful"),
        ("村里人讲县城管局有人拿了红包才睁一只眼闭一只眼。", "doubtful"),
        ("控告县公安局办案人员压着不立案", "doubtful"),
        ("怀疑物业公司和开发商串通，请住建局查一查。", "none"),
        ("听说开发商和物业是一伙的。", "none"),
        ("大家都说住建局办事快。", "none"),
        ("举报楼下饭店油烟扰民，请环保局查处。", "none"),
    ],
)
def test_what_a_letter_suspects_of_an_organ_waits_for_a_person(text, kind):
    assert accusation_of(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("某财富平台侵吞投资人的钱。尊敬的赵书记：您好！我投了十万元。", "none"),
        ("孙县长：您好！云汀公司侵吞我们的货款。", "none"),
        ("县信访局周某同志：\n云汀公司骗取补贴款项。", "none"),
        ("尊敬的钱书记，您好！柳溪村村支书侵吞征地款。", "clear"),
        ("被举报人：柳溪镇国土所所长：贪污公款", "clear"),
        ("传闻开发商高层挪用资金，希望政府部门监管", "none"),
        ("业主委员会在选聘物业时暗箱操作，请街道办事处过问", "none"),
        ("政府和开发商之间有利益输送", "doubtful"),
        ("公司的主任科员干部挪用公款", "clear"),
        ("请查处与云汀公司串通作假的贪污分子，住建局在场", "doubtful"),
        ("营业员拿现金出来，派出所来看过监控", "none"),
        ("两个校区差别大，给可能的权钱交易留下隐患，请教育局过问", "none"),
        ("实名举报开发区负责人滥用职权", "doubtful"),
        ("举报网吧骗取顾客押金款项", "none"),
        ("谁给的保护伞？店里通宵营业。一年多了，城管来了又走，大家怀疑有保护伞，城管心里清楚", "doubtful"),
    ],
)
def test_who_is_addressed_and_what_a_firm_did_is_no_accusation(text, kind):
    assert accusation_of(text).kind == kind


def test_the_sources_own_word_for_an_accusation_counts():
    assert accusation_of("小区停水", "检举控告").kind == "clear"
    assert accusation_of("小区停水", "求决").kind == "none"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("经查，情况属实，物业公司已将多收费用退还业主。", "support"),
        ("我局已责令该店停业整改。", "support"),
        ("您的诉求没有政策依据，不予支持。", "not_support"),
        ("经核实，反映的问题不属实。", "not_support"),
        ("已退还部分费用，其余诉求不予支持，上述费用已退还到位。", "partial_support"),
        ("目前该路正在施工，预计明年6月完工。", "in_progress"),
        ("合同纠纷建议您通过司法途径解决。", "diverted"),
        ("您反映的问题已转交县交通运输局处理。", "transferred"),
        ("根据《义务教育法》的规定，新生应当就近入学。", "explain"),
        ("您好，留言收悉，现回复如下：屏蔽仪只能在教室十米范围内起作用，不会影响小区通话。", "explain"),
        ("感谢您的支持！", ""),
        ("", ""),
    ],
)
def test_outcomes_of_replies(reply, code):
    outcome = outcome_of(reply)
    assert outcome.code == code
    assert reply[outcome.start : outcome.end] == outcome.quote


def test_labels_and_codes_of_enumerations():
    assert label("state", "in_handling") == "办理中"
    assert label("state", "unheard") == "unheard"
    assert code_of("channel", " 来信 ") == "letter"
    assert code_of("channel", "１２３４５") == "hotline"
    assert code_of("state", "Concluded") == "concluded"
    assert code_of("rating", "非常满意") == "satisfied"
    assert code_of("outcome", "什么都不是") == ""


def test_every_label_leads_back_to_its_code():
    for table in ("channel", "state", "outcome", "rating", "claim_class", "purpose", "route", "restricted"):
        assert {code: code_of(table, name) for code, name in labels(table).items()} == {c: c for c in labels(table)}


def test_outcome_codes_of_the_written_opinion_exist():
    assert {"support", "partial_support", "explain", "not_support"} <= set(labels("outcome"))


@pytest.mark.data
def test_a_letter_costs_little(shared_data):
    """Masking, places, units and class of 150 characters stay far under a millisecond of one core."""
    with gzip.open(shared_data / "teddy2020c" / "hot_messages.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for _, line in zip(range(800), file, strict=False)]
    letters = [f"{row['title']}。{row['text']}"[:150] for row in rows]
    steps = (mask, find_places, find_units, guess_class)
    for step in steps:
        step(letters[0])
    start = time.process_time()
    for letter in letters:
        for step in steps:
            step(letter)
    assert (time.process_time() - start) / len(letters) < 0.0012
