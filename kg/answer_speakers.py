"""Who says something, as a clause of English."""

from __future__ import annotations

_DETERMINERS = frozenset("the a an his her its their our one".split())
_PLURALS = frozenset("police people media troops".split())


def says(speaker: str) -> str:
    """Who says something, as a clause; `speaker` as rows have it, several parted by commas.

    >>> says("Lebanese army"), says("independent analysts"), says("Russia, Igor Kobzev")
    ('the Lebanese army says', 'independent analysts say', 'Russia and Igor Kobzev say')
    """
    names = [_with_article(name) for name in speaker.split(", ")]
    listed = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    return f"{listed} {'say' if len(names) > 1 or _is_plural(names[0]) else 'says'}"


def _with_article(name: str) -> str:
    """A common noun with its article; names, plurals and what has an owner need none."""
    words = name.split()
    owned = any(word.endswith(("'s", "’s")) or word.lower() in _DETERMINERS for word in words)
    return f"the {name}" if words and words[-1].islower() and not owned and not _is_plural(name) else name


def _is_plural(name: str) -> bool:
    last = name.split()[-1] if name.split() else ""
    return last.islower() and (last in _PLURALS or (last.endswith("s") and not last.endswith(("ss", "us", "is"))))
