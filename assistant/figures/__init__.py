"""Figures in a text, and whether two of them are the same quantity: "35,000 ft" = "FL350" = "خمسة وثلاثون ألف قدم".

English and Arabic are read with their number words, units and months; in any other language what is written in
digits. What belongs to a name or a code ("A320neo", "runway 09R", "flight 447") is no figure.
"""

from assistant.figures.agreement import agree
from assistant.figures.figure import Figure
from assistant.figures.finding import find_figures, mentions

__all__ = ["Figure", "agree", "find_figures", "mentions"]
