"""The only requests that write: taking reports in, judging, undoing."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from reportedly.model import Judgement, ReportedlyError
from reportedly.web._bring import Brought, Pasted, Uploaded, bring
from reportedly.web.api import _parameters as ask
from reportedly.web.api._documents import gives, takes
from reportedly.web.api._here import Adds, Body, Here, Judges, read_body
from reportedly.web.api._values import NewJudgement, NewReports, Undoing
from reportedly.web.team import account_of, may_decide, may_undo

router = APIRouter(tags=["writing"])


@router.post("/add", **gives(Brought, about="What was added, and what could not be taken in."), **takes(NewReports))
def add(here: Adds, body: Body) -> Response:
    """Takes reports in. What is known already adds nothing; a bad file is told as a problem, the rest goes on."""
    told = read_body(body, NewReports)
    if not told.text.strip() and not told.files:
        raise ReportedlyError("nothing is given: neither text nor files", where="body")
    pasted = Pasted(text=told.text, title=told.title, outlet=told.outlet, url=told.url, published=told.published)
    with here.desk.writing:
        files = [Uploaded(one.name, one.data) for one in told.files]
        return here.give(bring(here.ledger, here.desk.reader(), pasted, files))


@router.post("/judgements", **gives(Judgement, status=201, about="Recorded."), **takes(NewJudgement))
def judge(here: Judges, body: Body) -> Response:
    """Records a decision on an event, point, origin, claim or report, or on several of them together."""
    told = read_body(body, NewJudgement)
    may_decide(here.request, told.decision)
    with here.desk.writing:
        return here.give(here.ledger.judge(told.what, told.decision, by=_name(here, told.by), reason=told.reason), status=201)


@router.post("/judgements/{judgement}/undo", **gives(Judgement, about="No longer counts."), **takes(Undoing))
def undo(here: Judges, judgement: ask.Name, body: Body) -> Response:
    """Takes a judgement back. Both stay in the log."""
    told = read_body(body, Undoing)
    may_undo(account_of(here.request), here.ledger, judgement)
    with here.desk.writing:
        return here.give(here.ledger.undo(judgement, by=_name(here, told.by), reason=told.reason))


def _name(here: Here, told: str | None) -> str:
    """Who decides: whoever signed in, else the name given. Nobody decides in another's name."""
    name = here.caller.name or told
    if not name or not name.strip():
        raise ReportedlyError("a judgement needs a name", where="body", place="$.by")
    if told and told != name:
        raise ReportedlyError(f"you are signed in as {name}", where="body", place="$.by")
    return name
