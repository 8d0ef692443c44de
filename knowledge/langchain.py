"""The library as a LangChain retriever, for use in other people's chains."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.article import Filters, Passage
from knowledge.query import Query
from knowledge.retriever import Retriever


class LibraryRetriever(BaseRetriever):
    """Finds passages; each is a `Document` whose id and metadata say where in which article it stands."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    k: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None, **_: Any
    ) -> list[Document]:
        found = self.retriever.search(Query(text=query, k=k or self.k, filters=self.filters))
        return [_to_document(passage) for passage in found]


def _to_document(passage: Passage) -> Document:
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "article_id": passage.article_id,
            "version": passage.version,
            "title": passage.title,
            "url": passage.url,
            "outlet": passage.outlet,
            "published": passage.published.isoformat() if passage.published else None,
            "language": passage.language,
            "start": passage.start,
            "end": passage.end,
            "score": passage.score,
        },
    )
