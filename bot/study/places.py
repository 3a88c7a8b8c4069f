"""Places of the notes as a reader counts them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.model import Passage


def distinct(found: Iterable[Passage], shown: Sequence[Passage] = ()) -> tuple[Passage, ...]:
    """Return the passages that add lines to those shown: a list and its first item are one place to a reader."""
    seen, kept = list(shown), []
    for passage in found:
        if not any(_within(passage, other) for other in seen):
            seen.append(passage)
            kept.append(passage)
    return tuple(kept)


def _within(inner: Passage, outer: Passage) -> bool:
    return inner.file == outer.file and outer.start_line <= inner.start_line and inner.end_line <= outer.end_line
