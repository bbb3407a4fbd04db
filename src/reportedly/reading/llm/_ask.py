"""One question to a language model over an OpenAI-compatible endpoint, within bounds of time and size."""

from __future__ import annotations

import os
import re
import time

import httpx
import msgspec

from reportedly.model import ReadingError
from reportedly.reading.llm._scheme import Answer

KEY = "REPORTEDLY_LLM_KEY"
"""The environment variable that holds the endpoint's key; never an option, which other users of a machine can see."""
MOST_BYTES = 4 << 20
TRIES = 3
_BUSY = frozenset({408, 429, 500, 502, 503, 504, 529})
_LONGEST_PAUSE = 20.0
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?```\s*\Z", re.S)


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: tuple[_Choice, ...]


class Endpoint:
    """Where a model answers. `seconds` bounds one answer; what fails for the moment is asked again, up to three times."""

    def __init__(self, address: str, model: str, *, seconds: float = 120.0, pause: float = 1.0) -> None:
        self.address = address.rstrip("/")
        self.model = model
        self._seconds = seconds
        self._pause = pause

    def ask(self, instructions: str, text: str) -> Answer | None:
        """The model's answer; None when it is not of the shape that was asked for. Raises ReadingError when none comes."""
        body = {
            "model": self.model,
            "temperature": 0,
            "seed": 0,
            "response_format": {"type": "json_object"},
            "messages": [
                {"role": "system", "content": instructions},
                {"role": "user", "content": msgspec.json.encode({"text": text}).decode()},
            ],
        }
        return _answer(self._posted(msgspec.json.encode(body)))

    def _posted(self, body: bytes) -> bytes:
        reason = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(min(self._pause * 4 ** (attempt - 1), _LONGEST_PAUSE))
            try:
                status, data = self._once(body)
            except httpx.TransportError as error:
                reason = f"no answer: {error or type(error).__name__}"
                continue
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise ReadingError(f"cannot be asked: {error}", where=self.address) from error
            if status == 200:
                return data
            reason = f"answered {status}: {data[:200].decode(errors='replace')}"
            if status not in _BUSY:
                break
        raise ReadingError(reason, where=self.address)

    def _once(self, body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {key}"
        url, end = f"{self.address}/chat/completions", time.monotonic() + self._seconds
        with httpx.Client(timeout=self._seconds) as client, client.stream("POST", url, content=body, headers=headers) as answer:
            data = bytearray()
            for piece in answer.iter_bytes():
                data += piece
                if len(data) > MOST_BYTES:
                    raise ReadingError(f"an answer of more than {MOST_BYTES >> 20} MB", where=self.address)
                if time.monotonic() > end:
                    raise ReadingError(f"no whole answer within {self._seconds:g} s", where=self.address)
            return answer.status_code, bytes(data)


def _answer(data: bytes) -> Answer | None:
    """None for what is cut off, refused or not as asked: then nothing of it counts."""
    try:
        completion = msgspec.json.decode(data, type=_Completion)
        choice = completion.choices[0] if completion.choices else None
        if choice is None or choice.finish_reason == "length" or choice.message.content is None:
            return None
        fenced = _FENCE.match(choice.message.content)
        return msgspec.json.decode(fenced[1] if fenced else choice.message.content, type=Answer)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
