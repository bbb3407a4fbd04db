"""`reportedly show`: one event down to the words that made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportedly.cli._options import as_of_option, json_option, ledger_option, opened
from reportedly.cli._output import lines, minute, out, plain, plural, remark, table
from reportedly.cli.claims import speaker_of
from reportedly.cli.events import say_behind, when
from reportedly.model import in_words

if TYPE_CHECKING:
    from reportedly.ledger import Ledger, LedgerClaim, Moved
    from reportedly.model import Answer, Event


@click.command("show")
@click.argument("event_id", metavar="EVENT")
@ledger_option
@as_of_option
@json_option
def command(event_id: str, ledger_path: str, as_of: str | None, as_json: bool) -> None:
    """Show an event down to the words.

    EVENT is its id or the beginning of it. Points, origins, claims, revisions and judgements are shown.
    """
    with opened(ledger_path) as ledger:
        moved = ledger.moved(event_id)
        event = _found(ledger, event_id, as_of, moved)
        if as_of is None:
            say_behind(ledger)
        claims = () if as_json else ledger.claims(event=event.id, as_of=as_of, superseded=True)
    if as_json:
        lines([event])
        return
    _print_head(event)
    _print_moved(event, moved)
    _print_points(event)
    _print_origins(event)
    _print_claims(claims)
    _print_history(event)


def _found(ledger: Ledger, event_id: str, as_of: str | None, moved: tuple[Moved, ...]) -> Event:
    """The event; for an id that is gone the event that it became, or the largest part of it."""
    from reportedly.model import NotFound

    try:
        return ledger.event(event_id, as_of)
    except NotFound:
        if not moved or not moved[-1].into:
            for one in moved[-1:]:
                remark(f"{one.event} ({one.title}) is gone: {one.why}.")
            raise
    last = moved[-1]
    remark(f"{last.event} ({last.title}) was {last.kind} into {', '.join(last.into)}: {last.why}.")
    return _found(ledger, last.into[0], as_of, ledger.moved(last.into[0]))


def _print_moved(event: Event, moved: tuple[Moved, ...]) -> None:
    from rich.text import Text

    for one in moved:
        if one.event == event.id and one.into:
            out().print(Text(plain(f"A part of it became {', '.join(one.into)}: {one.why}."), style="dim"))


def _print_head(event: Event) -> None:
    from rich.text import Text

    counts = event.counts
    out().print(Text(plain(event.title), style="bold"))
    where = event.place.name if event.place else "place unknown"
    told = event.place and (event.place.region or event.place.admin1)
    region = told if told != where else None
    place = ", ".join(part for part in (where, region, event.place.country if event.place else None) if part)
    out().print(Text(plain(f"{event.id} · {in_words(event.event_type)} · {place} · {when(event)}"), style="dim"))
    carried = f"{plural(counts.reports, 'report')} of {plural(counts.outlets, 'outlet')}"
    rest = "rests" if counts.reports == 1 else "rest"
    out().print(Text(f"{carried} {rest} on {plural(counts.origins, 'origin')}; {plural(counts.claims, 'claim')}."))


def _print_points(event: Event) -> None:
    speakers = {origin.id: origin.speaker or "nobody named" for origin in event.origins}
    rows = [
        (
            point.asked,
            point.standing,
            "\n".join(_answer(answer, speakers) for answer in point.answers),
            "\n".join(point.reasons),
        )
        for point in event.points
    ]
    table(("point", "standing", "answers", "because"), rows)


def _answer(answer: Answer, speakers: dict[str, str]) -> str:
    from reportedly.ledger import answer_words

    who = ", ".join(speakers.get(origin, origin) for origin in answer.origins)
    sure = "" if answer.certainty == "certain" else f", {answer.certainty}"
    return f"{answer_words(answer)}{sure}" + (f" — {who}" if who else "")


def _print_origins(event: Event) -> None:
    rows = [
        (
            origin.id,
            origin.speaker or "nobody named",
            origin.party,
            origin.medium,
            minute(origin.uttered_at or origin.first_observed_at),
            len(origin.carriers),
            ", ".join(sorted({edge.kind for edge in origin.edges})),
        )
        for origin in event.origins
    ]
    if rows:
        table(("origin", "who", "party", "medium", "when", "carriers", "linked by"), rows)
    steps = [(e.start, e.end, e.kind, f"{e.score:.2f}", e.evidence) for origin in event.origins for e in origin.edges]
    if steps:
        table(("carrier", "goes back to", "by", "score", "evidence"), steps)


def _print_claims(claims: tuple[LedgerClaim, ...]) -> None:
    rows = [
        (
            one.id,
            one.outlet,
            speaker_of(one),
            one.claim.polarity,
            one.claim.certainty,
            f"{one.claim.start}-{one.claim.end}",
            one.claim.text,
        )
        for one in claims
    ]
    if rows:
        table(("claim", "outlet", "speaker", "polarity", "certainty", "span", "words"), rows)


def _print_history(event: Event) -> None:
    if event.revisions:
        rows = [
            (minute(one.at), one.report, "declared" if one.declared else "silent", len(one.added), len(one.dropped))
            for one in event.revisions
        ]
        table(("revised", "report", "edit", "claims added", "dropped"), rows)
    if event.judgements:
        judged = [
            (item.id, minute(item.at), item.by, item.decision + (" (undone)" if item.undone else ""), item.what, item.reason)
            for item in event.judgements
        ]
        table(("judgement", "at", "by", "decision", "on", "reason"), judged)
