"""The speakers heard so far in a report, and the nouns by which persons and bodies are called."""

from __future__ import annotations

import re

import msgspec

CORE_END = re.compile(
    r",|\s(?:of|in|at|for|from|who|which|that|with|near|on|to|whose|linked|based|close|by|inside|under)\s", re.I
)
FIRST_PERSON = frozenset("i we me us my our ours mine ourselves myself".split())
PERSON_WORDS = frozenset(
    """governor minister president spokesman spokeswoman spokesperson official commander general colonel mayor officer chief
    head leader senator lawmaker congressman congresswoman candidate secretary ambassador director lawyer attorney judge
    professor analyst expert witness resident doctor chairman chairwoman premier chancellor king pope bishop author
    prosecutor sheriff captain whistleblower lawmaker pm nominee suspect defendant mp billionaire major lieutenant deputy
    envoy adviser aide economist researcher scientist coach player man
    woman victim father mother farmer teacher student driver fisherman survivor politician democrat republican""".split()
)
GROUP_WORDS = frozenset(
    """ministry group army military command government police forces units unit agency party council court channel legion
    corps battalion brigade movement organisation organization company department office administration union embassy
    regime rebels militants insurgents troops militia committee commission campaign network newspaper outlet station
    authorities directorate service bureau board team fund bank university institute hospital junta parliament
    utility firm airline pac district airport school regulator watchdog charity insurer""".split()
)


class Speaker(msgspec.Struct):
    """One speaker as known so far: `words` are the lower-case head words used of them."""

    name: str
    kind: str
    words: set[str]
    last: int
    pronoun: str = ""


def head_of(words: str) -> str:
    """The head noun, roughly: the last word of the core."""
    found = re.findall(r"[a-z'’-]+", CORE_END.split(words, maxsplit=1)[0].lower())
    return found[-1] if found else ""
