"""Does this text support this sentence? Words, figures, names and what turns a sentence round are compared.

Pure and without a model. English and Arabic are read; of a sentence in another language than its evidence only
figures and names are compared, and what cannot be judged is `unchecked`.
"""

from assistant.answer import Verdict
from assistant.support.flags import Flag
from assistant.support.spans import supporting_span
from assistant.support.verdict import check, rank

__all__ = ["Flag", "Verdict", "check", "rank", "supporting_span"]
