"""The label sets that training and reading share. Order is part of the weights."""

from __future__ import annotations

TAGS = ("O", "B", "I")
ENTITY_TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
CUE_ROLES = ("O", "B-S", "I-S", "B-C", "I-C", "B-M", "I-M", "B-A", "I-A")
ACTOR_ROLES = ("O", "B-AG", "I-AG", "B-TG", "I-TG")
FIELD_ROLES = ("O", "B-PL", "I-PL", "B-H", "I-H", "B-N", "I-N", "B-D", "I-D", "B-V", "I-V")
CUE_LAYERS = (CUE_ROLES,)
EVENT_LAYERS = (ACTOR_ROLES, FIELD_ROLES)
"""Within a layer a word has one role; a place that is hit is target and place at once, "twelve" target and count."""
PARTS = ("headline", "lead", "sources", "body", "update", "background")
POLARITIES = ("asserted", "denied")
CERTAINTIES = ("certain", "probable", "possible", "unknown")
MODALITIES = ("actual", "attempted", "threatened", "planned", "hypothetical")
QUANTITIES = (
    "killed", "injured", "captured", "destroyed", "damaged", "displaced", "shot_down", "launched", "arrested",
    "missing", "evacuated", "deployed", "attacked", "other",
)  # fmt: skip
EVENT_TYPES = (
    "other", "armed_clash", "ground_raid", "territory_captured_state", "territory_captured_nonstate",
    "territory_transfer_nonviolent", "shelling_missile", "air_drone_strike", "ied_mine_bomb", "suicide_bomb", "grenade",
    "chemical_weapon", "air_defence_interception", "attack_on_civilians", "targeted_killing", "sexual_violence",
    "abduction_disappearance", "torture_mistreatment", "peaceful_protest", "protest_with_intervention",
    "excessive_force_against_protesters", "violent_demonstration", "mob_violence", "strike_boycott_blockade",
    "arrest_detention", "search_seizure_weapons", "emergency_restriction", "siege_blockade", "expulsion_deportation",
    "cyber_attack", "property_infrastructure_damage", "deployment_mobilisation", "base_established", "group_change",
    "air_alert", "agreement_ceasefire", "talks_meeting", "sanction", "threat_ultimatum", "demand_request",
    "aid_evacuation", "displacement", "disaster_accident", "statement_position",
)  # fmt: skip
DISTANCES = 32


def distance_bucket(delta: int) -> int:
    """Signed token distance (argument minus predicate) to one of DISTANCES buckets: exact near, logarithmic far."""
    size = abs(delta)
    bucket = size if size < 8 else min(15, 8 + (size.bit_length() - 4) * 2 + ((size >> (size.bit_length() - 2)) & 1))
    return bucket + (16 if delta < 0 else 0)
