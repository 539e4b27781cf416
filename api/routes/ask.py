"""/ask: a question in English, answered with its evidence."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query

from api.dependencies import Context, ContextHere, MinConfidence
from api.errors import TooLong, told
from api.examples import QUESTIONS
from api.schemas import Answer
from kg.errors import QuestionError

router = APIRouter(tags=["Asking"])
WHAT = "A question in English"


@router.get(
    "/ask",
    summary="Ask a question",
    response_model=Answer,
    responses=told(413, 422),
    openapi_extra={"x-try": "/ask?question=" + QUESTIONS[0].replace(" ", "%20").replace("?", "%3F")},
)
def get_ask(
    here: ContextHere,
    question: Annotated[str, Query(description=WHAT, examples=list(QUESTIONS[:3]))],
    min_confidence: MinConfidence = 0.0,
) -> dict[str, Any]:
    """The answer, its rows with the words of the reports, what was left out and why, and the SPARQL query.

    A question that cannot be read is answered with 422: the part that was not understood, and examples.
    """
    return answered(here, question, min_confidence)


@router.post("/ask", summary="Ask a question, in a form", response_model=Answer, responses=told(413, 422))
def post_ask(
    here: ContextHere,
    question: Annotated[str, Form(description=WHAT, examples=list(QUESTIONS[:3]))],
    min_confidence: Annotated[float, Form(ge=0, le=1, description="As for GET", examples=[0.9])] = 0.0,
) -> dict[str, Any]:
    """As GET, with the question and the confidence as fields of a form."""
    return answered(here, question, min_confidence)


def answered(here: Context, question: str, min_confidence: float = 0.0) -> dict[str, Any]:
    """The answer as JSON values; raises QuestionError for what is no question, TooLong for what is too long."""
    asked = " ".join(question.split())
    limit = here.settings.max_question_length
    if len(asked) > limit:
        raise TooLong(f"The question is longer than {limit} characters.", advice="Ask one thing at a time.")
    if not any(letter.isalpha() for letter in asked):
        raise QuestionError(asked, asked, "This is no question", QUESTIONS[:3])
    return here.answer(asked, min_confidence)
