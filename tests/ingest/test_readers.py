from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt

from core.errors import InputError, NotFound
from ingest.columns import guess_mapping
from ingest.readers import open_table
from ingest.tables import Row

HEADER = ["信访编号", "主题", "内容", "登记日期"]
ROWS = [["1", "路灯不亮", "清河苑门口路灯，坏了三个月", "2026-03-01"], ["2", "欠薪", "工地欠工资", "2026/3/2 8:05"]]


def read(file: Path) -> tuple[tuple[str, ...], list[Row], list[str]]:
    with open_table(file) as table:
        return table.columns, list(table.rows), table.notes


def as_csv(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "信访件.csv"
    file.write_bytes(as_csv([HEADER, *ROWS], delimiter).encode(encoding))
    columns, rows, _ = read(file)
    assert columns == tuple(HEADER)
    assert [list(row.values.values()) for row in rows] == ROWS
    assert [row.number for row in rows] == [2, 3]


def test_every_kind_packed_as_gz_gives_the_same_rows(tmp_path: Path) -> None:
    plain = tmp_path / "a.csv"
    plain.write_text(as_csv([HEADER, *ROWS]), encoding="utf-8")
    lines = tmp_path / "a.jsonl"
    lines.write_text("\n".join(json.dumps(dict(zip(HEADER, r, strict=True)), ensure_ascii=False) for r in ROWS))
    book = tmp_path / "a.xlsx"
    save_book(book, [HEADER, *ROWS])
    old = tmp_path / "a.xls"
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("表")
    for y, cells in enumerate([HEADER, *ROWS]):
        for x, cell in enumerate(cells):
            sheet.write(y, x, cell)
    workbook.save(str(old))
    expected = [dict(zip(HEADER, r, strict=True)) for r in ROWS]
    for file in (plain, lines, book, old):
        packed = tmp_path / f"{file.name}.gz"
        packed.write_bytes(gzip.compress(file.read_bytes()))
        for one in (file, packed):
            assert [dict(row.values) for row in read(one)[1]] == expected, one.name


def save_book(file: Path, rows: list[list[object]], merged: tuple[str, ...] = ()) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(file)


def test_title_row_merged_header_dates_and_blank_rows(tmp_path: Path) -> None:
    file = tmp_path / "登记表.xlsx"
    rows: list[list[object]] = [
        ["2026年3月信访件登记表", None, None, None, None],
        ["信访编号", "信访人", None, "内容", "登记日期"],
        [None, "姓名", "联系电话", None, None],
        ["1", "甲", "13800000000", "路灯不亮", datetime(2026, 3, 1, 8, 5)],
        [None, None, None, None, None],
        [2, "乙", 13900000000, "欠薪", 46082.5],
    ]
    save_book(file, rows, ("A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3"))
    columns, found, _ = read(file)
    assert columns == ("信访编号", "信访人 姓名", "信访人 联系电话", "内容", "登记日期")
    assert guess_mapping(columns).fields["信访人 联系电话"] == "person_phone"
    assert [row.number for row in found] == [4, 6]
    assert found[0].values["登记日期"] == "2026-03-01 08:05:00"
    assert found[1].values["信访人 联系电话"] == "13900000000"
    assert found[1].values["登记日期"] == "46082.5"


def test_sheets_of_the_same_header_are_read_and_others_named(tmp_path: Path) -> None:
    file = tmp_path / "多表.xlsx"
    book = openpyxl.Workbook()
    for name, cells in (("一月", ROWS[:1]), ("二月", ROWS[1:])):
        sheet = book.create_sheet(name)
        for row in (HEADER, *cells):
            sheet.append(row)
    other = book.create_sheet("说明")
    other.append(["填表须知", "备注"])
    del book["Sheet"]
    book.save(file)
    _, rows, notes = read(file)
    assert len(rows) == 2
    assert any("说明" in note and "没有读入" in note for note in notes)


def test_a_formula_without_a_value_is_a_problem_of_its_row(tmp_path: Path) -> None:
    file = tmp_path / "公式.xlsx"
    save_book(file, [HEADER, ["1", "题", "内容", "2026-03-01"], ["2", "题", '=CONCATENATE("a","b")', "2026-03-01"]])
    _, rows, _ = read(file)
    assert rows[0].problem == ""
    assert rows[1].problem == "列“内容”是没有算出结果的公式"


def failure(file: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read(file)
    assert caught.value.hint, "every message says what to do next"
    return caught.value


def write(tmp_path: Path, name: str, content: bytes) -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("name", ["空.csv", "空.jsonl", "空.xlsx", "空.csv.gz"])
def test_empty_file(tmp_path: Path, name: str) -> None:
    content = gzip.compress(b"") if name.endswith(".gz") else b""
    assert "文件是空的" in str(failure(write(tmp_path, name, content)))


def test_header_only(tmp_path: Path) -> None:
    assert "只有表头，没有数据行" in str(failure(write(tmp_path, "头.csv", as_csv([HEADER]).encode())))
    book = tmp_path / "头.xlsx"
    save_book(book, [HEADER])
    assert "只有表头，没有数据行" in str(failure(book))


def test_wrong_encoding_names_the_line(tmp_path: Path) -> None:
    error = failure(write(tmp_path, "坏.csv", "编号,内容\n1,好\n".encode() + b"2,\xff\xff\xff\n"))
    assert "既不是 UTF-8 也不是 GB18030" in str(error)
    assert error.row == 3


def test_a_zip_called_xlsx_and_a_workbook_called_csv(tmp_path: Path) -> None:
    bundle = tmp_path / "包.xlsx"
    with zipfile.ZipFile(bundle, "w") as out:
        out.writestr("说明.txt", "不是工作簿")
    assert "不是有效的 Excel 工作簿" in str(failure(bundle))
    book = tmp_path / "表.xlsx"
    save_book(book, [HEADER, *ROWS])
    renamed = write(tmp_path, "表.csv", book.read_bytes())
    assert "内容其实是压缩包或 Excel 工作簿" in str(failure(renamed))


def test_ten_thousand_columns(tmp_path: Path) -> None:
    wide = [f"列名{n}" for n in range(10_000)]
    error = failure(write(tmp_path, "宽.csv", as_csv([wide, ["x"] * 10_000]).encode()))
    assert "有 10000 列，超过 2000 列" in str(error)
    book = tmp_path / "宽.xlsx"
    save_book(book, [wide, ["x"] * 10_000])
    assert "有 10000 列" in str(failure(book))


def test_unpaired_quote_names_the_row(tmp_path: Path) -> None:
    text = as_csv([HEADER, *ROWS]) + '3,"没有配对,内容,2026-03-01\n' + "很长的一行\n" * 2_000_000
    assert "引号没有配对" in str(failure(write(tmp_path, "引号.csv", text.encode())))


def test_rows_swallowed_by_a_quote_are_a_problem(tmp_path: Path) -> None:
    text = as_csv([HEADER, *ROWS]) + '3,"没有配对,内容,2026-03-01\n' + as_csv(ROWS) * 3
    rows = read(write(tmp_path, "引号.csv", text.encode()))[1]
    assert "引号没有配对，后面约 6 行" in rows[2].problem


def test_a_row_with_too_many_cells_is_a_problem_of_its_own(tmp_path: Path) -> None:
    file = write(tmp_path, "多格.csv", (as_csv([HEADER, *ROWS]) + "3,题,内容,里有,2026-03-01\n").encode())
    rows = read(file)[1]
    assert [bool(row.problem) for row in rows] == [False, False, True]
    assert "未加引号的逗号" in rows[2].problem


def test_broken_json_lines(tmp_path: Path) -> None:
    good = json.dumps({"编号": "1", "内容": "好", "链": ["a", 1], "空": None}, ensure_ascii=False)
    rows = read(write(tmp_path, "a.jsonl", f'{good}\n{{"编号": \n[1]\n\n'.encode()))[1]
    assert dict(rows[0].values) == {"编号": "1", "内容": "好", "链": '["a", 1]', "空": ""}
    assert "不是完整的 JSON" in rows[1].problem
    assert "不是 JSON 对象" in rows[2].problem
    assert "不是 JSONL" in str(failure(write(tmp_path, "b.jsonl", b"hello\nworld\n")))


def test_missing_file_folder_unknown_kind_and_damaged_gzip(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="找不到文件"):
        read(tmp_path / "没有.csv")
    (tmp_path / "夹.csv").mkdir()
    assert "这是文件夹" in str(failure(tmp_path / "夹.csv"))
    assert "不认识的文件类型" in str(failure(write(tmp_path, "图.png", b"x")))
    damaged = write(tmp_path, "断.csv.gz", gzip.compress(as_csv([HEADER, *ROWS * 5000]).encode())[:-40])
    assert "gzip 压缩不完整" in str(failure(damaged))
