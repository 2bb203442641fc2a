"""Commands (命令行): everything the screens do, `python cli.py --help`."""

from __future__ import annotations

from core.settings import prepare_process

prepare_process()

# native libraries read the environment at import
from commands import (  # noqa: E402
    batch,
    dictionary,
    doubts,
    encoder,
    evaluating,
    feedback,
    graph,
    house,
    ingest,
    issue_arrivals,
    issues,
    law,
    names,
    returns,
    search,
    suggest,
    threshold,
    tuning,
)
from commands.chinese import Commands  # noqa: E402

app = Commands(
    help="信访图谱：类案、法规、共性问题与批量办理",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(ingest.app, name="ingest")
app.add_typer(search.app, name="search")
app.add_typer(law.app, name="law")
issues.app.add_typer(issue_arrivals.app)
app.add_typer(issues.app, name="issues")
app.add_typer(suggest.app, name="suggest")
app.add_typer(returns.app, name="returns")
app.add_typer(batch.app, name="batch")
app.add_typer(graph.app, name="graph")
app.add_typer(doubts.app, name="doubts")
app.add_typer(names.app, name="names")
app.add_typer(feedback.app, name="feedback")
app.add_typer(dictionary.app, name="dictionary")
app.add_typer(threshold.app, name="threshold")
app.add_typer(encoder.app, name="encoder")
app.add_typer(tuning.app, name="tuning")
app.add_typer(house.audit_app, name="audit")
for command in (house.start, house.work, house.model, house.rebuild, house.backup, house.restore, house.doctor):
    app.command()(command)
app.command("erase")(house.erase_item)
app.add_typer(evaluating.app)

if __name__ == "__main__":
    app()
