"""Which statements are about the same thing, which of them agree, and how those that do not stand to each other."""

from collections.abc import Sequence
from datetime import date

from assistant.accounts.amounts import Amount
from assistant.accounts.asked import Asked
from assistant.accounts.claims import Claim, Said
from assistant.accounts.cues import CONTRASTS, CUMULATED, NARROWING, REVISED, WEEKDAY
from assistant.accounts.sourcing import joined, same_source
from assistant.accounts.tokens import GENERIC, alike
from assistant.figures import Figure, agree
from assistant.figures.agreement import parts_of_day
from knowledge.arabic import normalise

CYCLE = 3
"""Days in which outlets write of the same state of things; what differs later is a later state."""
ROUGH = 0.06
"""The part of a figure that "about" leaves open."""
UNDATED = 0.5
"""The share of the shorter sentence that two have in common where no date tells that they are of one story."""
WEEK = 7
"""Days in which "on Monday" means one day."""
QUARTER = 90
"""Days after a named day from which a newly named one is for the next time."""
SEASON = 30
"""Days after which a like incident is another one."""


def same_thing(asked: Asked, one: Claim, other: Claim) -> bool:
    """Whether two statements concern the same thing at the same time, as far as their words tell."""
    if one.things and other.things and not _same_things(one.things, other.things):
        return False
    if _other_rate(asked, one, other) or _other_weekday(one, other):
        return False
    if _contrast(asked, one.stems, other.stems) or not _same_days(one, other):
        return False
    if one.past != other.past:
        return False
    return _same_happening(asked, one, other) and not _happened_before(asked, one, other)


def consistent(one: Claim, other: Claim) -> bool:
    """Whether both may be right: a value of one is a value of the other, fits its bound or is the sum of its parts."""
    if any(_fits(a, b) for a in one.values for b in other.values):
        return True
    return _is_sum(one.values, other.values) or _is_sum(other.values, one.values)


def gathered(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The statements by what they say; what agrees with two of them joins these."""
    return joined(claims, consistent)


def newest(group: Sequence[Claim]) -> Claim:
    """The statement that was published last; of one day, the one that answers best."""
    return max(group, key=lambda claim: (claim.published or date.min, claim.candidate.score))


def relation(lead: Sequence[Claim], other: Sequence[Claim]) -> str:
    """How an older group stands to the newest one: `superseded`, `conflicting`, or nothing that can be told."""
    last, first = newest(lead), newest(other)
    if last.published and first.published:
        days = (last.published - first.published).days
        if days > CYCLE or (days and REVISED.search(normalise(last.candidate.text))):
            return "superseded"
    independent = any(not same_source(a, b) for a in lead for b in other)
    return "conflicting" if independent else ""


def _same_things(one: frozenset[str], other: frozenset[str]) -> bool:
    """Aircraft and engines must be the same variants; of airlines and airports one is enough."""
    for kind in {name.partition(":")[0] for name in one | other}:
        a, b = ({name for name in names if name.startswith(f"{kind}:")} for names in (one, other))
        if a and b and (a.isdisjoint(b) if kind in ("airline", "airport") else a != b):
            return False
    return True


def _contrast(asked: Asked, one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one speaks of another part, season or sort: "first half" against "record year"."""
    places: list[dict[int, set[int]]] = []
    for stems in (one, other):
        held: dict[int, set[int]] = {}
        for stem in stems:
            if stem in CONTRASTS:
                row, place = CONTRASTS[stem]
                held.setdefault(row, set()).add(place)
        places.append(held)
    apart = any(places[0][row].isdisjoint(places[1][row]) for row in places[0].keys() & places[1].keys())
    return apart or bool(((one ^ other) & NARROWING) - asked.stems)


def _same_days(one: Claim, other: Claim) -> bool:
    """Whether they speak of the same time. A day may be left out, a year or month may not."""
    if one.days and other.days:
        return any(agree(a, b) for a in one.days for b in other.days)
    return all(day.kind == "date" for day in (*one.days, *other.days))


def _other_rate(asked: Asked, one: Claim, other: Claim) -> bool:
    """Whether one counts by the hour or the year and the other does not."""
    a, b = (values[0].rate if isinstance((values := claim.values)[0], Amount) else "" for claim in (one, other))
    return a != b and not (asked.language != "ar" and {a, b} - {""} <= asked.stems)


def _other_weekday(one: Claim, other: Claim) -> bool:
    """Whether two reports of a week speak of different days of it."""
    if not (one.published and other.published) or abs((one.published - other.published).days) >= WEEK:
        return False
    a, b = (set(WEEKDAY.findall(normalise(claim.candidate.text).lower())) for claim in (one, other))
    return bool(a and b) and a != b


def _happened_before(asked: Asked, one: Claim, other: Claim) -> bool:
    """Whether the day that the earlier report names had long come when the later one named another."""
    first, last = sorted((one, other), key=lambda claim: claim.published or date.min)
    figure = first.values[0].figure if isinstance(first.values[0], Amount) else None
    if asked.slot != "day" or figure is None or first.published is None or last.published is None:
        return False
    day = _day(figure, first.published)
    over = day is not None and (last.published - day).days > QUARTER
    return over and not REVISED.search(normalise(last.candidate.text))


def _day(figure: Figure, published: date) -> date | None:
    """The first day that a figure may mean; without a year, the next one after the report."""
    year, month, day = parts_of_day(figure.unit)
    try:
        found = date(int(year or published.year), int(month or 12), int(day or 28))
    except ValueError:
        return None
    return found if year or found >= published else found.replace(year=found.year + 1, day=min(found.day, 28))


def _same_happening(asked: Asked, one: Claim, other: Claim) -> bool:
    """Whether the later statement can be about what the earlier one is about, where such things happen again."""
    if not (one.published and other.published):
        shared = len(one.stems & other.stems)
        return shared >= UNDATED * min(len(one.stems), len(other.stems))
    first, last = sorted((one, other), key=lambda claim: claim.published or date.min)
    days = (last.published - first.published).days if last.published and first.published else 0
    text = normalise(last.candidate.text)
    if asked.incident and days > SEASON:
        return bool(REVISED.search(text))
    if asked.traded and days > CYCLE and asked.slot == "figure":
        return bool(CUMULATED.search(text))
    return True


def _fits(one: Said, other: Said) -> bool:
    if isinstance(one, Amount) and isinstance(other, Amount):
        close = agree(one.figure, other.figure) or _is_roughly(one.figure, other.figure)
        return close or _in_bound(one, other) or _in_bound(other, one)
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return any(alike(a, b) for a in one - GENERIC for b in other - GENERIC)
    return one == other


def _is_roughly(one: Figure, other: Figure) -> bool:
    """Whether "some 200" may be 198."""
    if one.kind != other.kind or one.is_day or not (one.approximate or other.approximate):
        return False
    allowed = min(max(one.rounding, other.rounding), ROUGH * max(one.value, other.value))
    return abs(one.value - other.value) <= allowed


def _in_bound(bound: Amount, other: Amount) -> bool:
    if not bound.bound or bound.figure.kind != other.figure.kind or bound.bound == other.bound:
        return False
    if bound.bound == "most":
        return other.figure.value <= bound.figure.high
    return other.figure.high >= bound.figure.value


def _is_sum(parts: Sequence[Said], whole: Sequence[Said]) -> bool:
    nouns = [one.text.split()[-1] for one in parts[:1] if isinstance(one, Amount)]
    amounts = [one.figure for one in parts if isinstance(one, Amount) and one.text.split()[-1:] == nouns]
    total = sum(one.value for one in amounts)
    return len(amounts) > 1 and any(
        isinstance(one, Amount) and one.figure.kind == amounts[0].kind and abs(one.figure.value - total) < 0.005 * total
        for one in whole
    )
