"""What can be read in a language that the network was not trained on: quoted words by their marks, and nothing guessed."""

from __future__ import annotations

from itertools import groupby

from reportedly.model import Mention, Statement
from reportedly.reading._quotes import quoted
from reportedly.reading._sentences import lines

_FEWEST_WORDS = 4
"""Shorter quotations are mostly names and titles."""


def quotations(text: str) -> list[Statement]:
    """Direct quotes as statements without source and cue."""
    inside = quoted(text)
    found: list[Statement] = []
    for start, end in lines(text):
        for flag, group in groupby(range(start, end), key=lambda i: inside[i]):
            span = list(group)
            words = text[span[0] : span[-1] + 1]
            if flag and len(words.split()) >= _FEWEST_WORDS:
                content = Mention(words, span[0], span[-1] + 1)
                found.append(
                    Statement(
                        id=f"s{len(found) + 1}",
                        start=content.start,
                        end=content.end,
                        quote="direct",
                        source=None,
                        cue=None,
                        content=(content,),
                    )
                )
    return found
