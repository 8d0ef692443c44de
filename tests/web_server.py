"""`aerocite web` in a process of its own, as a person starts it, on a free port of loopback."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue


@contextmanager
def running(home: Path, *arguments: str, **variables: str) -> Iterator[str]:
    """The address of a server that answers; it must end cleanly when interrupted."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AEROCITE_", "OPENAI_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "web", "--port", "0", *arguments],
        env={**kept, "AEROCITE_HOME": str(home), **variables},
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines: Queue[str] = Queue()
    reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
    reader.start()
    try:
        yield _address(lines)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130)
    finally:
        process.kill()
        process.wait()
        reader.join(5)
        assert process.stderr
        process.stderr.close()


def _read(process: "subprocess.Popen[str]", lines: "Queue[str]") -> None:
    assert process.stderr
    for line in process.stderr:
        lines.put(line)


def _address(lines: "Queue[str]") -> str:
    said = []
    while True:
        try:
            said.append(lines.get(timeout=60))
        except Empty:
            raise AssertionError(f"The server does not listen; it said: {said}") from None
        if found := re.search(r"http://127\.0\.0\.1:\d+|http://0\.0\.0\.0:\d+", said[-1]):
            return found[0].replace("0.0.0.0", "127.0.0.1")
