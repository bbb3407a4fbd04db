"""MUC-4 slot 11: how sure a message is that an organisation did it, the organisation given (five values).

The messages are in capitals, so they are put into sentence case first, with the capitals of the templates' names.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from evals._harness import Score, fingerprint, interval, shared
from evals._reading import read_text
from reportedly.model import Claim, Reading, Statement

FACT, ADMITTED, ACCUSED = "REPORTED AS FACT", "CLAIMED OR ADMITTED", "SUSPECTED OR ACCUSED"
BY_AUTHORITIES, POSSIBLE = "SUSPECTED OR ACCUSED BY AUTHORITIES", "POSSIBLE"
STATUSES = (FACT, ADMITTED, ACCUSED, BY_AUTHORITIES, POSSIBLE)
SPLITS = ("tst1", "tst2")
TEMPLATES, TEXTS = ("data", "events", "muc4_templates.dev.jsonl.gz"), ("data", "events", "muc4_docs.dev.jsonl.gz")

_CLAIMING = re.compile(
    r"claim\w* (?:the |full )?(?:responsibility|credit|authorship)"
    r"|(?:assum|accept|took|taken?)\w* (?:the |full )?(?:responsibility|credit)"
    r"|admit\w*|acknowledg\w+|confess\w*|communique|leaflet\w*|written message\w*|venceremos",
    re.I,
)
_ACCUSING = re.compile(
    r"accus\w+|blam\w+|attribut\w+|suspect\w*|suspicion\w*|alleged\w*|charg(?:ed|es|ing)\b|impute\w*|implicat\w+|presum\w+"
    r"|responsib\w+|denounc\w+|link\w*|involve\w*|guilty|condemn\w*",
    re.I,
)
_AUTHORITY = re.compile(
    r"police|army|armed forces|military|minist|president|government|official|authorit|colonel|general|major|captain"
    r"|commander|security|judge|court|attorney|prosecutor|mayor|governor|intelligence|brigade|battalion",
    re.I,
)
_DOUBT = re.compile(r"possib\w+|may have|might|could have|apparently|likely|probabl\w+|investigat\w+|believed to|if it is", re.I)


@dataclass(frozen=True)
class Row:
    """One organisation of one template: all its names, and the status that the key gives."""

    split: str
    doc: str
    names: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Seen:
    """A row and what was decided."""

    row: Row
    decided: str


def run() -> list[Score]:
    rows = [row for row in templates() if row.split in SPLITS]
    data = fingerprint(shared(*TEMPLATES), shared(*TEXTS))
    readings = {doc: read_text(truecase(texts()[doc])) for doc in dict.fromkeys(row.doc for row in rows)}
    seen = [Seen(row, decide(readings[row.doc], row.names)) for row in rows]
    by_doc = [[s for s in seen if s.row.doc == doc] for doc in readings]
    scores = []
    for metric, measure, goal in (("accuracy", accuracy, 60.0), ("macro-F1", macro_f1, 34.4)):
        low, high = interval(by_doc, lambda docs, measure=measure: measure([s for d in docs for s in d]))  # type: ignore[misc]
        scores.append(Score("MUC-4 certainty", metric, measure(seen), low, high, goal, data))
    return scores


def accuracy(seen: Sequence[Seen]) -> float:
    return 100.0 * sum(s.row.status == s.decided for s in seen) / len(seen)


def macro_f1(seen: Sequence[Seen]) -> float:
    """Mean F1 over the five values, or those of them that occur."""
    gold, decided = Counter(s.row.status for s in seen), Counter(s.decided for s in seen)
    hits = Counter(s.decided for s in seen if s.row.status == s.decided)
    values = [200.0 * hits[v] / (gold[v] + decided[v]) for v in STATUSES if gold[v] + decided[v]]
    return sum(values) / len(values)


def decide(reading: Reading, names: Sequence[str]) -> str:
    """The status that the document's claims and statements about the organisation give it.

    Its own admission decides; else what its accusers say, if anybody accuses it; else a doubt; else it is a fact.
    """
    signs = Counter(_signs(reading, names))
    if signs[ADMITTED]:
        return ADMITTED
    accused = signs[ACCUSED] + signs[BY_AUTHORITIES]
    if accused and accused >= signs[FACT]:
        return max((BY_AUTHORITIES, ACCUSED), key=lambda s: signs[s])
    return POSSIBLE if signs[POSSIBLE] > signs[FACT] else FACT


def _signs(reading: Reading, names: Sequence[str]) -> Iterator[str]:
    """One status for each mention of the organisation that a statement or a claim with an agent says something of."""
    text = reading.report.text
    wanted = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.I)
    for match in wanted.finditer(text):
        at = match.start()
        around = [s for s in reading.statements if any(c.start <= at < c.end for c in s.content)]
        own = [s for s in reading.statements if s.source and s.source.start <= at < s.source.end]
        inner = min(around, key=lambda s: s.end - s.start, default=None)
        claims = [c for c in reading.claims if any(a.role == "agent" and a.start <= at < a.end for a in c.actors)]
        start, end = text.rfind(". ", 0, at) + 1, text.find(". ", at)
        sentence = text[start : end if end > 0 else len(text)]
        if any(not s.negated and _CLAIMING.search(text[s.start : s.end]) for s in own):
            yield ADMITTED
        elif inner is not None and _ACCUSING.search(_cue(inner)):
            yield _accuser(inner)
        elif _ACCUSING.search(sentence) and not own:
            if inner is None:
                yield BY_AUTHORITIES if _AUTHORITY.search(sentence[: at - start]) else ACCUSED
            else:
                yield _accuser(inner)
        elif _DOUBT.search(sentence) and not own:
            yield POSSIBLE
        elif claims:
            yield _of_claims(claims, inner, sentence)


def _of_claims(claims: Sequence[Claim], statement: Statement | None, sentence: str) -> str:
    if any(c.certainty == "possible" for c in claims) or _DOUBT.search(sentence):
        return POSSIBLE
    if any(c.certainty != "certain" for c in claims):
        return ACCUSED if statement is None else _accuser(statement)
    return FACT


def _accuser(statement: Statement) -> str:
    speaker = " ".join((statement.source.text, *statement.source.speakers)) if statement.source else ""
    return BY_AUTHORITIES if _AUTHORITY.search(speaker) else ACCUSED


def _cue(statement: Statement) -> str:
    return statement.cue.text if statement.cue else ""


@cache
def templates() -> tuple[Row, ...]:
    """Every organisation with a status, of templates that say so without an alternative."""
    with gzip.open(shared(*TEMPLATES), "rt", encoding="utf-8") as handle:
        found = [json.loads(line) for line in handle]
    return tuple(
        Row(t["split"], t["doc"], tuple(o["org"]), o["status"])
        for t in found
        for o in t.get("org_confidence") or ()
        if o["status"] in STATUSES and o["org"]
    )


@cache
def texts() -> dict[str, str]:
    with gzip.open(shared(*TEXTS), "rt", encoding="utf-8") as handle:
        return {d["id"]: d["text"] for d in map(json.loads, handle)}


def truecase(text: str) -> str:
    """Sentence case without the dateline's bracket: paragraphs kept, lines joined; acronyms in brackets stay capital."""
    body = re.sub(r"^.*?--\s*", "", text, count=1, flags=re.S) if "--" in text[:200] else text
    body = re.sub(r"\[[^\]\n]{0,60}\]", "", body)
    paragraphs = [re.sub(r"\s+", " ", p).strip() for p in re.split(r"\n\s*\n", body)]
    lowered = "\n\n".join(p.lower() for p in paragraphs if p)
    acronyms = set(re.findall(r"\(([A-Z]{2,8}(?:-[A-Z]{2,8})?)\)", text)) | {
        "FMLN",
        "ELN",
        "FARC",
        "EPL",
        "ARDE",
        "COPREFA",
        "U.S.",
    }
    for word in acronyms:
        lowered = re.sub(rf"(?<!\w){re.escape(word.lower())}(?!\w)", word, lowered)
    return re.sub(r"(?:^|(?<=[.!?]\s)|(?<=\n))[\"“]?[a-z]", lambda m: m.group().upper(), lowered)
