"""What can go wrong in a library, each with what to do next."""


class KnowledgeError(Exception):
    """Something that the caller can act on. `hint` says what to do next, in one sentence."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UnreadableSource(KnowledgeError):
    """A file, an archive member or a line that no article can be read from; `name` says which."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class LibraryLocked(KnowledgeError):
    """Another process is writing to the library."""


class LibraryUnusable(KnowledgeError):
    """The library cannot be opened or written: read-only, full disk, not a database."""


class StaleIndex(KnowledgeError):
    """The index was made with other models or versions than the ones in use now."""


class EmbeddingFailed(KnowledgeError):
    """The embedding model is missing or its server did not answer."""
