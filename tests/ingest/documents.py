"""The same invented regulation written as md, txt, docx, pdf and html, for tests of readers."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

LINES = (
    "清河县物业服务管理办法",
    "（2024年3月1日清河县人民政府令第5号公布，自2024年5月1日起施行）",
    "第一章 总则",
    "第一条 为了规范本县物业服务活动，维护业主和物业服务人的合法权益，改善居住环境，根据有关法律法规的规定，"
    "结合本县实际情况，制定本办法，供各镇街道参照执行。",
    "第二条 本县行政区域内的物业服务活动适用本办法。",
    "本办法所称物业服务，是指业主选聘物业服务人，由其按照合同对房屋和配套设施进行维修养护的活动。",
    "第二章 业主和业主大会",
    "第一节 业主",
    "第三条 业主享有下列权利：",
    "（一）提议召开业主大会会议；",
    "（二）监督物业服务人履行合同；",
    "（三）法律法规规定的其他权利。",
    "业主行使权利时应当遵守管理规约。",
    "第三条之一 有下列情形之一的，街道办事处应当在收到书面申请之日起三十日内指导成立业主大会，"
    "并将有关情况书面告知县住房和城乡建设主管部门备案：",
    "（一）交付面积达到总面积百分之五十的；",
    "（二）首套房屋交付满两年的。",
    "第二节 业主委员会",
    "第四条 业主委员会违反",
    "第三条规定的，由街道办事处责令限期改正；逾期不改正的，予以通报。",
    "第五条 本办法自2024年5月1日起施行。",
)
EXPECTED = [(1, 0), (2, 0), (3, 0), (3, 1), (4, 0), (5, 0)]


def write_all(folder: Path, lines: tuple[str, ...] = LINES) -> list[Path]:
    """The files, one a format."""
    return [
        _txt(folder, lines),
        _markdown(folder, lines),
        _html(folder, lines),
        _docx(folder, lines),
        _pdf(folder, lines),
    ]


def _txt(folder: Path, lines: tuple[str, ...]) -> Path:
    file = folder / "办法.txt"
    file.write_bytes("\r\n\r\n".join(line.replace("条 ", "条　", 1) for line in lines).encode("gb18030"))
    return file


def _markdown(folder: Path, lines: tuple[str, ...]) -> Path:
    file = folder / "办法.md"
    text = "\n\n".join(f"## {line}" if line[2:3] in "章节" and line.startswith("第") else _bold(line) for line in lines)
    file.write_text(f"---\ntitle: 办法\n---\n<!-- 正文 -->\n{text}\n", encoding="utf-8")
    return file


def _bold(line: str) -> str:
    head, mark, rest = line.partition(" ")
    return f"- **{head}**　　{rest}" if mark and head.startswith("第") and "条" in head else line


def _html(folder: Path, lines: tuple[str, ...]) -> Path:
    file = folder / "办法.html"
    body = "".join(
        f"<p><span>{line.partition(' ')[0]}</span>{' ' if ' ' in line else ''}\n{line.partition(' ')[2]}</p>"
        for line in lines
    )
    file.write_text(
        f"<html><head><title>x</title><meta charset='utf-8'></head><body><nav>首页 第九条</nav><div>{body}</div>"
        "<script>第八条</script></body></html>",
        encoding="utf-8",
    )
    return file


def _docx(folder: Path, lines: tuple[str, ...]) -> Path:
    file = folder / "办法.docx"
    document = Document()
    for line in lines:
        document.add_paragraph("　　" + line)
    document.save(str(file))
    return file


def _pdf(folder: Path, lines: tuple[str, ...]) -> Path:
    file = folder / "办法.pdf"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("正文", fontName="STSong-Light", fontSize=12, leading=18, firstLineIndent=24, wordWrap="CJK")
    SimpleDocTemplate(str(file), pagesize=A4).build([Paragraph(line, style) for line in lines])
    return file
