"""A csv of 100 MB is read as a stream: memory stays far below 1 GB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from pathlib import Path
from ingest.columns import guess_mapping
from ingest.readers import open_table
from ingest.rows import RowReader

with open_table(Path(sys.argv[1])) as table:
    reader = RowReader("s", table.file, guess_mapping(table.columns))
    rows = sum(1 for row in table.rows if reader.draft(row))
    status = Path("/proc/self/status").read_text()  # the peak of this program alone, unlike getrusage
    print(rows, round(table.share(), 2), int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


@pytest.mark.slow
def test_a_hundred_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "大.csv"
    letter = "小区夜间施工噪音扰民，请环保局查处。" * 40
    rows = 0
    with file.open("w", encoding="gb18030") as out:
        out.write("信访编号,登记日期,主题,内容\n")
        while file.stat().st_size < 100_000_000 if rows % 5000 == 0 else True:
            out.write(f"{rows},2026-03-01,夜间施工,{letter}{rows}\n")
            rows += 1
            if rows % 5000 == 0:
                out.flush()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)], cwd=PROJECT, capture_output=True, text=True, timeout=280, check=True
    )
    read, share, megabytes = done.stdout.split()
    assert (int(read), float(share)) == (rows, 1.0)
    assert int(megabytes) < 400
