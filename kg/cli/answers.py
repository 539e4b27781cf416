"""An answer to a question for people: a sentence, a row per thing, the words it rests on, what is left out."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text


def show_answer(answer: Any, console: Console) -> None:
    """Prints an answer."""
    console.print(Text(answer.answer, style="bold"))
