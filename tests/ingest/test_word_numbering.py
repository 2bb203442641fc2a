"""Articles and items that Word numbers by itself come with the numbers a reader sees."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from core.law_tree import articles_of, parse
from ingest.texts import document_lines, document_text

LISTS = f"""
<w:abstractNum {nsdecls("w")} w:abstractNumId="90">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="space"/>
    <w:lvlText w:val="第%1条"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
    <w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>
</w:abstractNum>"""


def _numbered(paragraph: Paragraph, level: int) -> None:
    numbers = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(numbers))


def test_numbers_of_word_are_read_as_shown(tmp_path: Path) -> None:
    document = Document()
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(LISTS))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    document.add_paragraph("清河县门牌办法")
    for text, level in (
        ("为了管理门牌，制定本办法。", 0),
        ("下列建筑应当有门牌：", 0),
        ("住宅；", 1),
        ("商铺。", 1),
        ("临时建筑除外。", 2),
        ("门牌不得遮挡：", 0),
        ("花木；", 1),
        ("（二）已经写明的。", 1),
    ):
        _numbered(document.add_paragraph(text), level)
    document.add_paragraph("没有编号。")
    file = tmp_path / "办法.docx"
    document.save(str(file))
    assert document_lines(file) == [
        "清河县门牌办法",
        "第一条 为了管理门牌，制定本办法。",
        "第二条 下列建筑应当有门牌：",
        "（一）住宅；",
        "（二）商铺。",
        "临时建筑除外。",
        "第三条 门牌不得遮挡：",
        "（一）花木；",
        "（二）已经写明的。",
        "没有编号。",
    ]
    found = articles_of(parse(document_text(file)))
    assert [(a.number, len(a.node.children[0].children)) for a in found] == [(1, 0), (2, 2), (3, 2)]


def test_styles_carry_numbers_and_files_without_lists_do_not_stumble(tmp_path: Path) -> None:
    document = Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("丙", style="List Bullet")
    file = tmp_path / "表.docx"
    document.save(str(file))
    assert document_lines(file) == ["1. 甲", "2. 乙", "丙"]
    bare = Document()
    part = bare.part
    for name, relation in list(part.rels.items()):
        if relation.reltype.endswith("/numbering"):
            del part.rels[name]
    style = bare.styles["Normal"].element
    assert style.find(qn("w:numPr")) is None
    bare.add_paragraph("丁")
    bare.save(str(file))
    assert document_lines(file) == ["丁"]
