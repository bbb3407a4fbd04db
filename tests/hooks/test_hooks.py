"""Webhooks against a server on this machine: who is told of what, signatures, tries, dead letters, what is never reached."""

from __future__ import annotations

import base64
import hmac
import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ledger import Ledger, open_ledger
from reportedly.model import LedgerError, NotFound
from reportedly.publish.hooks import (
    Account,
    Hook,
    HookStore,
    collect,
    deliver,
    masked,
    new_secret,
    send_test,
    signature,
    verified,
)
from reportedly.publish.hooks._changes import _seen
from reportedly.publish.hooks._sending import LONGEST_WAIT, TRIES, wait_after
from tests.fakes import FakeReader, captured, fake_link
from tests.publish.values import RAID
from tests.stub import Stub, Told, stub

NOW = "2024-03-12T12:00:00.000000Z"
SAID = captured("Legion said there was a gunfight in Tyotkino.")
DENIED = captured(
    "Governor denied there was a gunfight in Tyotkino.", report="url:https://two.example/b", outlet="Two", minutes=5
)
ELSEWHERE = captured("Yusov said there was a fight in Belgorod.", report="url:https://two.example/c", outlet="Two", minutes=9)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "desk.db", linker=fake_link) as opened:
        opened.add([SAID], FakeReader())
        yield opened


@pytest.fixture
def store(ledger: Ledger) -> HookStore:
    made = HookStore(ledger.store.file("hooks"))
    assert collect(ledger, made, NOW) == 0
    return made


@pytest.fixture
def server() -> Iterator[Stub]:
    with stub() as running:
        yield running


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def hooked(store: HookStore, url: str, name: str = "h1", **more: Any) -> str:
    secret = new_secret()
    store.add(Hook(id=name, url=url, made_at=NOW, **{"internal": True, **more}), secret)
    return secret


def bodies(server: Stub) -> list[dict[str, Any]]:
    return [json.loads(one.body)["data"] for one in server.asked]


def test_a_change_is_sent_once_signed_and_with_its_reasons(ledger: Ledger, store: HookStore, server: Stub) -> None:
    secret, clock = hooked(store, f"{server.url}/hook?x=1"), Clock()
    ledger.add([DENIED], FakeReader())
    assert collect(ledger, store, NOW) == 1
    assert collect(ledger, store, NOW) == 0
    assert deliver(store, clock=clock) == Account(delivered=1)
    assert deliver(store, clock=clock) == Account()
    (asked,) = server.asked
    assert (asked.method, asked.path, asked.headers["content-type"]) == ("POST", "/hook?x=1", "application/json")
    assert verified(secret, asked.headers, asked.body, now=clock.now)
    told = json.loads(asked.body)
    assert told["type"] == "standing.changed"
    assert (told["data"]["before"], told["data"]["after"]) == ("single origin", "contested")
    assert told["data"]["reasons"] == ["one side asserts what the other denies"]
    assert told["data"]["event"] == ledger.events()[0].id


def test_nobody_is_told_of_what_was_there_before(ledger: Ledger, tmp_path: Path) -> None:
    store = HookStore(tmp_path / "other.hooks")
    hooked(store, "http://127.0.0.1:9/")
    assert collect(ledger, store, NOW) == 0


def test_what_is_taken_in_late_is_news_though_it_was_captured_early(ledger: Ledger, store: HookStore) -> None:
    hooked(store, "http://127.0.0.1:9/")
    ledger.add(
        [captured("Governor denied there was a gunfight in Tyotkino.", report="url:https://x.example/", minutes=-900)],
        FakeReader(),
    )
    assert collect(ledger, store, NOW) == 1


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 2),
        ({"place": "tyot"}, 1),
        ({"place": "RU"}, 2),
        ({"place": "DE"}, 0),
        ({"standing": "contested"}, 1),
        ({"standing": "single origin"}, 2),
        ({"event_type": "armed_clash"}, 2),
        ({"event_type": "air_strike"}, 0),
        ({"place": "belgorod", "standing": "contested"}, 0),
        ({"paused": True}, 0),
    ],
)
def test_a_hook_gets_what_its_filters_leave(ledger: Ledger, store: HookStore, wanted: dict[str, Any], count: int) -> None:
    hooked(store, "http://127.0.0.1:9/", **wanted)
    ledger.add([DENIED, ELSEWHERE], FakeReader())
    assert collect(ledger, store, NOW) == count


def test_what_is_gone_is_told_too(ledger: Ledger, store: HookStore, server: Stub) -> None:
    hooked(store, server.url)
    ledger.redact(ledger.reports()[0].latest, by="Ann", reason="asked for by a source")
    assert collect(ledger, store, NOW) == 1
    deliver(store)
    assert (bodies(server)[0]["before"], bodies(server)[0]["after"]) == ("single origin", None)


def test_a_letter_is_tried_again_later_and_later_under_one_id_until_it_is_dead(
    ledger: Ledger, store: HookStore, server: Stub
) -> None:
    server.answer = lambda _: Told(503)
    hooked(store, server.url)
    ledger.add([DENIED], FakeReader())
    collect(ledger, store, NOW)
    clock, waits = Clock(), []
    for _ in range(TRIES):
        assert deliver(store, clock=clock).delivered == 0
        assert deliver(store, clock=clock) == Account()
        if waiting := store.letters("waiting"):
            waits.append(waiting[0].next_at - clock.now)
            clock.now = waiting[0].next_at
    assert len(server.asked) == TRIES
    assert len({one.headers["webhook-id"] for one in server.asked}) == 1
    assert len({one.headers["webhook-signature"] for one in server.asked}) == TRIES
    assert all(0.9 * wait_after(n) <= wait <= 1.1 * wait_after(n) for n, wait in enumerate(waits, start=1))
    assert sum(waits) > 24 * 3600
    (dead,) = store.letters("dead")
    assert (dead.attempts, dead.error) == (TRIES, "answered 503")
    server.answer = lambda _: Told(204)
    assert store.revive("nobody", clock.now) == 0
    assert store.revive(dead.id, clock.now) == 1
    assert deliver(store, clock=clock) == Account(delivered=1)


def test_waits_grow_to_a_bound() -> None:
    waits = [wait_after(n) for n in range(1, TRIES + 5)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (30, LONGEST_WAIT)


def test_a_kill_between_sending_and_noting_sends_again_under_the_same_id(
    ledger: Ledger, store: HookStore, server: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked(store, server.url)
    ledger.add([DENIED], FakeReader())
    collect(ledger, store, NOW)
    clock = Clock()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(HookStore, "settle", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver(store, clock=clock)
    assert deliver(store, clock=clock) == Account()  # another process may still be at it
    clock.now += 61
    assert deliver(store, clock=clock) == Account(delivered=1)
    assert len({one.headers["webhook-id"] for one in server.asked}) == 1
    assert len(server.asked) == 2


def test_one_deaf_hook_keeps_nothing_from_the_others(ledger: Ledger, store: HookStore, server: Stub) -> None:
    hooked(store, "http://127.0.0.1:9/", "deaf")
    hooked(store, server.url, "good")
    ledger.add([DENIED, ELSEWHERE], FakeReader())
    assert collect(ledger, store, NOW) == 4
    assert deliver(store) == Account(delivered=2, again=2)
    assert "does not answer" in (store.letters("waiting")[0].error or "")


def test_gone_is_final_and_pauses_the_hook(ledger: Ledger, store: HookStore, server: Stub) -> None:
    server.answer = lambda _: Told(410)
    hooked(store, server.url)
    ledger.add([DENIED, ELSEWHERE], FakeReader())
    collect(ledger, store, NOW)
    assert deliver(store) == Account(dead=2)
    assert len(server.asked) == 1
    assert store.hooks()[0].paused


def test_no_redirect_is_followed(ledger: Ledger, store: HookStore, server: Stub) -> None:
    server.answer = lambda asked: Told(307, headers=(("Location", f"{server.url}/elsewhere"),))
    hooked(store, server.url)
    assert send_test(store, "h1").error == "answered 307"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1", "0.0.0.0"]
)
def test_the_local_network_is_never_reached_unless_named(store: HookStore, server: Stub, host: str) -> None:
    hooked(store, server.url.replace("127.0.0.1", host), internal=False)
    sent = send_test(store, "h1")
    assert (sent.status, sent.final) == (None, True)
    assert "not on the public internet" in (sent.error or "")
    assert server.asked == []


def test_a_refused_address_is_dead_at_once(ledger: Ledger, store: HookStore) -> None:
    hooked(store, "https://127.0.0.1/", internal=False)
    ledger.add([DENIED], FakeReader())
    collect(ledger, store, NOW)
    assert deliver(store) == Account(dead=1)


def test_a_name_marked_as_at_risk_leaves_in_no_letter_that_waits(ledger: Ledger, store: HookStore, server: Stub) -> None:
    hooked(store, server.url)
    ledger.add([captured("Yusov said there was a fight in Belgorod.", report="url:https://x.example/")], FakeReader())
    assert collect(ledger, store, NOW) == 1
    ledger.protection.protect("Belgorod")
    assert deliver(store, told=masked(ledger)) == Account(delivered=1)
    (asked,) = server.asked
    assert "Belgorod" not in asked.body.decode()
    assert json.loads(asked.body)["data"]["after"] == "single origin"


def test_a_place_is_found_by_its_regions_name() -> None:
    assert "kursk oblast" in _seen(RAID, 0).place


def test_letters_keep_to_the_publish_delay(ledger: Ledger, store: HookStore) -> None:
    hooked(store, "http://127.0.0.1:9/")
    ledger.protection.save(msgspec.structs.replace(ledger.protection.safety, delay=24 * 365 * 100.0))
    collect(ledger, store, NOW)
    waiting = len(store.letters("waiting"))
    ledger.add([DENIED, ELSEWHERE], FakeReader())
    assert collect(ledger, store, NOW) == 0
    assert len(store.letters("waiting")) == waiting


def test_a_delay_makes_nothing_gone_and_tells_all_once_it_is_over(ledger: Ledger, store: HookStore, server: Stub) -> None:
    """Points that were told before the delay was set stand unchanged for those who were told, until the delay is past them."""
    hooked(store, server.url)
    recent = datetime.now(UTC) - timedelta(hours=2)
    ledger.add(
        [captured("Yusov said there was a fight in Belgorod.", report="url:https://two.example/c", at=recent)], FakeReader()
    )
    assert collect(ledger, store, datetime.now(UTC).isoformat()) == 1
    deliver(store)
    told = len(server.asked)

    def look(hours: float) -> list[tuple[str | None, str | None]]:
        ledger.protection.save(msgspec.structs.replace(ledger.protection.safety, delay=hours))
        collect(ledger, store, datetime.now(UTC).isoformat())
        deliver(store)
        return [(one["before"], one["after"]) for one in bodies(server)[told:]]

    denied = captured("Governor denied there was a fight in Belgorod.", report="url:https://two.example/d", at=recent)
    ledger.add([denied], FakeReader())
    assert look(24) == []
    assert look(1) == []
    assert ("single origin", "contested") in look(1e-6)
    assert not [change for change in look(0) if change[1] is None]


def test_the_file_is_its_owners_alone_and_a_removed_hook_takes_its_letters(ledger: Ledger, store: HookStore) -> None:
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    hooked(store, "http://127.0.0.1:9/")
    ledger.add([DENIED], FakeReader())
    collect(ledger, store, NOW)
    store.remove("h1")
    assert (store.hooks(), store.letters("waiting")) == ((), ())
    for call in (store.remove, store.hook):
        with pytest.raises(NotFound, match="no such hook"):
            call("h1")


def test_a_damaged_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.hooks").write_bytes(b"not a database, whatever it is" * 50)
    with pytest.raises(LedgerError, match="hooks cannot be kept"):
        HookStore(tmp_path / "x.hooks")


def test_signatures_are_those_of_the_scheme() -> None:
    """Computed here by hand from the published description."""
    key = bytes(range(32))
    secret = "whsec_" + base64.b64encode(key).decode()
    by_hand = base64.b64encode(hmac.new(key, b'msg_1.1700000000.{"a":1}', sha256).digest()).decode()
    assert signature(secret, "msg_1", 1_700_000_000, b'{"a":1}') == f"v1,{by_hand}"


@given(st.binary(max_size=50), st.binary(max_size=50), st.integers(-400, 400))
def test_only_the_same_body_in_time_is_genuine(body: bytes, other: bytes, late: int) -> None:
    secret, now = "whsec_" + base64.b64encode(b"k" * 32).decode(), 1_700_000_000
    received = {
        "webhook-id": "m",
        "webhook-timestamp": str(now),
        "webhook-signature": f"v2,x {signature(secret, 'm', now, body)}",
    }
    assert verified(secret, received, body, now=now + late) is (abs(late) <= 300)
    assert verified(secret, received, other, now=now) is (other == body)
    assert not verified(secret, received | {"webhook-id": "n"}, body, now=now)
    assert not verified(secret, received | {"webhook-timestamp": "soon"}, body, now=now)
    assert not verified("whsec_???", received, body, now=now)
