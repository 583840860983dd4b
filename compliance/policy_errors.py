"""What is wrong with a policy file, said so that its writer can mend it."""


class PolicyError(Exception):
    """``file``, the key or section that is wrong, a stable ``code`` and a plain sentence."""

    def __init__(self, file: str, key: str, code: str, message: str) -> None:
        where = f"{file}: {key}" if key else file
        super().__init__(f"{where}: {code}: {message}")
        self.file = file
        self.key = key
        self.code = code
        self.message = message
