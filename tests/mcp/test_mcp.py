"""The MCP server asked by the SDK's own client: in this process, and as a process over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportedly.ledger import Ledger, open_ledger
from reportedly.mcp import create_server
from tests.fakes import FakeReader, fake_link
from tests.web.story import ScriptedReader, link, story

mcp = pytest.importorskip("mcp")
ROOT = Path(__file__).parents[2]
MORNING = "2024-03-12T09:00Z"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with open_ledger(tmp_path_factory.mktemp("mcp") / "desk.db", linker=link) as ledger:
        ledger.add(story(), ScriptedReader())
        yield ledger


def asked(server: Any, talk: Callable[[Any], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with mcp.Client(server) as client:
            return await talk(client)

    return asyncio.run(run())


def call(ledger: Ledger, tool: str, **arguments: Any) -> dict[str, Any]:
    result = asked(create_server(ledger), lambda client: client.call_tool(tool, arguments))
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content
    return found


def error(ledger: Ledger, tool: str, **arguments: Any) -> str:
    result = asked(create_server(ledger), lambda client: client.call_tool(tool, arguments))
    assert result.is_error
    return str(result.content[0].text)


def test_every_tool_is_described_and_read_only(told: Ledger) -> None:
    async def talk(client: Any) -> tuple[str, list[Any]]:
        return client.instructions, (await client.list_tools()).tools

    instructions, tools = asked(create_server(told), talk)
    assert {tool.name for tool in tools} == {"search", "events", "show", "claims", "who_denied"}
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)
    assert "never says what is true" in instructions


def cited(ledger: Ledger, claims: list[dict[str, Any]]) -> None:
    """Every claim's words are the text's at the span that it cites."""
    assert claims
    for one in claims:
        citation = one["citation"]
        text = ledger.revision(citation["revision"]).text
        assert text[citation["start"] : citation["end"]] == citation["words"] == one["says"]
        assert citation["outlet"]


def test_from_the_events_to_the_exact_words(told: Ledger) -> None:
    listed = call(told, "events", standing="contested")
    assert [one["event"] for one in listed["events"]] == [event.id for event in told.events(standing="contested")]
    assert listed["total"] == len(listed["events"])
    shown = call(told, "show", event=listed["events"][0]["event"][:6])
    contested = next(point for point in shown["points"] if point["standing"] == "contested")
    assert contested["because"]
    cited(told, [claim for answer in contested["answers"] for claim in answer["claims"]])
    assert any(origin["speaker"] for answer in contested["answers"] for origin in answer["origins"])


def test_who_denied(told: Ledger) -> None:
    event = told.events(standing="contested")[0].id
    denials = call(told, "who_denied", event=event)["denials"]
    claims = [claim for point in denials for answer in point["answers"] for claim in answer["claims"]]
    cited(told, claims)
    assert {claim["speaker"] for claim in claims} == {"Roman Starovoit"}
    assert call(told, "who_denied", event=event, as_of=MORNING)["denials"] == []
    undisputed = next(one.id for one in told.events() if all(p.standing != "contested" for p in one.points))
    assert call(told, "who_denied", event=undisputed)["denials"] == []


def test_claims_and_search_choose_and_cite(told: Ledger) -> None:
    found = call(told, "claims", speaker="starovoit", limit=3)
    assert len(found["claims"]) == 3 < found["total"]
    cited(told, found["claims"])
    hits = call(told, "search", words="gunfight")["reports"]
    assert hits
    assert all("gunfight" in hit["words"] for hit in hits)
    assert call(told, "search", words="submarine")["reports"] == []


def test_the_past(told: Ledger) -> None:
    assert call(told, "events", as_of=MORNING)["events"] != call(told, "events")["events"]
    assert call(told, "claims", as_of="2020-01-01")["total"] == 0


def test_names_at_risk_are_in_no_answer_and_citations_still_hold(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "desk.db", linker=link) as ledger:
        ledger.add(story(), ScriptedReader())
        ledger.protection.protect("Roman Starovoit", ["Starovoit"])
        found = call(ledger, "claims", limit=50)
        cited(ledger, found["claims"])
        event = ledger.events(standing="contested")[0].id
        told = [found, call(ledger, "show", event=event), call(ledger, "who_denied", event=event)]
        assert "Starovoit" not in str([*told, call(ledger, "search", words="gunfight")])
        assert call(ledger, "claims", speaker="Starovoit")["total"] == 0


def test_errors_are_sentences(told: Ledger) -> None:
    assert "no such event" in error(told, "show", event="zzz")
    assert "not a moment" in error(told, "events", as_of="noon")
    assert "limit" in error(told, "events", limit=1000)
    assert "standing" in error(told, "events", standing="true")
    assert "nothing to search for" in error(told, "search", words="  ")


def test_nothing_is_written(told: Ledger) -> None:
    before = told.state
    for tool, arguments in (("events", {}), ("claims", {}), ("search", {"words": "gunfight"})):
        call(told, tool, **arguments)
    assert told.state == before


def test_the_command_over_standard_input_and_output(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with open_ledger(path, linker=fake_link) as ledger:
        ledger.add(story(), FakeReader())
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    server = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "reportedly", "mcp", "--ledger", str(path)], env=environment
    )

    async def talk(client: Any) -> Any:
        return await client.call_tool("search", {"words": "gunfight"})

    result = asked(server, talk)
    assert result.structured_content["reports"]
