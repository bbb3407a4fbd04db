"""The API against its own document: whatever fits it is answered as it says, whatever does not is refused, nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from reportedly.ledger import open_ledger
from reportedly.web import create_app
from reportedly.web.api import Caller, create_api
from tests.web.story import ScriptedReader, link, story

HOST = {"Host": "127.0.0.1"}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path: Path = tmp_path_factory.mktemp("fuzz") / "desk.db"
    with open_ledger(path, linker=link) as ledger:
        ledger.add(story(), ScriptedReader())
        everything = Caller(None, frozenset(("read", "add", "judge")))
        app = create_app(ledger, reader=ScriptedReader, access=lambda _: everything)
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=HOST)


OPERATIONS = [(path, method) for path, found in create_api(cast(Any, None)).openapi()["paths"].items() for method in found]
CHECKS: Any = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_what_fits_the_document_is_answered_as_it_says(document: Any, path: str, method: str) -> None:
    @given(case=document[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE))
    @FEW
    def holds(case: Any) -> None:
        answer = case.call(headers=HOST)
        case.validate_response(answer, checks=CHECKS)
        if method == "get" and "cursor" not in (case.query or {}):
            assert answer.status_code != 422, answer.content

    holds()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_what_does_not_fit_is_refused_in_one_shape(document: Any, path: str, method: str) -> None:
    operation = document[path][method]

    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @FEW
    def holds(case: Any) -> None:
        case.validate_response(case.call(headers=HOST), checks=[*CHECKS, negative_data_rejection])

    try:
        holds()
    except Unsatisfiable:
        assert operation.path in ("/",)
