"""Texts into stories, and the scores of such groupings on cases worked out by hand."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals._coreference import b_cubed, ceaf_e, conll, muc
from reportedly.linking import stories

TEXTS = {
    "quake-1": "A strong earthquake hit Qorvan island on Sunday, and five villagers were injured.",
    "quake-2": "Five injured as earthquake shakes Qorvan. The quake hit the island on Sunday, villagers said.",
    "quake-3": "Villagers on Qorvan island sleep outside after Sunday's earthquake injured five.",
    "port-1": "Dockers in Halden port went on strike for higher pay on Monday. The Dock Union said no ship would be unloaded.",
    "port-2": "No ship was unloaded in Halden on Monday: the Dock Union is on strike for higher pay.",
    "port-3": "The strike in Halden port goes on. Dockers want higher pay, the Dock Union said, and no ship will be unloaded.",
    "bank-1": "The central bank of Osterland left its rate at 3 percent. Its governor expects prices to rise slowly next year.",
    "bank-2": "Prices will rise slowly next year, says the governor of Osterland's central bank; the rate stays at 3 percent.",
    "bank-3": "Rate unchanged: the central bank of Osterland keeps it at 3 percent, and its governor sees prices rising slowly.",
}


def test_texts_of_one_incident_are_one_story() -> None:
    kinds = [{name.partition("-")[0] for name in group} for group in stories(TEXTS)]
    assert sorted(map(tuple, kinds)) == [("bank",), ("port",), ("quake",)]


@given(st.randoms(use_true_random=False))
def test_the_order_of_texts_changes_nothing(chance: random.Random) -> None:
    shuffled = list(TEXTS.items())
    chance.shuffle(shuffled)
    assert stories(dict(shuffled)) == stories(TEXTS)


def test_what_shares_nothing_stays_alone() -> None:
    assert stories({}) == ()
    assert stories({"a": "", "b": "", "c": "Rain fell."}) == (frozenset("a"), frozenset("b"), frozenset("c"))


GOLD = [("a", 1), ("a", 1), ("a", 2), ("b", 2), ("b", 2)]
"""Gold {1 2 3} {4 5}, found {1 2} {3 4 5}."""


def test_scores_by_hand() -> None:
    assert muc(GOLD) == pytest.approx(100 * 2 / 3)
    assert b_cubed(GOLD) == pytest.approx(100 * (2 * 2 / 3 + 1 / 3 + 2) / 5)
    assert ceaf_e(GOLD) == pytest.approx(100 * (4 / 5 + 4 / 5) / 2)
    assert conll(GOLD) == pytest.approx((muc(GOLD) + b_cubed(GOLD) + ceaf_e(GOLD)) / 3)


def test_the_gold_itself_scores_full() -> None:
    assert conll([(gold, gold) for gold, _ in GOLD]) == pytest.approx(100)
