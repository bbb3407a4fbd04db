"""Parser and checker of the corpus' inline format (training/corpus/FORMAT.md).

`parse(text)` gives frozen `Passage` values whose spans are code-point offsets into `Passage.text`, end-exclusive.
Mistakes raise `MarkupError` with the line; `check` collects all of them.
"""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from reportedly.reading import _labels as labels

STATEMENT_ROLES = ("S", "Q", "C", "M", "A")
CLAIM_ROLES = ("E", "AG", "TG", "PL", "H")
ENTITIES = ("PER", "ORG", "LOC")
PARTS, CERTAINTIES, MODALITIES = labels.PARTS, labels.CERTAINTIES, labels.MODALITIES
QUANTITIES = labels.QUANTITIES
EVIDENCE = ("video", "photo", "audio", "document", "satellite_image", "screenshot", "other")
STATUSES = {"claim_of_responsibility", "accusation", "denial", "investigation_confirmation"}

LABEL = re.compile(r"(?P<role>AG|TG|PL|PER|ORG|LOC|[SQCMAEHNDV])(?P<numbers>\d+(?:,\d+)*)?$")
PART = re.compile(rf"\[({'|'.join(PARTS)})\]\s*")

Span = tuple[int, int]


class MarkupError(ValueError):
    """A mistake in a corpus file; the message starts with file:line."""


@dataclass(frozen=True)
class MarkedStatement:
    number: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    medium: tuple[Span, ...]
    addressee: tuple[Span, ...]
    speakers: tuple[str, ...]
    negated: bool


@dataclass(frozen=True)
class MarkedClaim:
    number: int
    event: tuple[Span, ...]
    event_type: str
    polarity: str
    certainty: str
    modality: str
    agents: tuple[Span, ...]
    targets: tuple[Span, ...]
    places: tuple[Span, ...]
    hedges: tuple[Span, ...]


@dataclass(frozen=True)
class MarkedQuantity:
    span: Span
    claims: tuple[int, ...]
    kind: str
    low: int | None
    high: int | None
    of: str


@dataclass(frozen=True)
class MarkedTime:
    span: Span
    claims: tuple[int, ...]
    first: date
    last: date


@dataclass(frozen=True)
class MarkedEvidence:
    span: Span
    claims: tuple[int, ...]
    kind: str


@dataclass(frozen=True)
class Passage:
    id: str
    outlet: str
    published: datetime
    style: str
    text: str
    parts: tuple[tuple[int, int, str], ...]
    statements: tuple[MarkedStatement, ...]
    claims: tuple[MarkedClaim, ...]
    quantities: tuple[MarkedQuantity, ...]
    times: tuple[MarkedTime, ...]
    evidence: tuple[MarkedEvidence, ...]
    entities: tuple[tuple[int, int, str], ...]


@dataclass
class _Raw:
    """One passage while it is being read: spans by (role, number)."""

    where: str
    text: str = ""
    parts: list[tuple[int, int, str]] = field(default_factory=list)
    spans: dict[tuple[str, int], list[Span]] = field(default_factory=dict)
    entities: list[tuple[int, int, str]] = field(default_factory=list)


def event_types() -> frozenset[str]:
    """Codes of the shipped event table that a claim may carry, and `other`."""
    path = Path(__file__).parents[1] / "src/reportedly/model/event_types.csv"
    with path.open(encoding="utf-8") as handle:
        return frozenset(row["code"] for row in csv.DictReader(handle)) - STATUSES | {"other"}


def parse(source: str, name: str = "corpus") -> list[Passage]:
    """All passages of one file's text. Raises MarkupError at the first mistake."""
    return [_passage(block, f"{name}:{line}") for line, block in _blocks(source)]


def load(*paths: Path) -> list[Passage]:
    return [passage for path in paths for passage in parse(path.read_text(encoding="utf-8"), path.name)]


def _blocks(source: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    lines = source.splitlines()
    starts = [i for i, line in enumerate(lines) if line.startswith("=== ")]
    for start, end in zip(starts, [*starts[1:], len(lines)][: len(starts)], strict=True):
        found.append((start + 1, "\n".join(lines[start:end])))
    return found


def _passage(block: str, where: str) -> Passage:
    head, _, rest = block.partition("\n\n")
    body, sep, notes = rest.partition("\n---")
    if not sep:
        raise MarkupError(f"{where}: no line '---' after the text")
    lines = head.splitlines()
    header = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    missing = {"outlet", "published", "style"} - header.keys()
    if missing:
        raise MarkupError(f"{where}: header lacks {', '.join(sorted(missing))}")
    raw = _Raw(where)
    _read_body(body, raw)
    return _assemble(lines[0][4:].strip(), header, raw, _read_notes(notes, where))


def _read_body(body: str, raw: _Raw) -> None:
    part, led = "body", False
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        for piece in _pieces(paragraph.strip()):
            mark = PART.match(piece)
            if mark:
                part, piece = mark.group(1), piece[mark.end() :]
            elif part in ("headline", "lead"):
                part = "body"
            if not piece.strip():
                continue
            if raw.text:
                raw.text += "\n\n"
            start = len(raw.text)
            _read_spans(piece.strip(), raw)
            # Whether marked or not, the first running paragraph leads.
            where = "lead" if part == "body" and not led else part
            led = led or where == "lead"
            raw.parts.append((start, len(raw.text), where))


def _pieces(paragraph: str) -> list[str]:
    """A paragraph, split where a part mark starts a line."""
    pieces: list[list[str]] = [[]]
    for line in paragraph.splitlines():
        if PART.match(line) and pieces[-1]:
            pieces.append([])
        pieces[-1].append(line)
    return ["\n".join(lines) for lines in pieces]


def _read_spans(piece: str, raw: _Raw) -> None:
    stack: list[tuple[str, int]] = []
    i = 0
    while i < len(piece):
        char = piece[i]
        if char == "{":
            label, _, _ = piece[i + 1 :].partition(" ")
            stack.append((label, len(raw.text)))
            i += len(label) + 2
            continue
        if char == "}":
            if not stack:
                raise MarkupError(f"{raw.where}: '}}' without '{{' near {piece[max(0, i - 40) : i + 1]!r}")
            label, start = stack.pop()
            _note_span(label, start, raw)
        else:
            raw.text += char
        i += 1
    if stack:
        raise MarkupError(f"{raw.where}: span {{{stack[-1][0]} ...}} is never closed")


def _note_span(label: str, start: int, raw: _Raw) -> None:
    text = raw.text[start:]
    if not text.strip() or text != text.strip():
        raise MarkupError(f"{raw.where}: span {{{label} {text}}} is empty or has spaces at its border")
    for single in label.split("/"):
        match = LABEL.match(single)
        if match is None:
            raise MarkupError(f"{raw.where}: unknown label {single!r} on {text!r}")
        role, numbers = match.group("role"), match.group("numbers")
        if (role in ENTITIES) != (numbers is None):
            raise MarkupError(f"{raw.where}: label {single!r} on {text!r}: entities have no number, all others have one")
        if role in ENTITIES:
            raw.entities.append((start, len(raw.text), role))
        for number in (numbers or "").split(","):
            if number:
                raw.spans.setdefault((role, int(number)), []).append((start, len(raw.text)))


def _read_notes(notes: str, where: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in notes.splitlines():
        if not line.strip():
            continue
        key, sep, value = line.strip().partition(":")
        if not sep or not re.fullmatch(r"[scndv]\d+", key):
            raise MarkupError(f"{where}: note {line!r} is not like 's1: NAME'")
        if key in found:
            raise MarkupError(f"{where}: note {key} twice")
        found[key] = [item.strip() for item in value.split(";")]
    return found


def _assemble(id_: str, header: dict[str, str], raw: _Raw, notes: dict[str, list[str]]) -> Passage:
    return Passage(
        id=id_,
        outlet=header["outlet"],
        published=_moment(header["published"], raw.where),
        style=header["style"],
        text=raw.text,
        parts=tuple(raw.parts),
        statements=_statements(raw, notes),
        claims=_claims(raw, notes),
        quantities=_quantities(raw, notes),
        times=_times(raw, notes),
        evidence=_evidence(raw, notes),
        entities=tuple(sorted(raw.entities)),
    )


def _moment(value: str, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise MarkupError(f"{where}: published {value!r} is not an ISO time") from error
    if moment.tzinfo is None:
        raise MarkupError(f"{where}: published {value!r} has no time zone")
    return moment


def _numbers(raw: _Raw, roles: tuple[str, ...]) -> list[int]:
    return sorted({number for role, number in raw.spans if role in roles})


def _spans(raw: _Raw, role: str, number: int) -> tuple[Span, ...]:
    return tuple(sorted(raw.spans.get((role, number), [])))


def _match(raw: _Raw, notes: dict[str, list[str]], key: str, roles: tuple[str, ...]) -> list[int]:
    """Numbers in use; each must have a note and each note a span."""
    used = _numbers(raw, roles)
    noted = sorted(int(k[1:]) for k in notes if k[0] == key)
    if used != noted:
        raise MarkupError(f"{raw.where}: spans of {roles} use {used}, notes '{key}' have {noted}")
    return used


def _statements(raw: _Raw, notes: dict[str, list[str]]) -> tuple[MarkedStatement, ...]:
    found = []
    for number in _match(raw, notes, "s", STATEMENT_ROLES):
        speaker, *flags = notes[f"s{number}"]
        if set(flags) - {"negated"}:
            raise MarkupError(f"{raw.where}: s{number}: unknown flag {flags}")
        source, cue, content = (_spans(raw, role, number) for role in "SQC")
        if not cue or not content:
            raise MarkupError(f"{raw.where}: s{number} lacks its {'cue (Q)' if not cue else 'content (C)'}")
        if bool(source) != (speaker != "-"):
            raise MarkupError(f"{raw.where}: s{number}: speaker {speaker!r} but {'a' if source else 'no'} source span")
        speakers = () if speaker == "-" else tuple(name.strip() for name in speaker.split(" & "))
        medium, addressee = _spans(raw, "M", number), _spans(raw, "A", number)
        found.append(MarkedStatement(number, source, cue, content, medium, addressee, speakers, bool(flags)))
    return tuple(found)


def _claims(raw: _Raw, notes: dict[str, list[str]]) -> tuple[MarkedClaim, ...]:
    known = event_types()
    found = []
    for number in _match(raw, notes, "c", CLAIM_ROLES):
        type_, *flags = notes[f"c{number}"]
        if type_ not in known:
            raise MarkupError(f"{raw.where}: c{number}: unknown event type {type_!r}")
        bad = set(flags) - {"denied", "asserted", *CERTAINTIES, *MODALITIES}
        if bad:
            raise MarkupError(f"{raw.where}: c{number}: unknown flag {sorted(bad)}")
        event = _spans(raw, "E", number)
        if not event:
            raise MarkupError(f"{raw.where}: c{number} has no event word (E{number})")
        found.append(
            MarkedClaim(
                number,
                event,
                type_,
                "denied" if "denied" in flags else "asserted",
                next((c for c in CERTAINTIES if c in flags), "certain"),
                next((m for m in MODALITIES if m in flags), "actual"),
                *(_spans(raw, role, number) for role in ("AG", "TG", "PL", "H")),
            )
        )
    return tuple(found)


def _owners(items: list[str], raw: _Raw, key: str) -> tuple[int, ...]:
    """The claims that a quantity, time or evidence note names first."""
    claims = tuple(int(c.strip()[1:]) for c in items[0].split(",") if re.fullmatch(r"c\d+", c.strip()))
    if not claims or any(("E", c) not in raw.spans for c in claims):
        raise MarkupError(f"{raw.where}: {key} must name existing claims first, not {items[0]!r}")
    return claims


def _quantities(raw: _Raw, notes: dict[str, list[str]]) -> tuple[MarkedQuantity, ...]:
    found = []
    for number in _match(raw, notes, "n", ("N",)):
        items = notes[f"n{number}"]
        if len(items) < 3 or items[1] not in QUANTITIES:
            raise MarkupError(f"{raw.where}: n{number} must be 'cX; KIND; LOW..HIGH; OF'")
        low, high = _range(items[2], f"{raw.where}: n{number}")
        of = items[3] if len(items) > 3 else ""
        found.append(MarkedQuantity(_spans(raw, "N", number)[0], _owners(items, raw, f"n{number}"), items[1], low, high, of))
    return tuple(found)


def _range(value: str, where: str) -> tuple[int | None, int | None]:
    if not re.fullmatch(r"\d+|\d+\.\.\d*|\.\.\d+", value):
        raise MarkupError(f"{where}: range {value!r} is not like 12, 12.., ..12 or 10..12")
    low, dots, high = value.partition("..")
    first = int(low) if low else None
    return first, (int(high) if high else None) if dots else first


def _times(raw: _Raw, notes: dict[str, list[str]]) -> tuple[MarkedTime, ...]:
    found = []
    for number in _match(raw, notes, "d", ("D",)):
        items = notes[f"d{number}"]
        try:
            first, _, last = items[1].partition("..")
            days = date.fromisoformat(first), date.fromisoformat(last or first)
        except (IndexError, ValueError) as error:
            raise MarkupError(f"{raw.where}: d{number} must be 'cX; FROM..TO' with ISO dates") from error
        found.append(MarkedTime(_spans(raw, "D", number)[0], _owners(items, raw, f"d{number}"), *days))
    return tuple(found)


def _evidence(raw: _Raw, notes: dict[str, list[str]]) -> tuple[MarkedEvidence, ...]:
    found = []
    for number in _match(raw, notes, "v", ("V",)):
        items = notes[f"v{number}"]
        if len(items) < 2 or items[1] not in EVIDENCE:
            raise MarkupError(f"{raw.where}: v{number} must be 'cX; KIND' with KIND of {', '.join(EVIDENCE)}")
        found.append(MarkedEvidence(_spans(raw, "V", number)[0], _owners(items, raw, f"v{number}"), items[1]))
    return tuple(found)


def check(*paths: Path) -> tuple[int, list[str]]:
    """How many passages are sound, and every mistake found."""
    sound, mistakes, seen = 0, [], set()
    for path in paths:
        for line, block in _blocks(path.read_text(encoding="utf-8")):
            try:
                passage = _passage(block, f"{path.name}:{line}")
            except MarkupError as error:
                mistakes.append(str(error))
                continue
            sound += 1
            if passage.id in seen:
                mistakes.append(f"{path.name}:{line}: id {passage.id} is used twice")
            seen.add(passage.id)
    return sound, mistakes


def strip(source: str) -> str:
    """The file's passages without spans and notes, for a second annotator who must not see the first's work."""
    out = []
    for _, block in _blocks(source):
        body = block.partition("\n---")[0]
        while re.search(r"\{[A-Z0-9,/]+ [^{}]*\}", body):
            body = re.sub(r"\{[A-Z0-9,/]+ ([^{}]*)\}", r"\1", body)
        out.append(body + "\n---\n")
    return "\n".join(out)


if __name__ == "__main__":
    command, *names = sys.argv[1:] or ["help"]
    if command == "strip":
        print("\n".join(strip(Path(name).read_text(encoding="utf-8")) for name in names))
    elif command == "check":
        count, problems = check(*map(Path, names))
        print("\n".join([*problems, f"{count} sound passages, {len(problems)} mistakes"]))
        sys.exit(1 if problems else 0)
    else:
        sys.exit("usage: python -m training.markup {check|strip} FILE...")
