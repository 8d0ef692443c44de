"""What a figure is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity in a text: `text` stands at `start` to `end`, with its unit.

    `value` and `high` are in the base unit of the kind: metres, kilograms, metres per second, litres, seconds,
    degrees Celsius, pascals, watts, newtons, hertz; per cent and money as written. They differ in a range only.
    A count has the kind "count". Days have the kinds "date", "month" and "year", and their `unit` tells the parts
    ("2024-03-03", "2024-03", "2024", "--03-03", "--03"). Other kinds: "time" (of day, in minutes), "ordinal",
    "mach", "angle", "decade", "version".

    `spread` is half of the last written digit ("1.9 million": 50,000), `rounding` the same where zeros at the end
    are taken for rounded ("35,000": 500). `approximate` is true of "about", "nearly", "more than".
    """

    text: str
    start: int
    end: int
    value: float
    high: float
    kind: str = "count"
    unit: str = ""
    spread: float = 0.0
    rounding: float = 0.0
    approximate: bool = False

    @property
    def is_range(self) -> bool:
        """Whether it has two ends: "50-70 %"."""
        return self.high != self.value

    @property
    def is_day(self) -> bool:
        """Whether it is a date or a part of one."""
        return self.kind in ("date", "month", "year")
