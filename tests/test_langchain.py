"""The library as a LangChain retriever, checked by LangChain's own standard tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests

from assistant.factory import reading_library
from assistant.settings import Settings
from knowledge.article import Filters
from knowledge.langchain import LibraryRetriever
from knowledge.retriever import Retriever


class TestLibraryRetriever(RetrieversIntegrationTests):
    """What every LangChain retriever promises."""

    @pytest.fixture(autouse=True)
    def _library(self, library_home: Path) -> Iterator[None]:
        with reading_library(Settings(home=library_home)) as parts:
            self.retriever: Retriever = parts.retriever
            yield

    @property
    def retriever_constructor(self) -> type[LibraryRetriever]:
        return LibraryRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, object]:
        return {"retriever": self.retriever}

    @property
    def retriever_query_example(self) -> str:
        return "engines, runways and cracks in fan blades"

    async def test_a_document_says_where_it_stands(self) -> None:
        retriever = LibraryRetriever(retriever=self.retriever, k=2, filters=Filters(outlet="The Apron"))
        documents = retriever.invoke("cracks in fan blades")
        assert documents[0].metadata["article_id"] == "fan-blades"
        assert documents[0].metadata["published"] == "2024-06-15"
        assert len(documents) == 2
        assert await retriever.ainvoke("cracks in fan blades") == documents
