"""The ledger: one object that adds, answers and proves. Only here is anything written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa
from msgspec.structs import replace

from reportedly._each import read_each
from reportedly.ledger import _bodies as bodies
from reportedly.ledger import _import, _judging, _log, _queries, _relink, _reviewing
from reportedly.ledger import _schema as t
from reportedly.ledger._add import BATCH, Known, Progress, batches, total
from reportedly.ledger._asking import Asking
from reportedly.ledger._availability import availability, is_new, misses
from reportedly.ledger._bundle import bundle
from reportedly.ledger._import import Imported
from reportedly.ledger._log import Draft, Mirror
from reportedly.ledger._looking import Looking
from reportedly.ledger._masks import MASK
from reportedly.ledger._notes import Signer, create_key, keep_public, load_key, load_signer, public_path
from reportedly.ledger._originals import Originals
from reportedly.ledger._rebuild import differing, rebuild
from reportedly.ledger._redact import Redaction, of_names, of_revision
from reportedly.ledger._stamps import Post, Stamp, stamp
from reportedly.ledger._store import Store
from reportedly.ledger._times import now, spelled
from reportedly.ledger._views import derive
from reportedly.ledger._witness import witness_text
from reportedly.ledger.values import Added, Availability, Fault, Kept, Rebuilt, Review, Step, Verification
from reportedly.model import (
    Captured,
    Decision,
    Judgement,
    LedgerBusy,
    LedgerError,
    Original,
    Problem,
    Reading,
    Withheld,
)
from reportedly.reading import Reader

if TYPE_CHECKING:
    from reportedly.ledger._unbundle import Bundle

_DIFFERS = "differs from what the log gives (changed from outside, or by another version); `reportedly rebuild` mends it"


class Ledger(Asking):
    """Who said what happened, and how each point stands; append-only. Use it in a `with` statement, or close it."""

    def __init__(self, store: Store, linker: _relink.Linker | None = None, clock: Callable[[], datetime] = now) -> None:
        super().__init__(store, linker or _relink.default_linker())
        self.originals = Originals(store.file("originals"))
        self._relinking = _relink.Relinking(self._linker)
        self._clock = clock
        self._mirror = Mirror(store.file("checkpoints"))
        self._signer: Signer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()

    def add(
        self,
        captured: Iterable[Captured | Problem],
        reader: Reader,
        *,
        progress: Progress | None = None,
        visits: bool = False,
    ) -> Added:
        """Reads and keeps what capture hands over; what is known already adds nothing.

        A known text in other bytes, captured more than a minute from its other captures, is noted as seen again. With
        `visits`, as when a page is fetched again and again, so is a known text in known bytes.
        Works in transactions of some dozens of revisions; after a kill, adding the same again completes the ledger.
        Raises LedgerBusy when another process writes for too long. Names at risk are blanked in what is told of problems.
        """
        account = Added()
        self.originals.sweep()
        looking = Looking(self.store, self.originals)
        for batch in batches(captured):
            with self.store.read() as conn:
                known = Known(conn, batch.arrivals, visits=visits)
            batch.prepare(known, reader, self.originals, looking)
            with self.store.write() as conn:
                drafts, added = batch.commit(Known(conn, batch.arrivals, visits=visits))
                self._append(conn, drafts)
            if drafts:
                self._sync()
            account = total(account, self.outward.told(added))
            if progress:
                progress(account)
        self.relink()
        return account

    def kept(self) -> Iterator[Kept]:
        """The originals that may leave, in the order of their arrival; their bytes lie where `source` says.

        Left out are those that were redacted, and those that name a source at risk, in their bytes or in how they were got.
        """
        masks = self.protection.masks
        with self.store.read() as conn:
            read_in = _queries.read_in(conn)
        for entry in self.entries("original"):
            if entry.body is not None:
                body = bodies.decode(bytes(entry.body), bodies.OriginalBody)
                source = self.originals.path(body.sha256)
                original = Original(body.sha256, body.size, body.media_type, source, body.fetch)
                at, title = read_in.get(body.sha256, (entry.at, None))
                if masks and (MASK.encode() in bytes(entry.body) or self._names_at_risk(body.sha256)):
                    continue
                yield Kept(original=original, captured_at=at, title=masks.text(title) if title else None)

    def reread(self, reader: Reader) -> int:
        """Reads again every revision whose reading is of another engine, if it can. Earlier readings stay in the log."""
        with self.store.read() as conn:
            stale = _queries.read_by_others(conn, reader.engine)
        for start in range(0, len(stale), BATCH):
            with self.store.read() as conn:  # as captured: what is told may have names blanked
                revisions = [_queries.observed(conn, revision_id).revision for revision_id in stale[start : start + BATCH]]
            pairs = read_each(revisions, reader)
            self._commit(
                [bodies.reading_draft(revision.id, revision, read) for revision, read in pairs if isinstance(read, Reading)]
            )
        self.relink()
        return len(stale)

    def judge(self, what: str, decision: Decision, *, by: str, reason: str) -> Judgement:
        """Records a person's decision on an event, point, origin, claim or report, or on several, separated by spaces.

        Raises NotFound when there is no such thing.
        """
        with self.store.write() as conn:
            judgement = Judgement(
                id=f"j{_log.size(conn)}",
                by=by,
                at=spelled(self._clock()),
                what=_judging.resolved(conn, what),
                decision=decision,
                reason=reason,
            )
            self._append(conn, [bodies.judgement_draft(judgement)])
            self._relink(conn)
        self._sync()
        return judgement

    def undo(self, judgement_id: str, *, by: str, reason: str) -> Judgement:
        """Takes a judgement back; both stay in the log. Raises NotFound, or LedgerError when it is undone already."""
        with self.store.write() as conn:
            _judging.standing(conn, judgement_id)
            undo = bodies.UndoBody(judgement_id, by, spelled(self._clock()), reason)
            self._append(conn, [bodies.undo_draft(undo)])
            self._relink(conn)
        self._sync()
        return next(judgement for judgement in self.judgements() if judgement.id == judgement_id)

    def review_step(
        self, point: str, step: Step, *, by: str, reason: str, verdict: Decision | None = None, two_people: bool = False
    ) -> Review:
        """Takes a point or a link to review, signs it with a verdict, or returns it; a complete sign-off becomes a judgement.

        With `two_people` it takes a second person who agrees; one who differs returns it, and the dissent is kept. Raises
        NotFound, or LedgerError when somebody would approve their own.
        """
        with self.store.write() as conn:
            size, at = _log.size(conn), spelled(self._clock())
            drafts = _reviewing.stepped(conn, f"r{size}", point, step, by, at, reason, verdict, 2 if two_people else 1)
            self._append(conn, drafts)
            if len(drafts) > 1:
                self._relink(conn)
            found = _reviewing.state_of(conn, point)
        self._sync()
        return found

    def undo_step(self, step_id: str, *, by: str, reason: str) -> None:
        """Takes a step of a review back, and the judgement that it made. Both stay in the log. Raises NotFound, LedgerError."""
        with self.store.write() as conn:
            at = spelled(self._clock())
            judgement = _reviewing.undoable(conn, step_id)
            ids = (step_id, judgement) if judgement else (step_id,)
            self._append(conn, [bodies.undo_draft(bodies.UndoBody(one, by, at, reason)) for one in ids])
            if judgement:
                self._relink(conn)
        self._sync()

    def original(self, sha256: str) -> bytes:
        """The untouched bytes by their hash, for handing out. Raises NotFound, or Withheld when they name somebody at risk."""
        if self._names_at_risk(sha256):
            raise Withheld("names a source at risk, so its original stays here", where=sha256)
        return self.originals.read(sha256)

    def _names_at_risk(self, sha256: str) -> bool:
        """Whether an original, or what was read out of it, names a source at risk: packed bytes do not show their words."""
        masks = self.protection.masks
        if not masks:
            return False
        if masks.hide_in(self.originals.read(sha256)):
            return True
        with self.store.read() as conn:
            known = conn.scalars(sa.select(t.revisions.c.revision).where(t.revisions.c.sha256 == sha256)).all()
            return any(masks.value(revision) != revision for revision in _queries.revisions_by_id(conn, known))

    def redact(self, revision_id: str, *, by: str, reason: str) -> int:
        """Deletes a revision's text, readings, original and own media for good; every proof over the log still holds.

        Returns how many contents were deleted. Raises NotFound.
        """
        return self._redact(lambda conn: of_revision(conn, revision_id, by, spelled(self._clock()), reason))

    def redact_names(self, names: Sequence[str], *, by: str, reason: str) -> int:
        """Blacks out a person or a place, by all the writings given, in every content, and deletes the originals that hold it.

        Ids and offsets stay, and so do judgements; every proof over the log still holds. Media files are not looked into.
        Returns how many contents were deleted. Raises NotFound, and LedgerError for a name that is too short.
        """
        return self._redact(lambda conn: of_names(conn, names, by, spelled(self._clock()), reason))

    def _redact(self, wanted: Callable[[sa.Connection], Redaction]) -> int:
        with self.store.write() as conn:
            redaction = wanted(conn)
            _log.append(conn, redaction.drafts, self._clock(), self._key(conn))  # the views are derived anew below
            for seq in redaction.forget:
                conn.execute(_log.forget(seq))
            rebuild(conn, self._linker)
        for sha256 in redaction.hashes:
            self.originals.forget(sha256)
        self._sync()
        self.store.scrub()
        return len(redaction.forget)

    def note_unavailable(self, report: str, at: datetime | None = None, why: str = "") -> Availability:
        """Records that a known report was not found when it was asked for again (`why`: what was answered instead).

        Returns what the misses since its last capture amount to. A try noted already, or older than that capture, adds
        nothing. Raises NotFound when there is no such report.
        """
        missed = bodies.UnavailableBody(report, at or self._clock(), why)
        with self.store.write() as conn:
            fresh = is_new(conn, report, missed.at)
            if fresh:
                self._append(conn, [bodies.unavailable_draft(missed)])
            status = availability(misses(conn, report).get(report, ()))
        if fresh:
            self._sync()
        return status

    def record_pack(self, name: str, version: str, sha256: str) -> None:
        """Notes that a gazetteer or parties pack came into use; once for each version."""
        draft = bodies.pack_draft(bodies.PackBody(name, version, sha256))
        with self.store.read() as conn:
            known = any(entry.body == draft.body for entry in _log.read(conn, kind="pack", key=draft.key))
        if not known:
            self._commit([draft])

    def bundle(self, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
        """The whole ledger as one file, in pieces (see `_bundle`); `progress` is told of entries as they are written.

        Raises LedgerDamaged when an original is missing.
        """
        if self.protection.masks:
            raise Withheld("holds names at risk, which a whole ledger cannot leave out; copy its files, or take the marks away")
        with self.store.read(steady=True) as conn:
            yield from bundle(conn, self.originals, load_key(self.store.file("key")), progress)

    def take_in(self, exported: Bundle, progress: Callable[[int], None] | None = None) -> Imported:
        """Makes this ledger the one that was exported: appends all entries that its log lacks, in one transaction.

        Raises ExportError when the file is damaged, LedgerError when this ledger holds another history; then nothing is
        changed.
        """
        wanted = exported.check()
        kept: list[str] = []
        try:
            kept.extend(_import.keep_originals(exported, wanted, self.originals))
            with self.store.write() as conn:
                new, forgotten = _import.take_in(conn, exported, self._linker, progress)
                size = _log.size(conn)
        except BaseException:
            _import.drop(self.originals, kept)
            raise
        for sha256 in forgotten:
            self.originals.forget(sha256)
        if exported.key:
            keep_public(self.store.file("key"), exported.key)
        self._sync()
        return Imported(entries=new, size=size, root=exported.manifest.root, originals=len(kept))

    def relink(self) -> None:
        """Derives the events again when entries were logged since."""
        with self.store.write() as conn:
            if _relink.behind(conn):
                self._relink(conn)

    def rebuild(self) -> Rebuilt:
        """Drops every view, derives it anew from the log, and tells whether it was equal before."""
        with self.store.write() as conn:
            return rebuild(conn, self._linker)

    def stamp(self, authority: str, post: Post) -> Stamp:
        """Has a time-stamping authority (RFC 3161) stamp the latest checkpoint; `post` sends it the request.

        The token is stored beside the ledger and checked by `verify`. Raises LedgerError.
        """
        with self.store.read() as conn:
            row = _log.latest(conn)
        if row is None:
            raise LedgerError("the ledger is empty: there is nothing to stamp", where=self.store.name)
        return stamp(self.store.file("timestamps"), row.size, row.note, authority, post)

    def witness(self) -> str:
        """The public key and all checkpoints, to be kept by somebody else; `verify` compares with it."""
        with self.store.read() as conn:
            return witness_text(load_key(self.store.file("key")), _log.notes(conn))

    def verify(self, key: str | None = None, *, witness: Path | None = None, tsa_roots: Path | None = None) -> Verification:
        """Checks the whole log offline and, when it is good, that the views are what it gives; nothing is changed.

        `key`: the public key to trust, in note form; default the one beside the ledger. `witness`: a file that somebody else
        kept; `tsa_roots`: certificates (PEM) whose time-stamps are trusted, default `<ledger>.timestamps/trusted.pem`.
        """
        from reportedly.ledger.verify import verify

        found = verify(self.store, key, witness=witness, tsa_roots=tsa_roots)
        if not found.good:
            return found
        try:
            with self.store.write() as conn:
                wrong = differing(conn, self._linker)
        except LedgerBusy:
            return replace(found, notes=(*found.notes, "views were not checked: another process is writing"))
        return replace(found, faults=tuple(Fault(where=f"view {name}", reason=_DIFFERS) for name in wrong))

    def _relink(self, conn: sa.Connection) -> None:
        """Brings the events up to date, and logs what became of ids that are gone, so that they can still be asked for."""
        moved = self._relinking.run(conn)
        if moved:
            self._append(conn, [bodies.moved_draft(one) for one in moved])
        _relink.note_linked(conn)

    def _commit(self, drafts: Sequence[Draft]) -> None:
        with self.store.write() as conn:
            self._append(conn, drafts)
        self._sync()

    def _append(self, conn: sa.Connection, drafts: Sequence[Draft]) -> None:
        derive(conn, _log.append(conn, drafts, self._clock(), self._key(conn)))

    def _sync(self) -> None:
        with self.store.write() as conn:
            self._mirror.sync(conn)

    def _key(self, conn: sa.Connection) -> Signer | None:
        path = self.store.file("key")
        try:
            if self._signer is None:
                self._signer = load_signer(path)
            if self._signer is None and not _log.size(conn) and not public_path(path).exists():
                create_key(path)
                self._signer = load_signer(path)
        except OSError as error:
            raise LedgerError(f"cannot be used: {error.strerror}", where=str(path)) from error
        return self._signer


def open_ledger(
    place: str | os.PathLike[str],
    *,
    create: bool = True,
    beside: Path | None = None,
    wait: float = 30.0,
    linker: _relink.Linker | None = None,
    clock: Callable[[], datetime] = now,
) -> Ledger:
    """Opens a ledger in a SQLite file or at a PostgreSQL address, made when it is not there unless `create` is False.

    `beside`: the path whose name the originals, checkpoints and key begin with; default the file, or the database's name
    in the current folder. `wait`: seconds to wait for another writer. Raises LedgerError.
    """
    where = place if isinstance(place, str) and "://" in place else Path(place)
    return Ledger(Store(where, beside=beside, create=create, wait=wait), linker, clock)
