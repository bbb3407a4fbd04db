"""Who is blamed for an act is who did it, in the words of the one who blames."""

from __future__ import annotations

import pytest

from tests.reading.test_engine import reader, revision


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("The Doctors' Network blamed the Rapid Support Forces for the shelling.", "Rapid Support Forces"),
        ("The governor accused the army of shelling the market in Sudzha.", "the army"),
    ],
)
def test_the_accused_is_the_agent(text: str, agent: str) -> None:
    (claim,) = (c for c in reader().read(revision(text)).claims if c.trigger and c.trigger.text == "shelling")
    assert [a.text.removeprefix("the ") for a in claim.actors if a.role == "agent"] == [agent.removeprefix("the ")]


def test_nobody_is_the_agent_of_what_nobody_does() -> None:
    claims = reader().read(revision("The union blamed the management for the flood in Sudzha.")).claims
    assert all(a.role != "agent" for c in claims if c.event_type == "disaster_accident" for a in c.actors)
