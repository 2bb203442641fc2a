"""The lines of a document, one paragraph a line, from md, txt, docx, pdf and html alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from core.errors import InputError, PackageError
from core.normal import clean
from ingest.encodings import open_text
from ingest.pdf_text import pdf_paragraphs
from ingest.web_text import web_paragraphs
from ingest.word_text import word_paragraphs

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKUP = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*+]\s+(?=\*\*|第|（))|\*\*|__|\\(?=[.#*_()-])")
_STARS = re.compile(r"\*\*|__")
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")


def document_lines(file: Path) -> list[str]:
    """The paragraphs of `file` in order, blanks folded, empty ones left out.

    Raises PackageError for a file that is missing, of another kind, damaged, or a PDF without text.
    """
    return [text for line in _reader(file)(file) if (text := _BLANKS.sub(" ", clean(line)).strip())]


def document_text(file: Path) -> str:
    """The text of `file` for a law tree: as it is written for md and txt, so that lines are those of the file.

    Raises PackageError as `document_lines` does.
    """
    read = _reader(file)
    return "\n".join(clean(line) for line in (_text_lines if read is _markdown_lines else read)(file))


def _reader(file: Path) -> Callable[[Path], list[str]]:
    read = _READERS.get(file.suffix.lower())
    if read is None:
        known = "、".join(kind.removeprefix(".") for kind in _READERS)
        raise PackageError(f"不认识的文件类型“{file.suffix}”", f"可用：{known}", file=file.name)
    if not file.is_file():
        raise PackageError(
            "找不到这个文件", "请检查 package.yaml 里 file 的写法，文件要放在同一个文件夹", file=file.name
        )
    return read


def _text_lines(file: Path) -> list[str]:
    try:
        with open_text(file) as stream:
            return stream.read().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except PackageError:
        raise
    except InputError as error:
        raise PackageError(error.detail, error.hint) from error


def _markdown_lines(file: Path) -> list[str]:
    text = "\n".join(_text_lines(file))
    text = _COMMENT.sub("", _FRONT_MATTER.sub("", text))
    return [_STARS.sub("", _MARKUP.sub("", line)) for line in text.split("\n")]


_READERS: Mapping[str, Callable[[Path], list[str]]] = {
    ".md": _markdown_lines,
    ".txt": _text_lines,
    ".docx": word_paragraphs,
    ".pdf": pdf_paragraphs,
    ".html": web_paragraphs,
    ".htm": web_paragraphs,
}
