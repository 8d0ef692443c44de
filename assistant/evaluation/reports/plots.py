"""Plots as inline SVG, drawn by hand: classes for colours, so that each theme has its own, and a table of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from assistant.render import harmless

WIDTH, ROW, LEFT, RIGHT = 440, 24, 138, 66
_INNER = WIDTH - LEFT - RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A drawing with what it shows in words and as a table."""

    title: str
    about: str
    svg: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A row of a bar plot: a value, its interval if it has one, and a mark at a second value if there is one."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    mark: float | None = None
    note: str = ""
    kind: str = "a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A curve of points from 0 to 1."""

    points: Sequence[tuple[float, float]]
    kind: str = "a"
    dots: bool = False


def bars(title: str, rows: Sequence[Bar], *, top: float, ticks: Sequence[tuple[float, str]]) -> Markup:
    """Horizontal bars from 0 to `top`, with whiskers where they have intervals and a tick where they have a mark."""

    def x(value: float) -> float:
        return round(LEFT + _INNER * min(max(value / top if top else 0.0, 0.0), 1.0), 1)

    height = ROW * len(rows) + 22
    drawn = [_grid(x(at), height - 18, name) for at, name in ticks]
    for number, row in enumerate(rows):
        y = number * ROW + ROW / 2
        drawn.append(_name(row.label, y))
        drawn.append(
            f'<rect class="bar {row.kind}" x="{LEFT}" y="{y - 6}" width="{x(row.value) - LEFT:.1f}" '
            'height="12" rx="2"/>'
        )
        if row.low is not None and row.high is not None:
            drawn.append(_whisker(x(row.low), x(row.high), y))
        if row.mark is not None:
            drawn.append(f'<path class="mark" d="M{x(row.mark)} {y - 8}v16"/>')
        drawn.append(f'<text class="value" x="{WIDTH}" y="{y + 4}" text-anchor="end">{_text(row.note)}</text>')
    return _svg(title, height, drawn)


def differences(title: str, rows: Sequence[Bar], *, show: Callable[[float], str]) -> Markup:
    """Dots on both sides of 0, each with its interval."""
    ends = [abs(end) for row in rows for end in (row.value, row.low, row.high) if end is not None]
    top = max([*ends, 0.01])

    def x(value: float) -> float:
        return round(LEFT + _INNER * (value + top) / (2 * top), 1)

    height = ROW * len(rows) + 22
    drawn = [_grid(x(at), height - 18, show(at)) for at in (-top, 0.0, top)]
    for number, row in enumerate(rows):
        y = number * ROW + ROW / 2
        drawn.append(_name(row.label, y))
        if row.low is not None and row.high is not None:
            drawn.append(_whisker(x(row.low), x(row.high), y))
        drawn.append(f'<circle class="dot {row.kind}" cx="{x(row.value)}" cy="{y}" r="5"/>')
        drawn.append(f'<text class="value" x="{WIDTH}" y="{y + 4}" text-anchor="end">{_text(row.note)}</text>')
    return _svg(title, height, drawn)


def curves(
    title: str, lines: Sequence[Line], *, across: str, up: str, top: float = 1.0, diagonal: bool = False
) -> Markup:
    """Curves in a square from 0 to 1, upwards to `top`."""
    left, low, high, wide = 46, 208, 10, WIDTH - 46 - 14

    def point(at: tuple[float, float]) -> str:
        return f"{left + wide * at[0]:.1f} {low - (low - high) * min(at[1] / top, 1.0):.1f}"

    drawn = []
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = left + wide * part, low - (low - high) * part
        drawn.append(f'<path class="grid" d="M{left} {y}H{left + wide}M{x} {low}V{high}"/>')
        drawn.append(f'<text class="tick" x="{left - 6}" y="{y + 4}" text-anchor="end">{100 * top * part:.0f} %</text>')
        drawn.append(f'<text class="tick" x="{x}" y="{low + 16}" text-anchor="middle">{100 * part:.0f} %</text>')
    if diagonal:
        drawn.append(f'<path class="ideal" d="M{point((0, 0))}L{point((1, 1))}"/>')
    for line in lines:
        path = "L".join(map(point, line.points))
        drawn.append(f'<path class="line {line.kind}" d="M{path}"/>')
        if line.dots:
            places = (point(at).split() for at in line.points)
            drawn += [f'<circle class="dot {line.kind}" cx="{x}" cy="{y}" r="4"/>' for x, y in places]
    drawn.append(f'<text class="tick" x="{left + wide / 2}" y="{low + 34}" text-anchor="middle">{_text(across)}</text>')
    drawn.append(
        f'<text class="tick" x="{-(low + high) / 2}" y="12" transform="rotate(-90)" text-anchor="middle">'
        f"{_text(up)}</text>"
    )
    return _svg(title, low + 40, drawn)


def spread(title: str, values: Sequence[tuple[str, float]], *, show: Callable[[float], str]) -> Markup:
    """A dot for each case, from the greatest loss to the greatest gain; each tells which case it is."""
    ordered = sorted(values, key=lambda pair: pair[1])
    top = max([abs(value) for _, value in ordered] + [0.01])
    left, low, high = 66, 150, 10

    def y(value: float) -> float:
        return round((low + high) / 2 - (low - high) / 2 * value / top, 1)

    drawn = [f'<path class="grid" d="M{left} {y(at)}H{WIDTH - 6}"/>' for at in (-top, 0.0, top)]
    drawn += [
        f'<text class="tick" x="{left - 6}" y="{y(at) + 4}" text-anchor="end">{_text(show(at))}</text>'
        for at in (-top, 0.0, top)
    ]
    step = (WIDTH - left - 20) / max(len(ordered) - 1, 1)
    for number, (name, value) in enumerate(ordered):
        kind = "good" if value > 0 else "bad" if value < 0 else "even"
        told = f"<title>{_text(name)}: {_text(show(value))}</title>"
        drawn.append(
            f'<circle class="dot {kind}" cx="{left + 6 + step * number:.1f}" cy="{y(value)}" r="3">{told}</circle>'
        )
    return _svg(title, low + 14, drawn)


def _svg(title: str, height: float, drawn: Sequence[str]) -> Markup:
    """The drawing; every text in it went through `_text`."""
    name, inside = _text(title), "".join(drawn)
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{name}"><title>{name}</title>{inside}</svg>'
    )


def _grid(x: float, height: float, name: str) -> str:
    label = f'<text class="tick" x="{x}" y="{height + 14:g}" text-anchor="middle">{_text(name)}</text>'
    return f'<path class="grid" d="M{x} 0V{height:g}"/>{label}'


def _whisker(low: float, high: float, y: float) -> str:
    return f'<path class="whisker" d="M{low} {y}H{high}M{low} {y - 4}v8M{high} {y - 4}v8"/>'


def _name(label: str, y: float) -> str:
    short = label if len(label) <= 18 else label[:17] + "…"
    whole = f"<title>{_text(label)}</title>"
    return f'<text class="name" x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{_text(short)}{whole}</text>'


def _text(words: str) -> str:
    return str(escape(harmless(words)))
