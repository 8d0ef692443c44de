"""Suites made from what is there: from the articles of a library, and from what people thought of answers."""

from assistant.evaluation.making.excerpts import excerpts
from assistant.evaluation.making.feedback import from_feedback
from assistant.evaluation.making.kinds import KINDS, Kind, new_suite
from assistant.evaluation.making.numbers import numbers
from assistant.evaluation.making.refused import refused

__all__ = ["KINDS", "Kind", "excerpts", "from_feedback", "new_suite", "numbers", "refused"]
