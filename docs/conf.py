"""The manual as a site: `make docs`. Warnings are errors; the reference is written anew from the code at every build."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

import _reference  # noqa: E402

import reportedly  # noqa: E402

project = "reportedly"
author = "The reportedly founders"
copyright = "the reportedly founders, Apache License 2.0"
version = release = reportedly.__version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["notebooks", "reference/README.md"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"reportedly {release}"
html_extra_path = ["notebooks"]
html_copy_source = False
html_show_sphinx = False
nitpicky = True
linkcheck_ignore = [r"http://127\.0\.0\.1.*", r"https?://[^/]*\.example.*"]


def setup(app: Any) -> None:
    """Writes the generated pages before sources are looked for; pages that the index does not name stand among the how-tos."""
    app.connect("config-inited", lambda *_: _reference.write(HERE / "reference"))
    app.connect("source-read", _with_others)


def _with_others(app: Any, name: str, source: list[str]) -> None:
    if name == "index":
        named = {line.strip() for line in source[0].splitlines()} | {"index"}
        others = sorted(page.stem for page in HERE.glob("*.md") if page.stem not in named)
        source[0] = source[0].replace("@others@", "\n".join(others))
