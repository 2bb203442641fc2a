"""Bytes of a file as text: gzip seen by its first bytes, then BOM, UTF-8 and GB18030, each taken strictly."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from core.errors import InputError, NotFound

_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NOT_TEXT = {
    b"PK\x03\x04": "压缩包或 Excel 工作簿（xlsx）",
    b"\xd0\xcf\x11\xe0": "旧版 Office 文件（xls、doc）",
    b"%PDF": "PDF 文件",
}


@contextmanager
def open_bytes(file: Path) -> Iterator[BinaryIO]:
    """The bytes of `file`, unpacked when it is gzip. Raises NotFound, or InputError for a damaged gzip."""
    try:
        with file.open("rb") as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            yield cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
    except FileNotFoundError as error:
        raise NotFound(f"找不到文件 {file}", "请检查路径和文件名；路径里有空格时请加引号") from error
    except IsADirectoryError as error:
        raise InputError("这是文件夹，不是文件", "请给出其中的文件，例如 信访件.xlsx", file=str(file)) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError("gzip 压缩不完整或已损坏", "请重新下载或重新压缩后再试", file=file.name) from error
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        raise InputError(f"文件打不开（{error.strerror}）", "请检查路径和读取权限", file=str(file)) from error


@contextmanager
def open_text(file: Path) -> Iterator[TextIO]:
    """The text of `file`, read as a stream in the encoding it is found to have; line ends are kept."""
    encoding = text_encoding(file)
    with open_bytes(file) as raw:
        yield io.TextIOWrapper(raw, encoding=encoding, newline="")


def text_encoding(file: Path) -> str:
    """`utf-8-sig`, `utf-16`, `utf-8` or `gb18030`; the whole file is tried, a piece at a time.

    Raises InputError for an empty file, for what is no text, and naming the line where the encodings fail.
    """
    with open_bytes(file) as raw:
        head = raw.read(8)
    if not head:
        raise InputError("文件是空的", "请检查导出是否成功；文件里至少要有表头和一行数据", file=file.name)
    for magic, name in _NOT_TEXT.items():
        if head.startswith(magic):
            raise InputError(
                f"内容其实是{name}，与扩展名不符", "请改回正确的扩展名，或另存为 csv、xlsx", file=file.name
            )
    marked = [encoding for bom, encoding in _BOMS if head.startswith(bom)]
    lines = []
    for encoding in marked or ("utf-8", "gb18030"):
        line = _first_bad_line(file, encoding)
        if line is None:
            return encoding
        lines.append(line)
    name = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, "")
    raise InputError(
        f"文件开头标明是 {name} 编码，后面却不是" if marked else "文字编码既不是 UTF-8 也不是 GB18030（GBK）",
        "请用 Excel 打开后“另存为 CSV UTF-8”，或用记事本另存为 UTF-8",
        file=file.name,
        row=None if encoding == "utf-16" else max(lines),  # the encoding that got further is likely the right one
    )


def _first_bad_line(file: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    with open_bytes(file) as raw:
        while True:
            chunk = raw.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return line + chunk[: error.start].count(b"\n")
            if not chunk:
                return None
            line += chunk.count(b"\n")
