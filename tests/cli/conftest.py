"""Commands run in-process with the real capture, the fake reader and the fake linker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportedly.cli import main
from tests.fakes import FakeReader, fake_link

Run = Callable[..., Result]

STORY = "{title}\n\nBy Ann Writer\n12 March 2024\n\n{body}\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_LEDGER", raising=False)
    monkeypatch.setattr("reportedly.reading.default_reader", lambda **_: FakeReader())
    monkeypatch.setattr("reportedly.ledger._relink.default_linker", lambda: fake_link)

    def ran(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return ran


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A folder with three stories: an assertion, a denial, and another place."""
    folder = tmp_path / "stories"
    folder.mkdir()
    bodies = {
        "a": (
            "Units tell of a fight",
            "The Legion said there was a gunfight in Tyotkino. It gave no details of losses.",
        ),
        "b": ("Governor speaks", "The Governor denied there was a gunfight in Tyotkino. He spoke to reporters later that day."),
        "c": ("Kyiv speaks", "A spokesman said the units acted alone in Belgorod. He would not say more about their plans."),
    }
    for name, (title, body) in bodies.items():
        (folder / f"{name}.txt").write_text(STORY.format(title=title, body=body), encoding="utf-8")
    return folder
