"""The one bit that a failed attempt carries."""

from dataclasses import dataclass

from extraction.types import ExtractionError
from onboarding.services.errors import ServiceError


class Retry(Exception):
    """Try again later: ``code`` and a plain sentence go to the row that is shown."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Wait(Exception):
    """Something outside is not there: the step waits for it, and the attempt does not count."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class GiveUp(Exception):
    """No use in trying again: a person must look."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Failure:
    """How an attempt ended. ``expected`` is False for an error that nobody has named.

    ``waits``: for something outside, as long as it takes; the attempt does not count.
    """

    code: str
    message: str
    retry: bool
    expected: bool = True
    waits: bool = False


def of(error: Exception) -> Failure:
    """What any exception of an engine or a service says about its attempt.

    Of an unexpected one only the type: messages of parsers echo bytes of the document, tax ids among them.
    """
    match error:
        case Wait():
            return Failure(error.code, error.message, retry=True, waits=True)
        case Retry() | GiveUp():
            return Failure(error.code, error.message, retry=isinstance(error, Retry))
        case ExtractionError():
            return Failure(error.code, error.message, retry=not error.permanent)
        case ServiceError():
            return Failure(error.code, error.message, retry=error.retry)
    message = f"An unexpected error ({type(error).__name__})."
    return Failure("internal_error", message, retry=True, expected=False)
