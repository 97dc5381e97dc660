"""The speed goals as data: what is compared, with what, and how much it may be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from statistics import median

# Limits of which the goal is to stay above, not below.
AT_LEAST = "at least"
AT_MOST = "at most"
# For a figure that is told and not judged.
NO_LIMIT = inf


@dataclass
class Goal:
    """One row of the table: a figure per round, and its limit."""

    name: str
    limit: float
    bound: str = AT_MOST
    unit: str = "×"
    figures: list[float] = field(default_factory=list)

    @property
    def figure(self) -> float:
        """The median of the rounds."""
        return median(self.figures)

    @property
    def held(self) -> bool:
        """Whether the figure keeps to the limit."""
        return self.figure >= self.limit if self.bound == AT_LEAST else self.figure <= self.limit

    def row(self) -> list[str]:
        """Return the row as text."""
        low, high = min(self.figures), max(self.figures)
        spread = f"{low:.2f} to {high:.2f}" if len(self.figures) > 1 else ""
        figure = f"{self.figure:.2f} {self.unit}".strip()
        if self.limit == NO_LIMIT:
            return [self.name, figure, spread, "", ""]
        limit = f"{self.bound} {self.limit:g} {self.unit}".strip()
        return [self.name, figure, spread, limit, "held" if self.held else "MISSED"]


def paired(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return how many times as long ours took: the median over pairs that were asked one right after the other.

    What else the machine did at that moment fell on both, so it cancels out.
    """
    return median(one / other for one, other in zip(ours, theirs, strict=True))


class Goals:
    """The table: goals by name, in the order in which they were first measured."""

    def __init__(self) -> None:
        self._goals: dict[str, Goal] = {}

    def note(self, name: str, figure: float, limit: float, **facts: str) -> None:
        """Add a round's figure to a goal."""
        self._goals.setdefault(name, Goal(name, limit, **facts)).figures.append(figure)

    @property
    def missed(self) -> list[str]:
        """The names of the goals that were missed."""
        return [goal.name for goal in self._goals.values() if not goal.held]

    def table(self) -> str:
        """Return the goals as a table of text."""
        return table([["goal", "median", "rounds", "limit", ""], *(goal.row() for goal in self._goals.values())])


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of text under each other, the first of them underlined."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * sum(widths, 2 * len(widths) - 2), *lines[1:]])
