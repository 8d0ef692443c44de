"""Which of several things a name means: the words around it decide."""

from collections.abc import Sequence
from typing import NamedTuple

from knowledge.identifiers.cues import (
    ACTS,
    ARTICLES,
    BUSINESS,
    CERTAIN,
    COMPANIONS,
    ENOUGH,
    PLACES,
    PLAINLY_NAMED,
    RIVALS,
    TECHNICAL,
    TOWARDS,
    USUAL,
    WEAK,
    of_kind,
    of_row,
    own_cues,
)
from knowledge.identifiers.place import Place, Reading


class Decision(NamedTuple):
    """The reading that won, why, and what else it could have been."""

    reading: Reading
    reason: str
    others: tuple[str, ...]


def decide(readings: Sequence[Reading], place: Place) -> Decision | None:
    """The reading that the words around support best, or None where they support none."""
    if len(readings) == 1 and readings[0].sure:
        return Decision(readings[0], "", ())
    readings = [one for one in readings if not one.is_word or _is_settled(one, place)]
    if not readings:
        return None
    weighed = [(_support(reading, place), reading) for reading in readings]
    (score, why), best = max(weighed, key=lambda one: (one[0][0], one[1].kind == "word", *_likely(one[1])))
    others = tuple(reading.id for reading in readings if reading.id != best.id and reading.kind != "word")
    if score:
        return Decision(best, f"{best.kind}, because {why}" if why else "", others)
    if place.alone and not place.is_quantity and not (best.kind == "airline" and "the" in place.before[:1]):
        return Decision(best, f"{best.kind}, its most usual meaning where nothing else is said", others)
    return _asked(readings, place) if place.asked and place.is_code else None


def _asked(readings: Sequence[Reading], place: Place) -> Decision | None:
    """What a code in a question to a library of aviation stands for: one word that fits is enough, or none for an
    abbreviation of the field.
    """
    meant = sorted((one for one in readings if one.kind != "word"), key=_rank)
    for reading in meant:
        cues = own_cues(reading.kind) if reading.rare else of_kind(reading.kind)
        fits = [word for word in place.both if word in cues or word in of_row(reading.cues)]
        if fits:
            others = tuple(one.id for one in meant if one is not reading)
            return Decision(reading, f"{reading.kind}, because “{fits[0]}” stands near", others)
    if len(meant) < len(readings) or not meant or not _is_technical(meant[0], place):
        return None
    others = tuple(one.id for one in meant[1:])
    return Decision(meant[0], f"{meant[0].kind}, its most usual meaning here", others)


def _is_technical(reading: Reading, place: Place) -> bool:
    """Whether a code has hardly another meaning: an abbreviation of the field, the four letters of an airport."""
    return reading.kind in TECHNICAL or (reading.kind == "airport" and place.length == len("EGLL") and not reading.rare)


def support(kind: str, own: tuple[str, ...], place: Place) -> tuple[int, str]:
    """How strongly the words around speak of something that has the form of its kind, and the one that says so."""
    found = [word for word in place.both if word in of_kind(kind) or word in of_row(own)]
    if found:
        return ENOUGH, f"“{found[0]}” stands near"
    return _near(of_kind(kind), place)


def _likely(reading: Reading) -> tuple[bool, int]:
    return not reading.rare, -_rank(reading)


def _rank(reading: Reading) -> int:
    return USUAL.index(reading.kind) if reading.kind in USUAL else len(USUAL)


def _support(reading: Reading, place: Place) -> tuple[int, str]:
    if reading.sure:
        return CERTAIN, ""
    if place.is_quantity:
        return 0, ""
    if reading.kind == "airport":
        return _airport(reading, place)
    if reading.kind == "airline":
        return _airline(reading, place)
    own, word = _near(of_row(reading.cues), place, telling=True)
    if not own and (reading.rare or reading.kind == "word"):
        return 0, ""
    score, other = _near(of_kind(reading.kind), place)
    if place.is_number and place.before[:1] and place.before[0] in ARTICLES:
        score, other = score + ENOUGH, other or f"“{place.before[0]}” stands before"
    score += own * 2 + (ENOUGH if place.company and reading.kind in COMPANIONS else 0)
    word = word or other or ("names of aviation stand near" if place.company else "")
    return (score, word) if score >= ENOUGH else (0, "")


def _airline(reading: Reading, place: Place) -> tuple[int, str]:
    """Airlines are called by adjectives and places, so one telling word must stand beside, or two near."""
    score, why = _named(reading, place) if reading.capital else (0, "")
    return (score, why) if score else _introduced_airline(reading, place)


def _named(reading: Reading, place: Place) -> tuple[int, str]:
    """An everyday name with a capital: beside another airline, or in a question with a word of flying or business."""
    if not ARTICLES.isdisjoint(place.before[:1]):
        return 0, ""
    if place.allied:
        return 4, f"“{place.allied}” stands beside it"
    if not place.asked or place.inside or reading.id not in PLAINLY_NAMED:
        return 0, ""
    # In small letters "united" and "southwest" are words, so what tells must follow at once.
    near = place.after[:1] if place.is_small else place.both
    word = next((word for word in near if word in of_kind("airline") or word in BUSINESS), "")
    word = word or next((word for word in (*place.before[:2], *place.after[:2]) if word in RIVALS), "")
    if word or place.company:
        return 4, f"“{word}” stands near" if word else "names of aviation stand near"
    return 0, ""


def _introduced_airline(reading: Reading, place: Place) -> tuple[int, str]:
    cues = of_kind("airline")
    own, word = _near(of_row(reading.cues), place)
    near, other = _near(cues, place)
    if not (near or place.company) or (reading.rare and not own):
        return 0, ""
    near, other = near + 2 * place.company, other or "names of aviation stand near"
    # "The Swiss aviation authority" is no airline's.
    beside = {*place.after[:2], *place.before[:1]} - {"aviation"}
    score = min(own, 2) + near + (0 if cues.isdisjoint(beside) else 2) + (0 if cues.isdisjoint(place.context) else 1)
    acts = not ACTS.isdisjoint(place.after[:1]) and ARTICLES.isdisjoint(place.before[:1])
    return (score, other or word) if score + 2 * acts >= 4 else (0, "")


def _near(cues: frozenset[str], place: Place, telling: bool = False) -> tuple[int, str]:
    """How strongly these words stand near, and the nearest; one in the title counts less, unless it is telling."""
    found = [word for word in place.both if word in cues]
    if found:
        return sum(1 if word in WEAK else 2 for word in set(found)), f"“{found[0]}” stands near"
    told = min(cues & place.context, default="")
    return (2 if telling else 1, f"“{told}” stands in its title or headings") if told else (0, "")


def _airport(reading: Reading, place: Place) -> tuple[int, str]:
    """Codes of three or four letters are everywhere, so an airport's must be introduced as one."""
    score, why = _introduced(reading, place)
    near, word = _near(of_kind("airport"), place)
    score += min(near, 2)
    enough = 4 if reading.rare else ENOUGH
    return (score, why or word) if score >= enough else (0, "")


def _is_settled(reading: Reading, place: Place) -> bool:
    """Whether a plain word in capitals stands where only a code can: GOT–HAM, Hot Springs (HOT)."""
    return reading.kind == "airport" and (place.beside or _introduced(reading, place)[0] > CERTAIN)


def _introduced(reading: Reading, place: Place) -> tuple[int, str]:
    own = of_row(reading.cues)
    town = next((word for word in place.before if word in own and word not in PLACES), "")
    if town and place.is_code and place.left in ("(", ",", "/", ":"):
        return CERTAIN + 1, f"“{town}” stands before"
    if place.beside and not reading.rare:
        return CERTAIN + 1, "another airport’s code stands beside it"
    for word in (*place.after[:1], *place.before[:1]):
        if word in PLACES:
            return 4, f"“{word}” stands beside it"
    if place.beside:
        return 3, "another airport’s code stands beside it"
    if place.is_code and place.before and place.before[0] in TOWARDS:
        return 2, f"“{place.before[0]}” stands before"
    return 0, ""
