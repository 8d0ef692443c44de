"""Patterns from a suite are tried in a process of their own, which is ended where one takes too long.

A suite comes from anywhere, and a regular expression can take for ever (`(a+)+b`); no rule on its form tells which
do. So a helper process reads a pattern and a text and gives the places. It is started once, costs a tenth of a
millisecond a pattern, and holds nothing that could be lost.
"""

import atexit
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from threading import Lock, Timer

from assistant.evaluation.matching.normalising import Match, unmarked

LIMIT_S = 2.0
LONGEST = 20_000
"""Characters of a text that are looked at; answers are far shorter."""
_MOST = 100
_LETTERS = str.maketrans("أإآٱىیةک", "ااااييهك")
_DIACRITICS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_PROGRAM = f"""
import json, re, signal, sys
for line in sys.stdin:
    regex, text = json.loads(line)
    if hasattr(signal, "alarm"):
        signal.alarm({int(LIMIT_S) + 3})
    found = []
    try:
        for one in re.finditer(regex, text, re.IGNORECASE):
            found.append(one.span())
            if len(found) == {_MOST}:
                break
    except (re.error, RecursionError, OverflowError):
        found = []
    if hasattr(signal, "alarm"):
        signal.alarm(0)
    print(json.dumps(found), flush=True)
"""


def patterns(regex: str, text: str) -> Iterator[Match]:
    """Where a pattern is met, in any case; Arabic also without its diacritics and with one spelling of each letter.

    >>> [found.found for found in patterns("batter(y|ies)", "Batteries and a battery [1]")]
    ['Batteries', 'battery']
    """
    plain = unmarked(text)[:LONGEST]
    for start, end in _spans(regex, plain):
        yield Match(start, end, text[start:end])
    if not plain.isascii():
        kept = [place for place, letter in enumerate(plain) if not _DIACRITICS.match(letter)]
        folded = _folded(plain)
        for start, end in _spans(_folded(regex), folded) if folded != plain or _folded(regex) != regex else ():
            if start < end:
                yield Match(kept[start], kept[end - 1] + 1, text[kept[start] : kept[end - 1] + 1])


def is_slow(regex: str) -> bool:
    """Whether a pattern took too long on some text; it is not tried again and is never met."""
    return regex in _SLOW or _folded(regex) in _SLOW


class _Tried:
    """The helper process; started when it is needed, ended when a pattern takes too long."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None

    def spans(self, regex: str, text: str) -> tuple[tuple[int, int], ...] | None:
        """Where a pattern is met; None where it took too long."""
        with self._lock:
            process = self._running()
            timer = Timer(LIMIT_S, process.kill)
            timer.start()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(json.dumps([regex, text]) + "\n")
                process.stdin.flush()
                line = process.stdout.readline()
            except OSError:
                line = ""
            finally:
                timer.cancel()
            if not line.endswith("\n"):
                self._end()
                return None
            return tuple((start, end) for start, end in json.loads(line))

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None or self._process.poll() is not None:
            self._end()
            pipe = subprocess.PIPE
            command = [sys.executable, "-I", "-S", "-c", _PROGRAM]
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="ascii")
            atexit.register(self.close)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        atexit.unregister(self.close)
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                # What was still to be written has nobody to read it.
                with suppress(OSError):
                    stream.close()


_TRIED = _Tried()
_SLOW: set[str] = set()


@lru_cache(maxsize=4096)
def _spans(regex: str, text: str) -> tuple[tuple[int, int], ...]:
    if regex in _SLOW:
        return ()
    found = _TRIED.spans(regex, text)
    if found is None:
        _SLOW.add(regex)
    return found or ()


def _folded(text: str) -> str:
    return _DIACRITICS.sub("", text).translate(_LETTERS)
