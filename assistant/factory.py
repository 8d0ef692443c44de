"""The only place where parts are chosen and wired. Front ends ask here for what they need."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from importlib.metadata import version

from assistant.answer import Verdict
from assistant.chat import Assistant, Judge
from assistant.errors import BadSetting
from assistant.evidence import Evidence
from assistant.lookup import Lookup, Planner, Rewrite
from assistant.refusals.likeness import Likeness
from assistant.settings import Settings
from assistant.suggestions import suggest
from assistant.support import check
from assistant.threads import Threads
from assistant.writers import Writer
from assistant.writers.quotes import QuoteWriter
from knowledge.article import Passage
from knowledge.embeddings import Spaces, e5_spaces, embed, embedded_spaces, server_spaces
from knowledge.errors import LibraryLocked, StaleIndex
from knowledge.identifiers import Names
from knowledge.index import Index, Progress
from knowledge.ingest import library_fingerprint, writing
from knowledge.library import Library
from knowledge.models import UniversalSentenceEncoder, Vectors
from knowledge.retriever import Retriever
from prompts import digest

PROMPTS = ("answer", "example", "judge", "passages", "plan", "rewrite")
"""What a chat model is told, by the names of the prompts."""
Say = Callable[[str], None]
"""Where a remark for the person goes."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A library that is open for reading, with what searches it."""

    library: Library
    index: Index
    spaces: Spaces
    retriever: Retriever
    names: Names

    def close(self) -> None:
        """Let go of every file."""
        self.index.close()
        self.library.close()


def make_spaces(settings: Settings) -> Spaces:
    """The spaces that vectors live in, by `AEROCITE_EMBEDDINGS`."""
    kind, _, model = settings.embeddings.partition(":")
    if settings.embeddings == "embedded":
        return embedded_spaces()
    if settings.embeddings == "e5":
        return e5_spaces()
    if kind == "openai" and model:
        key = _key(settings)
        if not key and not settings.openai_base_url:
            raise BadSetting(
                f"AEROCITE_EMBEDDINGS={settings.embeddings} needs a key or a server.",
                hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.",
            )
        return server_spaces(model, api_key=key, base_url=settings.openai_base_url)
    raise BadSetting(
        f"AEROCITE_EMBEDDINGS={settings.embeddings} is not known.",
        hint="Use embedded, e5, or openai:MODEL (also for servers that speak OpenAI's API).",
    )


@contextmanager
def reading_library(
    settings: Settings, *, say: Say = lambda text: None, progress: Progress = lambda done, of: None
) -> Iterator[Parts]:
    """The library and its index, mended first where an earlier run was cut off."""
    parts = open_library(settings)
    try:
        mend(settings, parts, say=say, progress=progress)
        yield parts
    finally:
        parts.close()


@contextmanager
def changing_library(settings: Settings) -> Iterator[Parts]:
    """The library for one writer at a time, made empty where there is none."""
    spaces = make_spaces(settings)
    with writing(settings.home):
        parts = _parts(settings, Library.create(settings.library_path), spaces)
        try:
            yield parts
        finally:
            parts.close()


def open_library(settings: Settings) -> Parts:
    """The library and its index as they are."""
    return _parts(settings, Library.open(settings.library_path), make_spaces(settings))


def _parts(settings: Settings, library: Library, spaces: Spaces) -> Parts:
    names = Names.load(*sorted(settings.home.glob("names/*.csv")))
    index = Index(settings.home, library, spaces, names, chroma_url=settings.chroma_url)
    return Parts(library, index, spaces, Retriever(library, index, spaces, names), names)


def mend(
    settings: Settings,
    parts: Parts,
    *,
    say: Say = lambda text: None,
    progress: Progress = lambda done, of: None,
) -> None:
    """Bring the index up to the library where an earlier run was cut off or the index was lost."""
    check_fingerprint(parts)
    behind = parts.index.behind()
    if not behind:
        return
    try:
        with writing(settings.home):
            if behind != "changes":
                say(f"The index is {behind}; making it again from the library.")
            parts.index.catch_up(progress)
    except LibraryLocked:
        # Somebody is loading articles right now: what the index holds already can be asked.
        if behind in ("missing", "outdated"):
            raise


def check_fingerprint(parts: Parts) -> None:
    """An error when the library's vectors were made by other models than those in use."""
    now = library_fingerprint(parts.spaces)
    others = parts.library.fingerprints - {now}
    if others:
        raise StaleIndex(
            f"The library was made with ({sorted(others)[0]}), the settings ask for ({now}).",
            hint="Embed it again with 'aerocite reindex', or set AEROCITE_EMBEDDINGS back.",
        )


def make_assistant(settings: Settings, parts: Parts) -> Assistant:
    """The assistant that the settings ask for."""
    quotes = QuoteWriter()
    writer: Writer = quotes
    judge: Judge | None = None
    rewrite: Rewrite | None = None
    plan: Planner | None = None
    if settings.chat_model:
        from assistant.writers.chat import chat_writer

        chat = chat_writer(
            settings.chat_model,
            api_key=_key(settings),
            base_url=settings.openai_base_url,
            timeout=settings.chat_timeout,
        )
        writer, rewrite, plan = chat, chat.rewrite, chat.plan
    if settings.judge_model:
        from assistant.writers.judging import chat_judge

        judge = chat_judge(settings.judge_model, api_key=_key(settings), base_url=settings.openai_base_url).supports
    threads = Threads()
    lookup = Lookup(
        parts.retriever,
        Evidence(encode=_encoder(parts.spaces), rarity=parts.retriever.rarity).weigh,
        names=parts.names,
        likeness=_likeness(parts.spaces),
        rewrite=rewrite,
        plan=plan,
        k=settings.passages,
        threads=threads,
    )
    return Assistant(
        lookup,
        writer,
        check=supports,
        judge=judge,
        drop=settings.unsupported == "drop",
        suggest=partial(suggest, search=parts.retriever.search, names=parts.names),
        fallback=quotes if settings.chat_model and settings.fallback == "quotes" else None,
        fingerprint=fingerprint(settings, parts),
        prompts={name: digest(name) for name in PROMPTS},
        threads=threads,
    )


def _key(settings: Settings) -> str | None:
    return settings.openai_api_key.get_secret_value() if settings.openai_api_key else None


def _likeness(spaces: Spaces) -> Likeness:
    """What questions are like, by the encoder that embeds them where there is one."""
    encoders = (space.embeddings for space in spaces.spaces)
    return Likeness.load(next((one for one in encoders if isinstance(one, UniversalSentenceEncoder)), None))


def supports(claim: str, passages: Sequence[Passage]) -> Verdict:
    """Whether passages support a sentence; their titles and headings say what they are about."""
    about = ["\n".join([passage.title, *passage.headings]) for passage in passages]
    return check(claim, [passage.text for passage in passages], context=about)


def fingerprint(settings: Settings, parts: Parts) -> str:
    """A short digest of what shapes answers: models, prompts, versions and the number of passages."""
    made_of = [
        version("aerocite"),
        library_fingerprint(parts.spaces),
        settings.chat_model or "quotes",
        str(settings.passages),
        settings.unsupported,
        settings.judge_model or "",
        *map(digest, PROMPTS),
    ]
    return blake2b("\n".join(made_of).encode(), digest_size=6).hexdigest()


def _encoder(spaces: Spaces) -> Callable[[list[str], str], Vectors]:
    def encode(texts: list[str], language: str) -> Vectors:
        group = spaces.group(language)
        space = next(space for space, part in spaces.for_query(language) if part == group)
        return embed(space.embeddings, texts)

    return encode
