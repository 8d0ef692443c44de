"""The writer without a model: the sentences that answer, word for word, so that nothing can be made up.

Where even the best one is far from the question, the answer says so instead of passing it off as an answer.
"""

from collections.abc import AsyncGenerator

from assistant.answer import Note, Refusal
from assistant.phrases import phrase
from assistant.writers import NEAREST, Material, Piece
from assistant.writers.quoting.answer import closest, quotations


class QuoteWriter:
    """Answers with sentences of the passages."""

    name = "quotes"
    model = None

    async def write(self, material: Material) -> AsyncGenerator[Piece, None]:
        """Quotations in reading order, or a note and the closest one, or a refusal."""
        standing = material.weighed.standing
        quoted = quotations(material) if standing == "stated" else closest(material) if standing == "close" else []
        if not quoted:
            nearest = material.passages[:NEAREST]
            message = phrase("nothing_found", material.language)
            yield Refusal(type="not_in_library", message=message, nearest=nearest)
            return
        if standing == "close":
            yield Note(type="closest_only", message=phrase("closest_only", material.language))
        for quotation in quoted:
            yield quotation
