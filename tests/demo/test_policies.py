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


def test_twelve_packages_and_one_that_was_replaced():
    replaced = {
        name for folder in FOLDERS for name in yaml.safe_load((folder / "package.yaml").read_text("utf-8"))["replaces"]
    }
    assert len(FOLDERS) == 13
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
