"""Measuring in an open office (评测): a file's gold set or the office's own, with what one may compare it to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from casework.office import Office
from core.errors import InputError
from core.viewer import Viewer
from eval.gold import GoldSet
from eval.gold_file import read_gold
from eval.office_sets import OFFICE, SETS, office_sets
from eval.ranking import Surroundings
from eval.running import surroundings
from search.tuning import Tuning, from_json


def where(office: Office, viewer: Viewer) -> Surroundings:
    """The office as it is set now, on its own day."""
    return surroundings(office.database, office.index, viewer, office.today())


def own_sets(office: Office, viewer: Viewer) -> list[GoldSet]:
    """The office's own gold sets."""
    with office.database.read() as tx:
        return office_sets(tx, viewer)


def named_sets(office: Office, viewer: Viewer, names: Sequence[str]) -> list[GoldSet]:
    """The sets that were named: files, `office` for all of the office's own, or one of these.

    Raises InputError for a file that cannot be taken and for a set of the office that holds nothing yet.
    """
    found: list[GoldSet] = []
    own = own_sets(office, viewer) if any(name.partition(":")[0] == OFFICE for name in names) else []
    for name in names:
        if name == OFFICE:
            if not own:
                raise InputError("本办还没有自己的评测集", "确认几个共性问题、评几对同与不同之后就有了")
            found += own
        elif name.startswith(f"{OFFICE}:"):
            found.append(_own(own, name))
        else:
            found.append(read_gold(Path(name)))
    return found


def _own(own: Sequence[GoldSet], name: str) -> GoldSet:
    if name not in SETS:
        raise InputError(f"没有叫“{name}”的评测集", f"本办的评测集有：{'、'.join(SETS)}")
    found = next((one for one in own if one.name == name), None)
    if found is None:
        raise InputError(f"评测集“{name}”还是空的", f"它来自{SETS[name].partition('：')[2]}")
    return found


def read_tuning(file: Path) -> Tuning:
    """The tuning written in a JSON file. Raises InputError naming the file."""
    try:
        return from_json(json.loads(file.read_text(encoding="utf-8-sig")))
    except FileNotFoundError as error:
        raise InputError("找不到检索参数文件", "请核对路径", file=str(file)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("检索参数文件读不出来", "请存为 UTF-8 的 JSON 文件", file=str(file)) from error
    except ValueError as error:
        raise InputError("检索参数文件不是 JSON", '写法如 {"petitions": {"meaning": 0.5}}', file=str(file)) from error
    except InputError as error:
        raise InputError(error.detail, error.hint, file=str(file)) from error
