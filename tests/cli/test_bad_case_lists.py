"""Case lists nobody should have saved like that: each is refused in words, or its bad rows are set aside."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.cli.door import HEADER, count, give, records, refused, set_aside

GOOD = "A1,2026-03-01,路灯不亮,清河苑门口路灯坏了三个月\n"


def ingest(home: Path, *files: Path) -> object:
    return give("ingest", "petitions", *files, "--no-wait", "--json", home=home)


def write(tmp_path: Path, name: str, content: str | bytes) -> Path:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return file


def book(tmp_path: Path, rows: list[list[object]], *merged: str) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for cells in merged:
        workbook.active.merge_cells(cells)
    workbook.save(tmp_path / "登记表.xlsx")
    return tmp_path / "登记表.xlsx"


def a_zip() -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("说明.txt", "不是工作簿")
    return out.getvalue()


LATE = "".join(f"B{n},2026-03-01,夜间施工,{'小区夜间施工噪音扰民' * 10}\n" for n in range(600)).encode()
"""More than 100 kB of sound rows."""

REFUSED = {
    "空.csv": (b"", ["文件 空.csv：文件是空的", "至少要有表头和一行数据"]),
    "空.xlsx": (b"", ["文件 空.xlsx：文件是空的"]),
    "空.jsonl.gz": (gzip.compress(b""), ["文件是空的"]),
    "只有表头.csv": (HEADER.encode(), ["只有表头，没有数据行", "至少要有一行信访件"]),
    "乱码.csv": (HEADER.encode() + b"1,2026-03-01,\xff\xff,x\n", ["第 2 行", "既不是 UTF-8 也不是 GB18030", "另存为"]),
    "后半乱码.csv": (
        HEADER.encode() + LATE + b"C,2026-03-01,\xff\xff,x\n",
        ["第 602 行", "既不是 UTF-8 也不是 GB18030"],
    ),
    "后半乱码BOM.csv": (
        b"\xef\xbb\xbf" + HEADER.encode() + LATE + b"C,2026-03-01,\xff\xff,x\n",
        ["第 602 行", "文件开头标明是 UTF-8 编码，后面却不是", "另存为"],
    ),
    "后半乱码16.csv": (
        (HEADER + "A,2026-03-01,题,文\n" * 9000).encode("utf-16") + b"\x00\xd8\x41\x00",
        ["UTF-16 编码，后面却不是"],
    ),
    "后半乱码.jsonl": (
        b'{"a": "b"}\n' * 20_000 + b'{"a": "\xff\xff"}\n',
        ["第 20001 行", "既不是 UTF-8 也不是 GB18030"],
    ),
    "半个.csv.gz": (gzip.compress(HEADER.encode() + LATE)[:-30], ["gzip 压缩不完整或已损坏", "重新下载"]),
    "压缩包.xlsx": (a_zip(), ["不是有效的 Excel 工作簿", "压缩包请先解压"]),
    "文字.xlsx": (b"hello", ["不是有效的 Excel 工作簿"]),
    "工作簿.csv": (a_zip(), ["内容其实是压缩包或 Excel 工作簿（xlsx）", "扩展名"]),
    "不是.jsonl": (b"hello\nworld\n", ["不是 JSONL", "每行写一个 JSON 对象"]),
    "宽.csv": (
        (",".join(f"列名{n}" for n in range(10_000)) + "\n" + "x," * 10_000).encode(),
        ["有 10000 列，超过 2000 列"],
    ),
    "图.png": (b"x", ["不认识的文件类型“.png”", "csv、xlsx、xls、jsonl"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_taken(made: Path, tmp_path: Path, name: str) -> None:
    content, words = REFUSED[name]
    before, aside = records(made), sorted(made.glob("quarantine/*"))
    refused(ingest(made, write(tmp_path, name, content)), *words)
    assert records(made) == before, "nothing half done"
    assert sorted(made.glob("quarantine/*")) == aside


def test_no_such_file_and_a_folder(made: Path, tmp_path: Path) -> None:
    refused(ingest(made, tmp_path / "没有.csv"), "找不到文件", "没有.csv", "请检查路径")
    (tmp_path / "夹.csv").mkdir()
    refused(ingest(made, tmp_path / "夹.csv"), "这是文件夹，不是文件")


def test_a_bad_second_file_keeps_the_first(office: Path, tmp_path: Path) -> None:
    before = count(office, "item")
    refused(
        ingest(office, write(tmp_path, "好.csv", HEADER + GOOD), write(tmp_path, "空.csv", b"")), "空.csv", "文件是空的"
    )
    assert count(office, "item") == before + 1
    again = ingest(office, tmp_path / "好.csv")
    assert (again.code, again.json["same"]) == (0, 1)


def test_ten_thousand_columns_in_a_workbook(made: Path, tmp_path: Path) -> None:
    wide = book(tmp_path, [[f"列名{n}" for n in range(10_000)], ["x"] * 10_000])
    refused(ingest(made, wide), "登记表.xlsx", "有 10000 列，超过 2000 列", "行列颠倒")


def test_a_header_without_any_known_column(made: Path, tmp_path: Path) -> None:
    refused(ingest(made, write(tmp_path, "表.csv", "颜色,尺寸\n红,3\n")), "列", "主题", "内容")


ROWS = {
    "年份不可能": ("A2,0001-01-01,题,文\n", ["日期“0001-01-01”的年份不在 1900 到 2200 之间"]),
    "不存在的日期": ("A2,2026-02-30,题,文\n", ["2026-02-30", "登记日期"]),
    "同号不同文": ("A1,2026-03-01,路灯不亮,换了一段文字\n", ["信访件编号 A1 在本文件第 2 行已出现，内容不同"]),
    "什么都没写": ("A2,2026-03-01,,\n", ["这一行没有主题，也没有内容"]),
    "多一格": ("A2,2026-03-01,题,文,还有,字\n", ["比表头多出 2 格", "未加引号的逗号"]),
    "公式出错": ("A2,2026-03-01,题,#REF!\n", ["单元格是公式错误“#REF!”"]),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_bad_row_is_set_aside_and_the_rest_goes_in(office: Path, tmp_path: Path, case: str) -> None:
    row, words = ROWS[case]
    before = count(office, "item")
    file = write(tmp_path, "来件.csv", HEADER + GOOD + row + "A9,2026-03-02,欠薪,工地拖欠工资\n")
    told = ingest(office, file)
    lines = set_aside(told, *words)
    assert len(lines) == 1 and lines[0].startswith("来件.csv,3,"), "file and row of the bad one"
    assert (told.json["new"], told.json["quarantined"]) == (2, 1)
    assert count(office, "item") == before + 2
    again = ingest(office, file)
    assert (again.code, again.json["new"], again.json["same"], again.json["quarantined"]) == (1, 0, 2, 1)


def test_the_words_for_a_person(office: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "来件.csv", HEADER + GOOD + "A2,2026-02-30,题,文\n")
    told = give("ingest", "petitions", file, "--no-wait", home=office)
    assert told.code == 1 and "新增 1，有改动 0，相同 0，另存待查 1" in told.out
    assert "另存的行和原因见：" in told.out and "quarantine" in told.out


def test_numbers_that_cannot_stand_in_an_id(plain: Path, tmp_path: Path) -> None:
    numbers = ["a@b.com", "a", "1/2", "1_2", "x:y", "中 文", "//", ":", "A" * 3000, "../../etc"]
    rows = "".join(f'"{number}",2026-03-01,路灯,桥头第 {n} 盏路灯不亮\n' for n, number in enumerate(numbers))
    assert give("ingest", "petitions", write(tmp_path, "怪号.csv", HEADER + rows), home=plain).code == 0
    for number in numbers:
        shown = give("graph", "show", number, "--json", home=plain)
        assert shown.code == 0 and shown.json["nodes"][0]["kind"] == "item"
    erased = give("graph", "show", "a@b.com", "--json", home=plain).json["center"]
    words = ["erase", erased, "--basis", "某条", "--persons", "甲,乙"]
    assert give(*words, home=plain).code == 0
    left = give("search", "petitions", "桥头路灯不亮", "--limit", "50", "--json", home=plain).json
    found = give("search", "petitions", "--like", "a", "--json", home=plain)
    assert left["also_open"] and found.code == 0
    refused(give("search", "petitions", "--like", "item:x:car:1", home=plain), "item:x:car:1")


def test_formulas(office: Path, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["信访编号", "登记日期", "主题", "内容"],
        ["F1", "2026-03-01", "路灯", "路灯不亮"],
        ["F2", "2026-03-01", "题", '=CONCATENATE("a","b")'],
    ]
    lines = set_aside(ingest(office, book(tmp_path, rows)), "列“内容”是没有算出结果的公式")
    assert len(lines) == 1 and lines[0].startswith("登记表.xlsx,3,")


def test_merged_header_cells(office: Path, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["2026年3月登记表", None, None, None, None],
        ["信访编号", "信访人", None, "内容", "登记日期"],
        [None, "姓名", "联系电话", None, None],
        ["M1", "赵一一", "19900000001", "路灯不亮三个月", "2026-03-01"],
    ]
    told = ingest(office, book(tmp_path, rows, "A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3"))
    assert (told.code, told.json["new"]) == (0, 1)
    assert "信访人 联系电话 → 联系电话" in told.json["notes"][0]
    assert "19900000001" not in give("search", "petitions", "--like", "M1", "--json", home=office).out


def test_nul_and_lone_surrogates_in_a_file(office: Path, tmp_path: Path) -> None:
    before = count(office, "item")
    line = json.dumps({"信访编号": "S\ud800\x001", "主题": "路\x00灯\udfff", "内容": "不\ud83d亮\x00"})
    column = json.dumps({"\ud800列\x00": "x", "信访编号": "S2", "内容": "路灯不亮"})
    told = ingest(office, write(tmp_path, "怪.jsonl", f'{line}\n{column}\n{{"信访编号": {"9" * 5000}}}\n'))
    assert "这一行不是完整的 JSON" in set_aside(told)[0]
    assert told.json["new"] == 2
    nul = write(tmp_path, "空字符.csv", HEADER + "N1,2026-03-01,路\x00灯,不\x00亮\n")
    assert ingest(office, nul).json["new"] == 1
    assert count(office, "item") == before + told.json["new"] + 1
    told = give("search", "petitions", "路灯不亮", "--json", home=office)
    assert told.code == 0 and "\x00" not in told.out


def test_surrogates_written_as_bytes(made: Path, tmp_path: Path) -> None:
    before = records(made)
    odd = HEADER.encode() + b"S1,2026-03-01,\xed\xa0\x80\xe9\xa2\x98,\xe6\x96\x87\n"
    refused(ingest(made, write(tmp_path, "代理.csv", odd)), "既不是 UTF-8 也不是 GB18030", "第 2 行")
    assert records(made) == before


def test_an_unpaired_quote_says_what_happened(office: Path, tmp_path: Path) -> None:
    text = HEADER + GOOD + 'A2,2026-03-01,"没有配对,文\n' + "A3,2026-03-01,题,文\n" * 3
    set_aside(ingest(office, write(tmp_path, "引号.csv", text)), "引号没有配对，后面约 3 行")


def test_an_unknown_mapping(made: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "来件.csv", HEADER + GOOD)
    told = give("ingest", "petitions", file, "--mapping", "没存过", "--no-wait", home=made)
    refused(told, "没有名为“没存过”的列对应", "已保存的列对应：", "来信")
