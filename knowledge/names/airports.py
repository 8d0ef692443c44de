"""The airports of the `airportsdata` package as rows of a table."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from knowledge.names import Row

_ICAO = re.compile("[A-Z]{4}")
_END = re.compile(r" (?:(International) )?(?:Regional |Municipal )?Airport$")

_PLAIN = frozenset(
    "air airport central city county field general grand great international island lake main memorial metropolitan"
    " military municipal national new north old port private regional river south east west town university valley"
    " village the saint st san santa".split()
)
"""Words that say nothing about which airport is meant."""


def airports() -> Iterator[Row]:
    """Every airport that airlines serve: one with a code of three letters and one of four.

    A name that two airports share names neither. A name without “Airport” and “International” may be a person or
    a town, so it counts only where the words around it speak of an airport; so do all codes.
    """
    served = [one for one in _known().values() if one["iata"] and _ICAO.fullmatch(one["icao"])]
    names = [tuple(_names(one["name"], one["city"])) for one in served]
    owners = Counter(name.rstrip("?") for several in names for name in several)
    for one, several in zip(served, names, strict=True):
        yield Row(
            f"airport:{one['icao'].lower()}",
            one["name"],
            tuple(name for name in several if owners[name.rstrip("?")] == 1),
            (f"{one['iata']}?", f"{one['icao']}?"),
            cues=(one["city"],) if one["city"] else (),
        )


def airfield(code: str) -> Row | None:
    """The airport or airfield with this code of four letters."""
    one = _known().get(code) if _ICAO.fullmatch(code) else None
    return Row(f"airport:{code.lower()}", one["name"], cues=(one["city"],)) if one else None


@cache
def _known() -> dict[str, Any]:
    import airportsdata

    return dict(airportsdata.load())


@cache
def release() -> str:
    """Which edition of the airports is in use."""
    from importlib.metadata import version

    return version("airportsdata")


def _names(name: str, city: str) -> Iterator[str]:
    found = {name: None}
    end = _END.search(name)
    if end:
        core = name[: end.start()]
        found[f"{core} Airport"] = None
        if end[1]:
            found[f"{core} International"] = None
        if " " in core and core != city:
            found[f"{core}?"] = None
        if city and core.startswith(f"{city} "):
            found[f"{core[len(city) + 1 :]} Airport"] = None
    # “MAN airport” is the airport with that code, not that of the town of Man.
    return (
        one
        for one in found
        if len(one.removesuffix(" Airport")) > 3 and not _PLAIN.issuperset(re.findall(r"\w+", one.casefold()))
    )
