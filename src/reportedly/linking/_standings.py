"""How a point stands: the rules, in the order they are tried. docs/standings.md says the same with examples."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import msgspec

from reportedly.model import Judgement, Standing


class Voice(msgspec.Struct, frozen=True):
    """One origin as the rules see it.

    `kind`: a named or unnamed speaker, one who speaks of no place but stands beside who does, an outlet's own word, or nobody.
    """

    id: str
    name: str
    kind: str
    party: str | None = None


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds a point now: `yes` assert it, `no` deny it, `gone` took it back; `opposed` are pairs of opposing parties."""

    yes: tuple[Voice, ...]
    no: tuple[Voice, ...] = ()
    gone: tuple[Voice, ...] = ()
    opposed: frozenset[tuple[str, str]] = frozenset()
    clash: str | None = None


NAMED, UNNAMED, LENT, OWN, NOBODY = "named", "unnamed", "lent", "own", "nobody"


def standing(sides: Sides) -> tuple[Standing, str]:
    """The machine's standing and the rule that fired, in plain words."""
    for rule in (_withdrawn, _contested, _agreed, _corroborated, _single):
        found = rule(sides)
        if found is not None:
            return found
    return "unattributed", "unattributed: the words name nobody who says so"


def judged(machine: Standing, judgement: Judgement | None) -> tuple[Standing, str | None]:
    """A person's latest decision to confirm or refute goes before every rule."""
    if judgement is None:
        return machine, None
    decided: Standing = "confirmed" if judgement.decision == "confirm" else "refuted"
    return decided, f"{decided} by {judgement.by}: {judgement.reason} (the rules alone say {machine})"


def _withdrawn(sides: Sides) -> tuple[Standing, str] | None:
    if sides.yes or not sides.gone:
        return None
    return "withdrawn", f"withdrawn: {_names(sides.gone)} took it back, and no report holds it any more"


def _contested(sides: Sides) -> tuple[Standing, str] | None:
    if sides.clash:
        return "contested", f"contested: {sides.clash}"
    for one in sides.yes:
        others = [voice for voice in sides.no if voice.id != one.id]
        if others:
            return "contested", f"contested: asserted by {_names(sides.yes)}, denied by {_names(others)}"
    return None


def _agreed(sides: Sides) -> tuple[Standing, str] | None:
    for a, b in combinations([voice for voice in sides.yes or sides.no if voice.kind != LENT], 2):
        if a.party and b.party and {(a.party, b.party), (b.party, a.party)} & sides.opposed:
            both = f"{a.name} ({a.party}) and {b.name} ({b.party})"
            return "agreed across parties", f"agreed across parties: {both} both {_say(sides, 2)} it, and they oppose each other"
    return None


def _corroborated(sides: Sides) -> tuple[Standing, str] | None:
    named = [voice for voice in sides.yes or sides.no if voice.kind == NAMED]
    if len(named) < 2:
        return None
    party = named[0].party if len({voice.party for voice in named}) == 1 else None
    side = f", all of one side ({party})" if party else ""
    return "corroborated", f"corroborated: {len(named)} independent named origins {_say(sides, 2)} it: {_names(named)}{side}"


def _single(sides: Sides) -> tuple[Standing, str] | None:
    held = [voice for voice in sides.yes or sides.no if voice.kind != NOBODY]
    if not held:
        return None
    named = [voice for voice in held if voice.kind == NAMED]
    if named:
        more = "; others who say so name nobody, or no place of their own, and may repeat it" if len(held) > 1 else ""
        return "single origin", f"single origin: only {named[0].name} {_say(sides, 1)} it{more}"
    if len(held) == 1:
        return "single origin", f"single origin: only {held[0].name} {_say(sides, 1)} it"
    return (
        "single origin",
        f"single origin: {_names(held)} {_say(sides, 2)} it, but nothing shows that they know it independently",
    )


def _say(sides: Sides, count: int) -> str:
    one, many = ("asserts", "assert") if sides.yes else ("denies", "deny")
    return one if count == 1 else many


def _names(voices: Sequence[Voice]) -> str:
    names = list(dict.fromkeys(voice.name for voice in voices))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
