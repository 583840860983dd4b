"""A password that is long and still easy to guess."""

from typing import Any

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

LEAST_SCORE = 3  # of 4: holds against an attacker who has the hash (zxcvbn's own words)
LONGEST = 72  # characters that are looked at: the time grows with their square


class GuessableValidator:
    """Refuses repeated words, keyboard rows, dates, names of the person and leaked passwords with a twist."""

    def validate(self, password: str, user: Any = None) -> None:
        names = ("username", "email", "first_name", "last_name")
        known = [str(getattr(user, name, "")) for name in names] if user is not None else []
        if zxcvbn(password[:LONGEST], user_inputs=[word for word in known if word])["score"] < LEAST_SCORE:
            raise ValidationError(self.get_help_text(), code="password_guessable")

    def get_help_text(self) -> str:
        return "Please choose a password that is harder to guess: four words that have nothing in common."
