"""How often somebody may ask: a bucket of tokens for each that fills up again."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic

_MOST_CLIENTS = 10_000


class RateLimit:
    """A bucket of tokens for each client that fills up again at `per_minute`."""

    def __init__(self, per_minute: int, *, now: Callable[[], float] = monotonic) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / 60
        self._now = now
        self._lock = Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """Take a token: 0 where there was one, else the seconds until there will be.

        >>> limit = RateLimit(1, now=lambda: 0.0)
        >>> limit.wait("a"), limit.wait("a"), limit.wait("b")
        (0, 60, 0)
        """
        with self._lock:
            now = self._now()
            tokens = self._tokens(client, now)
            self._buckets[client] = (tokens - 1 if tokens >= 1 else tokens, now)
            self._buckets.move_to_end(client)
            while len(self._buckets) > _MOST_CLIENTS:
                self._buckets.popitem(last=False)
            return self._seconds(tokens)

    def look(self, client: str) -> int:
        """What `wait` would say, with no token taken."""
        with self._lock:
            return self._seconds(self._tokens(client, self._now()))

    def _tokens(self, client: str, now: float) -> float:
        tokens, seen = self._buckets.get(client, (self._size, now))
        return min(self._size, tokens + (now - seen) * self._per_second)

    def _seconds(self, tokens: float) -> int:
        return 0 if tokens >= 1 else max(1, int((1 - tokens) / self._per_second + 0.999))
