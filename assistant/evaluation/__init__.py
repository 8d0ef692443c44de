"""Scripted evaluation questions: suites, runs, scores, comparisons, gates and reports.

Answers are stored first and scored afterwards, so that a new metric or a mended question needs no model.
"""
