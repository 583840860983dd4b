"""The states of a case and the only legal moves between them."""

from enum import StrEnum


class State(StrEnum):
    INVITED = "invited"
    COLLECTING = "collecting"
    PROCESSING = "processing"
    ACTION_REQUIRED = "action_required"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    ACTIVE = "active"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


_BY_A_PERSON = {State.REJECTED, State.WITHDRAWN}

TRANSITIONS: dict[State, frozenset[State]] = {
    State.INVITED: frozenset({State.COLLECTING, State.PROCESSING, *_BY_A_PERSON}),
    State.COLLECTING: frozenset({State.PROCESSING, State.ACTION_REQUIRED, State.IN_REVIEW, *_BY_A_PERSON}),
    State.PROCESSING: frozenset(
        {
            State.COLLECTING,
            State.ACTION_REQUIRED,
            State.IN_REVIEW,
            State.APPROVED,
            State.FAILED,
            *_BY_A_PERSON,
        }
    ),
    State.ACTION_REQUIRED: frozenset({State.PROCESSING, State.IN_REVIEW, *_BY_A_PERSON}),
    State.IN_REVIEW: frozenset({State.PROCESSING, State.ACTION_REQUIRED, *_BY_A_PERSON}),
    State.APPROVED: frozenset({State.ACTIVE, State.PROCESSING, State.FAILED, *_BY_A_PERSON}),
    State.FAILED: frozenset({State.PROCESSING, State.APPROVED, *_BY_A_PERSON}),
    State.REJECTED: frozenset({State.PROCESSING}),  # only by the two-minute undo
    State.ACTIVE: frozenset(),
    State.WITHDRAWN: frozenset(),
}

CLOSED = frozenset({State.ACTIVE, State.REJECTED, State.WITHDRAWN})
# A vendor may send files in these states; in the others the door says that the case is closed.
OPEN_TO_VENDOR = frozenset(
    {State.INVITED, State.COLLECTING, State.PROCESSING, State.ACTION_REQUIRED, State.IN_REVIEW}
)

WORDS: dict[State, str] = {
    State.INVITED: "Invited",
    State.COLLECTING: "Collecting documents",
    State.PROCESSING: "Checking",
    State.ACTION_REQUIRED: "Waiting for the vendor",
    State.IN_REVIEW: "With our team",
    State.APPROVED: "Approved",
    State.ACTIVE: "Active",
    State.REJECTED: "Rejected",
    State.WITHDRAWN: "Withdrawn",
    State.FAILED: "Needs an operator",
}


def may_move(old: State, new: State) -> bool:
    return new in TRANSITIONS[old]
