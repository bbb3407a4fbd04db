"""Which of the media seen before show the same as a new one: by fingerprints first, then by local features.

Every match says how it was found and by which parameters and code, so that a reader can find it again.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from reportedly.capture.media import _features, _video
from reportedly.capture.media._features import Features, Fit
from reportedly.capture.media._index import Frame, Index
from reportedly.capture.media._looking import VERSION, Look, look
from reportedly.capture.media._pdq import BITS, LEAST_QUALITY, MOST_DISTANCE
from reportedly.capture.media._pictures import decode, trimmed
from reportedly.model import MediaKind, MediaMatch, UnreadableInput

LOOSE = 90
"""Bits within which a file is looked at more closely; unrelated pictures differ in some 128, hardly ever in fewer than 96."""

MOST_COMPARED = 40
"""Files whose local features are compared with a new one's: up to half of them loosely near ones, then the latest."""

MOST_MATCHES = 20
"""Matches of a new file that are recorded."""

LEAST_SHARE = 0.5
"""Part of the shorter of two videos that must be found in the other by fingerprints."""

_REMEMBERED = 256  # files whose features stay in memory, some 0.3 MB each
_MOST_SHOTS = 12  # pictures of a stored video whose features are compared


class _Pair(NamedTuple):
    """Two fingerprints taken as one picture: of the new file and of a stored one."""

    ours: Frame
    theirs: Frame
    distance: int
    mirrored: bool


class _Shot(NamedTuple):
    """A picture of the new file, as it is and mirrored, by its local features."""

    at: float | None
    both_ways: tuple[Features, Features]


class Matcher:
    """Looks at new files and finds what they show among those taken before. It keeps all fingerprints in memory.

    `path_of` gives the stored file of a SHA-256; without OpenCV only fingerprints are compared.
    """

    def __init__(self, path_of: Callable[[str], Path], frames: Iterable[Frame] = ()) -> None:
        self._path_of = path_of
        self._index = Index()
        self._kinds: OrderedDict[str, bool] = OrderedDict()
        self._good: dict[str, int] = defaultdict(int)
        self._remembered: OrderedDict[str, list[tuple[float | None, Features]]] = OrderedDict()
        self.know(frames)

    def know(self, frames: Iterable[Frame]) -> None:
        """Takes fingerprints that others made; all of a file at once, those of known files are passed over."""
        fresh = [frame for frame in frames if frame.sha256 not in self._kinds]
        self._index.add(fresh)
        for frame in fresh:
            self._kinds[frame.sha256] = frame.at is not None
            self._good[frame.sha256] += frame.quality >= LEAST_QUALITY

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._kinds

    def take(self, sha256: str, kind: MediaKind) -> tuple[Look, list[MediaMatch]]:
        """Looks at a stored file, finds what was taken before and shows the same, and remembers it."""
        found = look(self._path_of(sha256), sha256, kind)
        matches = self.matches(found)
        self.know(found.frames)
        return found, matches

    def matches(self, new: Look) -> list[MediaMatch]:
        """What was taken before and shows the same, one match a file: the first taken, then the surest."""
        near = self._near(new)
        found = {match.other: match for sha256, pairs in near.items() if (match := self._by_fingerprints(new, sha256, pairs))}
        if _features.available():
            shots = _shots(new)
            for sha256 in self._candidates(new, found):
                if match := self._by_features(new, shots, sha256):
                    found[sha256] = match
        return self._most_telling(found)

    def _most_telling(self, found: dict[str, MediaMatch]) -> list[MediaMatch]:
        """The match with the file taken first, then the surest: a picture that everybody has is not matched with everybody."""
        taken = [sha256 for sha256 in self._kinds if sha256 in found]
        surest = sorted(taken[1:], key=lambda sha256: -found[sha256].score)
        return [found[sha256] for sha256 in (*taken[:1], *surest)][:MOST_MATCHES]

    def _by_features(self, new: Look, shots: Sequence[_Shot], sha256: str) -> MediaMatch | None:
        """The match with a stored file by local features: a photo's picture, two of three of a video's."""
        stored = self._stored(sha256)
        fits = [best for shot in shots if (best := _best(shot, stored))]
        wanted = 1 if new.kind != "video" or not self._kinds.get(sha256) else min(2, len(shots))
        if not fits or len(fits) < wanted:
            return None
        fitted, ours, theirs = max(fits, key=lambda one: one[0].cells)
        params = f"{fitted.cells} cells fit, at least {_features.LEAST_CELLS}; "
        params += f"{fitted.alike:.0%} of the overlap alike, at least {_features.LEAST_ALIKE:.0%}"
        return MediaMatch(
            one=new.sha256,
            other=sha256,
            method="features",
            score=fitted.score,
            params=params,
            version=_features.version(),
            one_at=ours,
            other_at=theirs,
            mirrored=fitted.mirrored,
        )

    def _near(self, new: Look) -> dict[str, list[_Pair]]:
        """For every other file the pairs of fingerprints that are one picture."""
        found: dict[str, list[_Pair]] = defaultdict(list)
        for view in new.views:
            if view.frame.quality < LEAST_QUALITY:
                continue
            for bits, mirrored in ((view.frame.bits, False), (view.mirrored, True)):
                for hit in self._index.near(bits, MOST_DISTANCE):
                    if hit.frame.quality >= LEAST_QUALITY and hit.frame.sha256 != new.sha256:
                        found[hit.frame.sha256].append(_Pair(view.frame, hit.frame, hit.distance, mirrored))
        return found

    def _by_fingerprints(self, new: Look, sha256: str, pairs: list[_Pair]) -> MediaMatch | None:
        best = min(pairs, key=lambda pair: pair.distance)
        params = f"{best.distance} of {BITS} bits differ, at most {MOST_DISTANCE}; "
        params += f"quality {best.ours.quality} and {best.theirs.quality}, at least {LEAST_QUALITY}"
        score = 1 - best.distance / BITS
        both_videos = new.kind == "video" and self._kinds[sha256]
        if both_videos:
            ours, theirs = ({getattr(pair, side).at for pair in pairs} for side in ("ours", "theirs"))
            good = sum(frame.quality >= LEAST_QUALITY for frame in new.frames)
            score = min(1.0, max(len(ours) / max(1, good), len(theirs) / max(1, self._good[sha256])))
            if score < LEAST_SHARE or len(ours) < min(2, good):
                return None
            params = f"{len(ours)} of {good} pictures found, at least {LEAST_SHARE:.0%}; nearest: {params}"
        return MediaMatch(
            one=new.sha256,
            other=sha256,
            method="frames" if both_videos else "pdq",
            score=round(score, 3),
            params=params,
            version=VERSION,
            one_at=best.ours.at,
            other_at=best.theirs.at,
            mirrored=best.mirrored,
        )

    def _candidates(self, new: Look, found: dict[str, MediaMatch]) -> list[str]:
        """Files to look at more closely: loosely near ones, nearest first, then the latest taken."""
        if not new.views or not len(self._index):
            return []
        loose: dict[str, int] = {}
        for view in new.keyframes:
            for bits in (view.frame.bits, view.mirrored):
                for hit in self._index.near(bits, LOOSE):
                    loose[hit.frame.sha256] = min(loose.get(hit.frame.sha256, BITS), hit.distance)
        nearest = sorted(loose, key=lambda sha256: loose[sha256])[: MOST_COMPARED // 2]
        wanted = dict.fromkeys((*nearest, *reversed(self._kinds)))
        return [sha256 for sha256 in wanted if sha256 not in found and sha256 != new.sha256][:MOST_COMPARED]

    def _stored(self, sha256: str) -> list[tuple[float | None, Features]]:
        """The features of a stored file's pictures with their times; none when it can no longer be decoded."""
        if sha256 in self._remembered:
            self._remembered.move_to_end(sha256)
            return self._remembered[sha256]
        try:
            shots = list(self._seen_again(sha256))
        except UnreadableInput:
            shots = []
        self._remembered[sha256] = shots
        if len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return shots

    def _seen_again(self, sha256: str) -> Iterable[tuple[float | None, Features]]:
        path = self._path_of(sha256)
        if not self._kinds.get(sha256):
            yield None, _features.features(trimmed(decode(path)))
        elif _video.available():
            for at, picture in _video.frames(path, most=_MOST_SHOTS):
                yield at, _features.features(picture)


def _shots(new: Look) -> list[_Shot]:
    return [_Shot(view.frame.at, _features.both_ways(view.picture)) for view in new.keyframes if view.picture is not None]


def _best(shot: _Shot, stored: Iterable[tuple[float | None, Features]]) -> tuple[Fit, float | None, float | None] | None:
    """The first stored picture that the shot fits, with both times."""
    for theirs, seen in stored:
        fitted = _features.fit(shot.both_ways, seen)
        if fitted.same:
            return fitted, shot.at, theirs
    return None
