"""The rules of a sign-off, apart from where it is stored: which steps make one, and that nobody approves their own. Pure.

The ledger asks them before it writes; `verify` and an import ask them again of a log that somebody else may have written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from reportedly.ledger._bodies import UndoBody, decode
from reportedly.ledger.values import Review, ReviewState, Signature, Step
from reportedly.model import Decision, Judgement, LedgerError


class ReviewBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of a review. `basis` names what could be seen; `people` how many the sign-off took; `judgement` what it made."""

    id: str
    what: str
    step: Step
    by: str
    at: str
    reason: str
    basis: str
    people: int = 1
    verdict: Decision | None = None
    judgement: str | None = None


def is_link(what: str) -> bool:
    """Whether a step is about a link, named by its two reports, and not about a point."""
    return " " in what


def verdicts(what: str) -> tuple[Decision, ...]:
    """What a sign-off may say."""
    return ("link", "unlink", "unsure") if is_link(what) else ("confirm", "refute", "unsure")


def review(what: str, told: Iterable[tuple[ReviewBody, bool]], basis: str) -> Review:
    """Where a point is in review, from its steps and from what there is to be seen now."""
    state: ReviewState = "unreviewed"
    signed: list[Signature] = []
    holder, stale = None, False
    for body, undone in told:
        if undone:
            continue
        holder = body.by if body.step == "take" else None
        if body.step != "sign":
            state = "in review" if body.step == "take" and not signed else "returned" if body.step == "return" else state
            signed = [] if body.step == "return" else signed
            continue
        if state == "signed off" or (signed and signed[-1].basis != body.basis):
            signed = []
        signed.append(Signature(body.id, body.by, body.at, body.verdict or "unsure", body.reason, body.basis, body.judgement))
        agreed = len({one.verdict for one in signed}) == 1
        state = "returned" if not agreed else "signed off" if _people(signed) >= body.people else "needs second"
    if signed and signed[-1].basis != basis and state in ("signed off", "needs second"):
        state, stale = "unreviewed", True
    dissent = len({one.verdict for one in signed}) > 1
    return Review(what=what, state=state, stale=stale, dissent=dissent, holder=holder, signatures=tuple(signed))


def checked(found: Review, by: str, verdict: Decision) -> None:
    """Raises LedgerError when this person may not sign now: nobody approves their own."""
    allowed = verdicts(found.what)
    if verdict not in allowed:
        raise LedgerError(f"a sign-off says {', '.join(allowed[:-1])} or {allowed[-1]}")
    if found.state == "needs second" and any(one.by.casefold() == by.casefold() for one in found.signatures):
        raise LedgerError("needs somebody else: nobody approves their own sign-off", where=found.what)


def _people(signed: Iterable[Signature]) -> int:
    return len({one.by.casefold() for one in signed})


class SignOffs:
    """Goes through a log and finds sign-offs that the rules do not allow, whoever wrote them."""

    def __init__(self) -> None:
        self._steps: dict[str, list[tuple[ReviewBody, bool]]] = {}
        self._due: dict[str, tuple[str, str]] = {}
        self._partial = False

    def see(self, kind: str, key: str, body: bytes | None) -> str | None:
        """The next entry; what is wrong with it, or None. A content that was deleted leaves later sign-offs unproved."""
        if kind not in ("review", "undo", "judgement"):
            return None
        if body is None:
            self._partial = self._partial or kind != "judgement"
            return None
        try:
            if kind == "review":
                return self._step(decode(body, ReviewBody))
            if kind == "judgement":
                return self._judged(key, decode(body, Judgement))
            self._undone(decode(body, UndoBody).judgement)
        except msgspec.MsgspecError as error:
            return f"cannot be read: {error}"
        return None

    def _undone(self, id_: str) -> None:
        for what, told in self._steps.items():
            self._steps[what] = [(body, gone or body.id == id_) for body, gone in told]

    def _step(self, body: ReviewBody) -> str | None:
        told = self._steps.setdefault(body.what, [])
        told.append((body, False))
        if body.judgement is None or self._partial:
            return None
        found = review(body.what, told, body.basis)
        if found.state != "signed off":
            return f"signs off {body.what!r} for {body.people}, but not so many different people agreed"
        self._due[body.judgement] = (body.what, _names(found.signatures))
        return None

    def _judged(self, key: str, made: Judgement) -> str | None:
        due = self._due.pop(key, None)
        if due is None or due == (made.what, made.by):
            return None
        return f"is the sign-off of {due[0]!r} by {due[1]}, but says {made.what!r} by {made.by}"


def _names(signed: Sequence[Signature]) -> str:
    return ", ".join(one.by for one in signed)
