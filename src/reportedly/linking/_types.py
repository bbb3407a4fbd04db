"""Which event types may be told of one occurrence, and what common event words mean when the type was left open."""

from __future__ import annotations

from reportedly.linking._text import stem, words
from reportedly.model import Claim

GROUPS: dict[str, tuple[str, ...]] = {
    "incursion": ("ground_raid",),
    "clash": ("armed_clash",),
    "capture": ("territory_captured_state", "territory_captured_nonstate", "territory_transfer_nonviolent"),
    "bombardment": (
        "shelling_missile",
        "air_drone_strike",
        "ied_mine_bomb",
        "suicide_bomb",
        "grenade",
        "chemical_weapon",
        "property_infrastructure_damage",
    ),
    "interception": ("air_defence_interception",),
    "violence against civilians": ("attack_on_civilians", "targeted_killing", "excessive_force_against_protesters"),
    "detention": ("arrest_detention", "abduction_disappearance"),
    "protest": (
        "peaceful_protest",
        "protest_with_intervention",
        "violent_demonstration",
        "mob_violence",
    ),
}
OTHER = "other"
_GROUP_OF = {code: group for group, codes in GROUPS.items() for code in codes}

_PLAIN = {
    "ground_raid": frozenset(
        {"breakthrough", "incursion", "broke through", "broken through", "break through", "breaking through"}
    ),
    "armed_clash": frozenset({"gunfight", "firefight", "shootout", "gun battle", "shooting battle"}),
}
_PLAIN_TYPE = {phrase: code for code, known in _PLAIN.items() for phrase in known}
"""Event words that mean one thing, whatever type they were read as."""

MEANT: dict[str, frozenset[str]] = {
    "ground_raid": frozenset("cross enter breach incursion breakthrough infiltrat invad penetrat".split()),
    "armed_clash": frozenset("fight fought gunfight firefight clash skirmish battl shootout".split()),
    "territory_captured_state": frozenset("captur seiz liberat recaptur".split()),
    "shelling_missile": frozenset("shell shelling bombard missil mortar artiller".split()),
    "air_drone_strike": frozenset("bomb airstrik".split()),
}
"""Stems of event words by the type that they usually mean."""

_TYPE_OF_STEM = {one: code for code, stems in MEANT.items() for one in stems}
HARM = frozenset({"incursion", "clash", "bombardment", "violence against civilians", "protest", "disaster_accident"})
"""Groups of what hurts or breaks, which reports of one occurrence often tell in the same words."""


def group(code: str) -> str:
    """The group a type is compared in; a type without kin is a group of its own."""
    return _GROUP_OF.get(code, code)


def told_of(code: str, word: str) -> str:
    """The group of a claim; what has no type of its own is alike only by its event word, given as a stem."""
    return f"{OTHER} {word}".strip() if code == OTHER else group(code)


def is_other(group: str) -> bool:
    """Whether a group is of claims without a type of their own."""
    return group.split(" ")[0] == OTHER


def meant(claim: Claim, text: str) -> str:
    """The claim's type; what its event word means where that is plain, or usually means when the type is `other`.

    `text` is that of the revision: the word behind the event word belongs to it in `broken through`.
    """
    trigger = claim.trigger
    if trigger is None:
        return claim.event_type
    head = words(trigger.text)
    behind = words(text[trigger.end : trigger.end + 12])[:1]
    for phrase in (head, (*head, *behind)):
        plain = _PLAIN_TYPE.get(" ".join(phrase))
        if plain:
            return plain
    word = stem(trigger.text)
    usual = _TYPE_OF_STEM.get(word)
    if claim.event_type == OTHER:
        return usual or OTHER
    # The word says more than the type that was read, where both are of one family: nobody is flooded by entering.
    mistaken = usual and group(usual) != group(claim.event_type) and group(claim.event_type) in HARM | {"capture"}
    return usual if usual and mistaken and (usual != "territory_captured_state") else claim.event_type
