"""Filters that several outlets or categories satisfy, through the real search."""

import pytest

from assistant.factory import Parts
from knowledge.article import Filters
from knowledge.query import Query

CASES = [
    (Filters(outlets=("the apron", "مجلة المدرج")), {"fan-blades", "runway-works", "ar-sand"}),
    (Filters(categories=("AIRPORTS", "operations")), {"runway-works", "etops"}),
    (Filters(outlets=("The Apron",), categories=("engines", "operations")), {"fan-blades"}),
    (Filters(outlet="Hangar Weekly", categories=("engines",)), {"apu"}),
    (Filters(outlets=("Nobody's Paper",)), set()),
]


@pytest.mark.parametrize(("filters", "expected"), CASES)
def test_one_of_several_is_enough_in_every_lane(parts: Parts, filters: Filters, expected: set[str]) -> None:
    query = Query(text="engines runway ETOPS sand airport approval", k=20, filters=filters)
    assert {one.article_id for one in parts.retriever.search(query).passages} == expected
    trace = parts.retriever.trace(query)
    for lane, passages in trace.items():
        assert {one.article_id for one in passages} <= expected, lane
    assert {one.id for one in parts.library.articles() if filters.admits(one)} == expected
