"""The pages as a person meets them: who may see them, what is masked, what an empty one says."""

from __future__ import annotations

import pytest

from core.errors import InputError
from core.viewer import Viewer
from records.accounts import end_sessions
from records.audit import audit_rows
from records.items import item
from tests.ui.office import SECRET
from tests.ui.visit import log_in, visit, words
from ui import services_case
from ui.wiring import clock

ENDED = "登录已结束"


@pytest.fixture
def token(office):
    return log_in(office)


@pytest.mark.parametrize("user", [{}, {"session": "forged"}, {"username": "办理", "role": "admin", "email": "a@b.c"}])
def test_nobody_sees_a_page_without_a_session(office, user):
    log_in(office)
    app = visit("")
    app.user = user
    app.run()
    assert ENDED in words(app)
    assert not app.dataframe
    assert not app.title


def test_a_page_ends_with_the_session(office, token):
    app = visit(token)
    assert ENDED not in words(app)
    with office.database.write() as tx:
        end_sessions(tx, "办理")
    app.run()
    assert ENDED in words(app)


def test_the_workbench_lists_open_cases_by_due_date(office, token):
    shown = words(visit(token))
    assert "清河苑电梯停运" in shown
    assert "超期 2 天" in shown
    assert "剩余 5 天" in shown
    assert "超期 1 件，7 天内到期 1 件" in shown
    assert "当前用户：办理" in shown
    assert "举报" not in shown


def test_an_empty_office_says_what_to_do(empty_office):
    token = log_in(empty_office)
    assert "导入案件清单" in words(visit(token))
    for page in ("search", "case", "law", "issue", "batch", "batches", "graph", "issues"):
        app = visit(token, page)
        assert not app.error, page
        assert not app.exception, page
        assert "empty" not in words(app)


def test_a_case_is_masked(office, token):
    app = visit(token, "case", id="item:a:1")
    assert "欧阳示例" not in words(app)
    assert "欧阳某某" in words(app)
    assert not app.text_input(key="find_text").value


def test_what_is_masked_is_opened_for_a_reason_that_is_kept(office):
    viewer, now = Viewer(name="办理"), clock()
    with office.database.read() as tx:
        case = item(tx, viewer, "item:a:1")
    with pytest.raises(InputError, match="理由"):
        services_case.unmask(viewer, case, reason=" ", now=now)
    shown = services_case.unmask(viewer, case, reason="电话核实诉求", now=now)
    assert (shown.person.name, "欧阳示例" in shown.text) == ("欧阳示例", True)
    with office.database.read() as tx:
        kept = {(row.person, row.action) for row in audit_rows(tx) if row.reason == "电话核实诉求"}
    assert kept == {("办理", "open_text"), ("办理", "open_identity")}


def test_a_hidden_case_and_a_missing_one_read_the_same(office, token):
    hidden, missing = (words(visit(token, "case", id=one)) for one in (SECRET, "item:a:nothing"))
    assert hidden.replace("secret", "X") == missing.replace("nothing", "X")
    assert "举报" not in hidden


def test_words_of_a_letter_are_never_formatting(office, token):
    shown = words(visit(token, "case", id="item:a:3"))
    assert "\\*电梯\\* \\[维修\\]" in shown
    assert "[维修](http" not in shown.replace("\\[", "").replace("\\]", "")


def test_an_article_is_shown_as_it_stands_on_the_day(office, token):
    app = visit(token, "law", article="article:示例条例:2")
    assert "示例内容第2" in words(app)
    assert "库里没有" in words(visit(token, "law", article="article:示例条例:99"))


def test_the_graph_draws_a_case_and_never_opens_a_person(office, token):
    app = visit(token, "graph", id="item:a:1")
    assert not app.exception
    assert "个节点" in words(app)
