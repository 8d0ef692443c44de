"""Bytes → articles: JSON Lines, Markdown, web pages, plain text, PDF; in folders and archives."""

from knowledge.reading.files import KNOWN_TYPES, Reading, read

__all__ = ["KNOWN_TYPES", "Reading", "read"]
