"""The HTTP surface is what its OpenAPI document says: schemathesis asks what nobody thought of, and finds nothing."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from tests.house.test_doors import routes
from tests.web.exchange.face import face

import holdfast.web.exchange
from holdfast.takedown.exchange.partners import Wish
from holdfast.takedown.exchange.values import Scope
from holdfast.web.exchange.rooms import exchange

DOCUMENT = json.loads(Path(holdfast.web.exchange.__file__).with_name("openapi.json").read_text("utf-8"))
OPERATIONS = sorted((path, method.upper()) for path, one in DOCUMENT["paths"].items() for method in one)
#: No request to an endpoint without parameters can be wrong.
ASKED = [
    (path, method, mode)
    for path, method in OPERATIONS
    for mode in GenerationMode
    if path != "/platforms" or mode is GenerationMode.POSITIVE
]
#: The same questions on each run; SCHEMATHESIS_EXAMPLES asks so many others.
CHANCE = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "0"))
EXAMPLES = CHANCE or 8
#: How many bits a fingerprint has, and what is a random key, no schema can say. Of the feed's GET the keys are put
#: right before it is sent, and unknown parameters are passed over: what is wrong is asked below.
BEYOND_A_SCHEMA = [positive_data_acceptance]


@pytest.fixture(scope="module")
def api():
    with face():
        yield schemathesis.openapi.from_wsgi("/v1/openapi.json", WSGIHandler())


@pytest.fixture(scope="module")
def keys() -> dict[str, dict[str, str]]:
    made = exchange().create_partner(Wish("Schema tester", tuple(Scope)), "tests")
    return {
        f"/{scope.value}": {"Ocp-Apim-Subscription-Key": made.subscription, "x-functions-key": key}
        for scope, key in made.functions
    }


@pytest.mark.parametrize(("path", "method", "mode"), ASKED, ids=str)
def test_schemathesis_finds_nothing(api, keys, path: str, method: str, mode: GenerationMode):
    operation = next(
        one.ok()
        for one in api.get_all_operations()
        if (one.ok().path, one.ok().method.upper()) == (path, method)
    )

    @settings(
        max_examples=EXAMPLES,
        derandomize=not CHANCE,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        exchange()._buckets.clear()
        more = [negative_data_rejection] if path == "/FetchHashes" else []
        case.call_and_validate(headers=keys.get(path, {}), excluded_checks=BEYOND_A_SCHEMA + more)

    ask()


def test_the_document_names_every_endpoint_and_no_other():
    found = {route for route in routes(get_resolver("holdfast.web.exchange.urls")) if re.match("v1/", route)}
    assert found == {f"v1{path}" for path in DOCUMENT["paths"]} | {"v1/openapi.json"}


@pytest.mark.parametrize(
    "query",
    [
        *(f"startTimestamp={bad}" for bad in ("-1", "x", "1.5", "", "9" * 16, "%D9%A3")),
        *(f"pageSize={bad}" for bad in ("0", "-1", "x", "", "1e3")),
        *(f"nextPageToken={bad}" for bad in ("x", "1", "1.2.3", "%00")),
    ],
)
def test_a_query_that_is_not_as_written_is_refused_in_words(api, keys, query: str):
    from django.test import Client

    answer = Client().get(f"/v1/FetchHashes?{query}", headers=keys["/FetchHashes"])
    assert answer.status_code == 400 and answer.json()["error"] == "NotAsWritten"
