import csv

import pytest

from core.class_guess import guess_class, guess_level_one
from core.taxonomy import class_by_label, classes, hint_weights, label_of, path_of


def test_the_whole_table_is_there():
    by_level = {level: [c for c in classes().values() if c.level == level] for level in (1, 2, 3)}
    assert len(by_level[1]) == 17
    assert len([c for c in by_level[2] if not c.code.endswith("99")]) == 111
    assert len([c for c in by_level[3] if int(c.code[4:]) < 51]) == 401
    assert len([c for c in by_level[3] if 51 <= int(c.code[4:]) < 99]) == 19


def test_every_class_has_a_parent_and_every_branch_an_other():
    for code, one in classes().items():
        assert one.parent == code[:-2]
        assert not one.parent or one.parent in classes()
        if one.level < 3:
            assert label_of(f"{code}99") == "其他"


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("01", "城乡建设"),
        ("0109", "住房保障与房地产"),
        ("010903", "物业服务"),
        ("010909", "房产证登记与办理"),
        ("010951", "逾期交房与停工楼盘"),
        ("040251", "建筑施工噪声"),
        ("150603", "农民工权益"),
        ("109901", "农村“八大员”问题"),
        ("1607", "军转安置"),
        ("99", "其他"),
    ],
)
def test_codes_and_labels(code, label):
    assert label_of(code) == label


def test_paths():
    assert path_of("010903") == "城乡建设 › 住房保障与房地产 › 物业服务"
    assert label_of("777777") == path_of("777777") == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("城乡建设", "01"),
        ("国土资源", "03"),
        ("环境保护", "04"),
        ("卫生计生", "12"),
        ("商贸旅游", "11"),
        ("农村农业", "10"),
        ("经济管理", "07"),
        ("物业服务", "010903"),
        ("城乡建设/住房保障与房地产/物业服务", "010903"),
        ("城乡建设-安全生产", "0101"),
        ("经济管理 › 安全生产 › 安全隐患", "070103"),
        ("交通运输", "06"),
        ("010903", "010903"),
    ],
)
def test_labels_old_and_new_find_their_class(text, code):
    found = class_by_label(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "没有这个分类", "安全生产", "教育文体/物业服务"])
def test_unknown_and_ambiguous_labels_find_none(text):
    assert class_by_label(text) is None


def test_hints_belong_to_classes():
    assert set(hint_weights()) <= set(classes())
    assert "物业费" in classes()["010903"].hints


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("入住六年办不了不动产权证，开发商不做首次登记", "010909"),
        ("物业公司乱收物业费，业委会不公开公共收益", "010903"),
        ("包工头拖欠农民工工资三个月", "150603"),
        ("工地夜间施工噪音扰民，凌晨两点还在打桩", "040251"),
        ("楼下烧烤店油烟直排", "040253"),
        ("城里楼盘烂尾，延期交房两年", "010951"),
        ("征地款和青苗费没有发到村民手里", "030301"),
        ("法院判决不执行，老赖躲债，请强制执行", "131101"),
        ("健身房跑路，预付卡不退钱", "110351"),
        ("低保被取消", "0908"),
        ("村账多年不公开，集体资产分红不明", "1002"),
        ("学校违规补课乱收费，老师强制收补课费", "140302"),
        ("P2P理财平台不兑付，非法集资", "070501"),
        ("单位断缴社保", "150201"),
        ("电梯困人事故", "110352"),
        ("养猪场臭气熏天，猪粪排到河里", "040256"),
    ],
)
def test_hot_words_lead_to_the_class(text, code):
    best = guess_class(text)[0]
    assert best.code.startswith(code)
    assert 0 < best.score <= 1
    for hit in best.evidence:
        assert text.lower()[hit.start : hit.end] == hit.word


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("村集体土地上的农村房屋拆迁，安置补偿没有谈好，农户不同意", "0107", "0106"),
        ("工地民工拖欠工程款工资，工人讨薪", "1506", "0108"),
        ("小区物业小区管理混乱，业主要求换物业", "010903", "010211"),
    ],
)
def test_overlaps_are_settled_by_the_rules(text, first, second):
    codes = [g.code for g in guess_class(text, 10)]
    assert codes[0].startswith(first)
    assert not codes[0].startswith(second)


def test_words_of_no_class_lead_nowhere():
    assert guess_class("你好") == []
    assert guess_level_one("") == ""


@pytest.mark.data
def test_the_contest_taxonomy_is_contained(shared_data):
    with (shared_data / "teddy2020c" / "taxonomy.csv").open(encoding="utf-8-sig") as file:
        rows = [r for r in csv.DictReader(file) if "其他" not in r.values()]
    assert len(rows) > 390
    missing = [r for r in rows if class_by_label("/".join(r.values())) is None]
    assert missing == []
