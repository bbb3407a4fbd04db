"""The manual: it builds without a warning, its reference is complete, its commands exist, its tutorial does what it says."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest
from click.testing import CliRunner

from reportedly.cli import main
from reportedly.ledger import open_ledger

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
WRITTEN = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


@pytest.fixture(scope="module")
def reference() -> dict[str, str]:
    spec = spec_from_file_location("_reference", DOCS / "_reference.py")
    assert spec
    assert spec.loader
    module: Any = module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: dict[str, str] = module.pages()
    return pages


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name, those of groups too."""
    top = click.Context(main, info_name="reportedly")

    def below(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
        for name in group.list_commands(top):
            found = group.get_command(top, name)
            assert found is not None
            yield f"{prefix}{name}", found
            if isinstance(found, click.Group):
                yield from below(found, f"{prefix}{name} ")

    yield from below(main, "")


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str, reference: dict[str, str]) -> None:
    command = COMMANDS[name]
    assert command.help, f"{name} has no help"
    assert f"## reportedly {name}\n" in reference["cli.md"]
    top = name.partition(" ")[0]
    assert re.search(rf"reportedly {top}\b", WRITTEN), f"docs/commands.md does not name `reportedly {top}`"
    for param in command.params:
        if isinstance(param, click.Option) and not param.hidden:
            assert param.opts[0] in reference["cli.md"]
            assert param.help or param.opts[0] in ("--limit", "--format"), f"{name} {param.opts[0]} has no help"


def test_the_reference_has_every_value_address_error_and_type(reference: dict[str, str]) -> None:
    from reportedly import ledger, model
    from reportedly.model import errors, event_types
    from reportedly.web.api import create_api

    structs = [name for home in (model, ledger) for name in home.__all__ if hasattr(getattr(home, name), "__struct_fields__")]
    shown = [name for name in set(structs) - {"EventType"} if has_json(getattr(model, name, None) or getattr(ledger, name))]
    assert len(shown) > 30
    for name in shown:
        assert f"## {name}\n" in reference["contract.md"], name
        kind: Any = getattr(model, name, None) or getattr(ledger, name)
        for field in kind.__struct_encode_fields__:
            assert f"`{field}`" in reference["contract.md"]
    for path, operations in create_api(None).openapi()["paths"].items():  # type: ignore[arg-type]
        for method in operations:
            assert f"## {method.upper()} {path}\n" in reference["http.md"]
    kinds = [name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)]
    assert all(f"`{name}`" in reference["errors.md"] for name in kinds)
    assert all(f"`{code}`" in reference["event-types.md"] for code in event_types())


def has_json(kind: Any) -> bool:
    """Whether a value can be JSON; originals are bytes on their way in."""
    try:
        msgspec.json.Decoder(kind)
    except TypeError:
        return False
    return True


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("furo")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d", str(tmp_path / "trees")]
    built = subprocess.run([*command, str(DOCS), str(tmp_path / "html")], capture_output=True, text=True, env=environment)
    assert (built.returncode, built.stderr) == (0, "")
    index = (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert (tmp_path / "html" / f"{page.stem}.html").exists()
        assert page.stem == "index" or f'href="{page.stem}.html"' in index, f"{page.name} is in no list of the manual"
    assert (tmp_path / "html" / "ledger.ipynb").exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_code_on_the_pages_is_code(page: Path) -> None:
    for language, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "python":
            ast.parse(code)
        elif language == "json":
            json.loads(code)


def written_commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            found = re.match(r"(?:\$ | {4})(reportedly \S.*)", line)
            if found:
                yield page.name, found[1]


@pytest.mark.parametrize(("page", "line"), list(written_commands()))
def test_commands_on_the_pages_exist_with_their_options(page: str, line: str) -> None:
    words = shlex.split(re.split(r"\s+#\s|\s[|>]\s|\s>", line)[0].rstrip("\\ "), comments=True)[1:]
    command: click.Command = main
    context = click.Context(main, info_name="reportedly")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words.pop(0))
        assert found is not None, line
        command = found
    known = {option for param in command.params for option in (*param.opts, *param.secondary_opts)} | {
        "--help",
        "--version",
        "-h",
    }
    for word in words:
        if word.startswith("--"):
            assert word.partition("=")[0] in known, f"{page}: {line}"


def test_the_tutorial_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_LEDGER", raising=False)
    blocks = [
        code for language, code in BLOCK.findall((DOCS / "tutorial.md").read_text(encoding="utf-8")) if language == "console"
    ]
    told = [step for block in blocks for step in re.findall(r"^\$ reportedly (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)]
    assert len(told) >= 10
    for line, expected in told:
        if "EVENT" in line:
            with open_ledger(tmp_path / "demo.db") as ledger:
                line = line.replace("EVENT", ledger.events(standing="contested")[0].id)
        ran = CliRunner().invoke(main, shlex.split(line))
        assert ran.exit_code == 0, f"{line}: {ran.output}"
        assert re.fullmatch(pattern(expected), flat(ran.output), re.S), f"{line} printed:\n{ran.output}\nand not:\n{expected}"
    assert (tmp_path / "claims.csv").stat().st_size > 1000


def pattern(expected: str) -> str:
    """What is printed, where three dots stand for anything."""
    return ".*?".join(re.escape(flat(part)) for part in re.split(r"(?<!\.)\.\.\.", expected))


def flat(text: str) -> str:
    """Words, without the spaces and lines that tables are made of."""
    return re.sub(r"[\s─]+", " ", text).strip()
