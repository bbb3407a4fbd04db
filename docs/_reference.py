"""The reference pages, from what the code itself says: commands from click, values from their structs, the API from its document.

python docs/_reference.py        # writes them into docs/reference (they are not committed)
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import msgspec

PUBLIC = {
    "reportedly": "The front door",
    "reportedly.ledger": "The ledger",
    "reportedly.capture": "Taking in",
    "reportedly.reading": "Reading",
    "reportedly.publish": "Publishing",
}


VALUES = """Generated from the structs that `reportedly` itself works with; all are frozen. The JSON of each has these fields.
The contract of `reportedly read --json` is [Reading](#reading), that of `reportedly events --json` is [Event](#event).
"""


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    return {
        "cli.md": commands(),
        "contract.md": contract(),
        "http.md": operations(),
        "python.md": python(),
        "errors.md": errors(),
        "event-types.md": event_types(),
    }


def write(folder: Path) -> None:
    """Writes the pages; those that are equal already stay untouched, so that a build need not read them again."""
    folder.mkdir(exist_ok=True)
    for name, text in pages().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def commands() -> str:
    """The command line: every command with its usage, help and options."""
    from reportedly.cli import main

    top = click.Context(main, info_name="reportedly")
    parts = ["# Commands\n", (main.help or "").replace("\b", "").strip() + "\n"]
    for name in main.list_commands(top):
        command = main.get_command(top, name)
        assert command is not None
        parts += _command(command, top, f"reportedly {name}", "##")
    return "\n".join(parts)


def _command(command: click.Command, parent: click.Context, name: str, level: str) -> Iterator[str]:
    context = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent)
    yield f"{level} {name}\n"
    yield _help(command.help or "")
    yield "```text\n" + " ".join([name, *command.collect_usage_pieces(context)]) + "\n```\n"
    records = [param.get_help_record(context) for param in command.get_params(context)]
    rows = [record for record in records if record and "--help" not in record[0]]
    if rows:
        yield _table(("option", "meaning"), [(f"`{option}`", _cell(words)) for option, words in rows])
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            assert found is not None
            yield from _command(found, context, f"{name} {sub}", level + "#")


def _help(text: str) -> str:
    """Paragraphs as they are; what click is told not to wrap as a block."""
    parts = inspect.cleandoc(text.replace("\b\n", "\b")).split("\n\n")
    return "\n\n".join(f"```text\n{part.strip(chr(8))}\n```" if part.startswith("\b") else _plain(part) for part in parts) + "\n"


def contract() -> str:
    """The values that commands, the API and Python give, field by field."""
    from reportedly import ledger, model

    kinds = [value for home in (model, ledger) for value in map(vars(home).get, home.__all__) if _is_struct(value)]
    _, parts = msgspec.json.schema_components(list(filter(_has_json, kinds)), ref_template="{name}")
    made = ["# Values\n", VALUES]
    for name, part in sorted(parts.items()):
        if "properties" in part:
            made += [f"## {name}\n", _plain(part.get("description", "")) + "\n"]
            needed = part.get("required", ())
            fields = part["properties"].items()
            rows = [(f"`{field}`" + ("" if field in needed else " (may be left out)"), _kind(told)) for field, told in fields]
            made.append(_table(("field", "type"), rows))
    return "\n".join(made)


def operations() -> str:
    """The HTTP API: every address with its parameters and what it gives."""
    from reportedly.web.api import PREFIX, create_api
    from reportedly.web.api._documents import document

    app: Any = create_api(None)  # type: ignore[arg-type]
    made = document(app, address=PREFIX)
    parts = ["# HTTP API\n", _plain(made["info"]["description"]) + "\n", "Rules and examples are in [the manual](../api.md).\n"]
    for path, found in made["paths"].items():
        for method, operation in found.items():
            parts += [f"## {method.upper()} {path}\n", _plain(operation["description"]) + "\n", *_operation(operation)]
    return "\n".join(parts)


def _operation(operation: dict[str, Any]) -> Iterator[str]:
    rows = [
        (f"`{one['name']}`" + (" (needed)" if one.get("required") else ""), _cell(one.get("description") or "In the path."))
        for one in operation.get("parameters", ())
    ]
    if rows:
        yield _table(("parameter", "meaning"), rows)
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        yield f"Body: {_kind(body)}.\n"
    good = next(operation["responses"][code] for code in ("200", "201") if code in operation["responses"])
    given = ", ".join(f"`{kind}`: {_kind(told['schema'])}" for kind, told in good["content"].items())
    yield f"Gives {given}.\n"


def python() -> str:
    """The public names of the packages with their signatures and docstrings."""
    parts = [
        "# Python\n",
        "What is named here is public: see [stability](../stability.md). Values are under [values](contract.md).\n",
    ]
    for package, title in PUBLIC.items():
        module = import_module(package)
        parts += [f"## {title}\n", f"`{package}`: " + _plain((module.__doc__ or "").partition("\n")[0]) + "\n"]
        for name in module.__all__:
            value = getattr(module, name)
            if _is_struct(value) or not (inspect.isclass(value) or inspect.isfunction(value)):
                continue
            parts += _described(name, value, "###")
    return "\n".join(parts)


def _described(name: str, value: Any, level: str) -> Iterator[str]:
    yield f"{level} {name}\n"
    if inspect.isfunction(value):
        yield f"```python\n{name}{inspect.signature(value)}\n```\n"
    yield _plain(inspect.getdoc(value) or "") + "\n"
    if inspect.isclass(value):
        for method, found in inspect.getmembers(value):
            if not method.startswith("_") and inspect.isfunction(found):
                yield f"```python\n{name}.{method}{inspect.signature(found)}\n```\n"
                yield _plain(inspect.getdoc(found) or "") + "\n"


def errors() -> str:
    """All errors of the package, and the exit codes."""
    from reportedly.cli._exits import Exit
    from reportedly.model import errors as home

    kinds = [value for value in vars(home).values() if inspect.isclass(value) and issubclass(value, home.ReportedlyError)]
    rows = [(f"`{kind.__name__}`", f"`{kind.__bases__[0].__name__}`", _cell(inspect.getdoc(kind) or "")) for kind in kinds]
    source = inspect.getsource(Exit)
    told = re.findall(r'^ +([A-Z]+) = (\d+)\n +"""(.*?)"""', source, re.M | re.S)
    codes = [(code, name, " ".join(words.split())) for name, code, words in told]
    return "\n".join(
        ["# Errors and exit codes\n", "Every error has `reason`, and where they are known `where` and `place`.\n",
         _table(("error", "is a", "raised when"), rows), "## Exit codes\n", _table(("code", "name", "meaning"), codes)]
    )  # fmt: skip


def event_types() -> str:
    """The scheme of event types and its codes elsewhere."""
    from reportedly.model import event_types as known

    rows = [
        (one.family, f"`{one.code}`", one.acled_sub_event_type, one.cameo_codes, one.ucdp_type, _cell(one.note))
        for one in known().values()
    ]
    return "# Event types\n\n" + _table(("family", "type", "ACLED", "CAMEO", "UCDP", "note"), rows)


def _has_json(kind: Any) -> bool:
    """Whether a value is ever written as JSON; originals are not, which are bytes on their way in."""
    try:
        msgspec.json.schema(kind)
    except TypeError:
        return False
    return True


def _is_struct(value: Any) -> bool:
    return inspect.isclass(value) and issubclass(value, msgspec.Struct)


def _kind(told: dict[str, Any]) -> str:
    """A JSON schema in words; what has a page of its own as a link."""
    if "$ref" in told:
        name = told["$ref"].rpartition("/")[2]
        page = re.match(r"Page_(\w+)_$", name)
        return f"pages of {_named(page[1])}" if page else _named(name)
    if "anyOf" in told:
        return " or ".join(dict.fromkeys(_kind(one) for one in told["anyOf"]))
    if "enum" in told:
        return ", ".join(f"`{one}`" for one in told["enum"])
    if told.get("type") == "array":
        return f"list of {_kind(told['items'])}" if told.get("items") else "list"
    return str(told.get("format") or told.get("type") or "any value")


def _named(name: str) -> str:
    from reportedly import ledger, model

    known = name in model.__all__ or name in ledger.__all__
    return f"[{name}](contract.md#{name.lower()})" if known else f"`{name}`"


def _plain(text: str) -> str:
    """A docstring as Markdown: angle brackets stay characters."""
    return inspect.cleandoc(text).replace("<", "\\<").replace("*", "\\*")


def _cell(text: str) -> str:
    return " ".join(_plain(text).split())


def _table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(titles)]
    lines.append(["---"] * len(lines[0]))
    lines += [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
    write(Path(__file__).parent / "reference")
