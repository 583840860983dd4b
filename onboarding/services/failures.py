"""The one bit that a failed attempt carries."""


class Retry(Exception):
    """Try again later: ``code`` and a plain sentence go to the row that is shown."""

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
