from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from data.county.write import docx_bytes, lines_of, pdf_bytes
from ingest.manifest import read_package
from ingest.texts import document_lines

POLICIES = Path(__file__).resolve().parents[2] / "data" / "policies"
FOLDERS = sorted(folder for folder in POLICIES.iterdir() if folder.is_dir())
COUNTY = POLICIES / "county-property-disclosure"


def test_thirty_packages_of_which_one_was_replaced():
    replaced = {
        name for folder in FOLDERS for name in yaml.safe_load((folder / "package.yaml").read_text("utf-8"))["replaces"]
    }
    assert len(FOLDERS) >= 30
    assert replaced == {"county-property-disclosure-2019"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_package_is_what_its_manifest_says(folder):
    package = read_package(folder)
    files = {member["file"] for member in yaml.safe_load((folder / "package.yaml").read_text("utf-8"))["members"]}
    assert files | {"package.yaml"} == {file.name for file in folder.iterdir()}
    for one in package.members:
        assert one.text.strip()
        if one.act is not None:
            assert one.act.articles and one.act.effective is not None
            numbers = [(article.number, article.sub) for article in one.act.articles]
            assert numbers == sorted(set(numbers))
        if not folder.name.startswith("county"):
            assert one.member.text_kind == "digest"


def test_the_petition_regulation_has_all_its_fifty_articles():
    package = read_package(POLICIES / "petition-work")
    regulation = next(one.act for one in package.members if one.member.title == "信访工作条例")
    assert [article.number for article in regulation.articles] == list(range(1, 51))


def test_the_county_package_holds_every_role_and_five_formats():
    members = [*read_package(COUNTY).members, *read_package(POLICIES / "county-property-disclosure-2019").members]
    assert {one.member.role for one in members} == {"notice", "rules", "attachment", "qa"}
    assert {Path(one.member.file).suffix for one in members} == {".docx", ".pdf", ".html", ".md", ".txt"}


def test_the_pdf_and_docx_say_what_their_texts_say(tmp_path):
    for name, member, make in (("rules.txt", "办法.pdf", pdf_bytes), ("notice.txt", "通知.docx", docx_bytes)):
        committed = "".join(document_lines(COUNTY / member))
        written = tmp_path / member
        written.write_bytes(make(lines_of(name)))
        assert bare("".join(document_lines(written))) == bare(committed) == bare("".join(lines_of(name)))


def bare(text: str) -> str:
    return "".join(text.split()).replace("　", "")


def test_a_digest_repeats_no_long_run_of_the_published_text(shared_data):
    import gzip
    import json

    published: dict[str, str] = {}
    with gzip.open(shared_data / "statutes" / "articles.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            key = f"{row['title'].removeprefix('中华人民共和国')} {row['no']}"
            published[key] = published.get(key, "") + row["text"]
    for folder in FOLDERS:
        for one in read_package(folder).members:
            if one.act is None or one.member.text_kind != "digest":
                continue
            for article in one.act.articles:
                original = published.get(f"{one.member.title} {article.number}", "")
                text = bare(article.text)
                runs = [text[i : i + 24] for i in range(max(0, len(text) - 23))]
                assert not [run for run in runs if run in bare(original)], (one.member.title, article.number)


FACT_TABLE = (
    "信访条例 信访工作条例 治安管理处罚法 民事诉讼法 环境噪声污染防治法 噪声污染防治法 生态环境法典 环境保护法 "
    "环境影响评价法 海洋环境保护法 大气污染防治法 水污染防治法 土壤污染防治法 固体废物污染环境防治法 放射性污染防治法 "
    "清洁生产促进法 民法典 婚姻法 继承法 民法通则 收养法 担保法 合同法 物权法 侵权责任法 民法总则 行政复议法 "
    "行政复议法实施条例 仲裁法 供水条例 城市供水条例 村民委员会组织法 城市居民委员会组织法 网络安全法 食品安全法 "
    "不动产登记暂行条例 殡葬管理条例 住房租赁条例 农村集体经济组织法 监察法 监察法实施条例 个人信息保护法 "
    "国有土地上房屋征收与补偿条例 城市房屋拆迁管理条例 快递暂行条例 保障中小企业款项支付条例 劳动法 监狱法"
)


def test_every_act_of_the_fact_table_has_a_digest_that_agrees_with_it():
    from core.ids import regulation_id
    from ingest.version_facts import version_facts

    facts = {(fact.regulation_id, fact.published): fact for fact in version_facts()}
    acts = [one.act for folder in FOLDERS for one in read_package(folder).members if one.act is not None]
    assert set(FACT_TABLE.split()) <= {act.title for act in acts}
    for act in acts:
        fact = facts.get((regulation_id(act.title), act.published))
        if fact is None:
            continue
        assert act.effective == fact.effective, act.title
        if act.repealed and fact.ended:
            assert act.repealed == fact.ended, act.title
        if act.document_no and fact.document_no:
            assert act.document_no == fact.document_no, act.title


def test_what_replaced_what_is_written_down():
    replaced = {
        (one.act.title, title)
        for folder in FOLDERS
        for one in read_package(folder).members
        if one.act is not None
        for title in one.replaces
    }
    assert len({old for new, old in replaced if new == "生态环境法典"}) == 10
    assert len({old for new, old in replaced if new == "民法典"}) == 9
    assert ("供水条例", "城市供水条例") in replaced and ("信访工作条例", "信访条例") in replaced
    assert ("国有土地上房屋征收与补偿条例", "城市房屋拆迁管理条例") in replaced
