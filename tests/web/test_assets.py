"""Third-party scripts: locked, from npm, in the wheel, never committed; a build without npm goes on."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "assets"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lock_pins_every_package_and_names_no_registry() -> None:
    lock = json.loads((ASSETS / "package-lock.json").read_text())
    wanted = json.loads((ASSETS / "package.json").read_text())
    packages = {place.removeprefix("node_modules/"): one for place, one in lock["packages"].items() if place}
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert packages[name]["version"] == version


def test_none_of_it_is_committed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    assert not [path for path in tracked.stdout.splitlines() if "vendor/" in path or "node_modules" in path]


def project(folder: Path) -> Path:
    """A copy of what the hook works on, without what it makes."""
    (folder / "assets").mkdir()
    (folder / "src/reportedly/web/static").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "basemap.mjs", "disputed.json"):
        (folder / "assets" / name).write_bytes((ASSETS / name).read_bytes())
    (folder / "hatch_build.py").write_bytes((ROOT / "hatch_build.py").read_bytes())
    return folder


def test_what_was_made_from_the_same_lock_is_not_made_again(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path)
    asked = list[tuple[str, ...]]()
    monkeypatch.setattr(hook, "run", lambda *command, cwd: asked.append(command))
    made = root / hook.VENDOR / "made-from.txt"
    made.parent.mkdir()
    made.write_text(hook.stamp(root))
    hook.make(root)
    assert asked == []
    (root / "assets/disputed.json").write_text("{}")
    assert not hook.current(root)


def test_a_failed_fetch_leaves_what_is_there_and_says_why(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path)
    kept = root / hook.VENDOR / "htmx.min.js"
    kept.parent.mkdir()
    kept.write_text("earlier")

    def unreachable(*command: str, cwd: Path) -> None:
        raise subprocess.CalledProcessError(1, command, stderr="npm error code ECONNREFUSED\nnpm error more")

    monkeypatch.setattr(hook, "run", unreachable)
    with pytest.raises(subprocess.CalledProcessError) as failed:
        hook.make(root)
    assert hook.reason(failed.value) == "code ECONNREFUSED"
    assert kept.read_text() == "earlier"


def test_disputed_lines_are_drawn_dashed_and_say_why() -> None:
    borders = ROOT / "src/reportedly/web/static/vendor/borders.geojson"
    if not borders.is_file():
        pytest.skip("the base map was not built here (needs npm once)")
    found = json.loads(borders.read_text())["features"]
    disputed = [one["properties"]["why"] for one in found if one["properties"]["kind"] == "disputed"]
    assert all(disputed)
    for place in ("Crimea", "Golan Heights", "Kashmir", "Western Sahara", "Kosovo", "Cyprus", "Transnistria", "Abkhazia"):
        assert any(place in why for why in disputed), place
    assert all(not one["properties"]["why"] for one in found if one["properties"]["kind"] == "border")
    assert sum(one["properties"]["kind"] == "border" for one in found) > 200
