"""Errors that people see: a code, a plain sentence, an HTTP status and whether trying again may help."""


class ServiceError(Exception):
    """What a service refuses. ``message`` holds no path, library name or secret."""

    status = 400

    def __init__(self, code: str, message: str, *, retry: bool = False, status: int | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.retry = retry
        self.status = status or self.status


class Invalid(ServiceError):
    status = 400


class NotAllowed(ServiceError):
    status = 403


class NotFound(ServiceError):
    status = 404


class Conflict(ServiceError):
    status = 409


class Gone(ServiceError):
    status = 410


class TooLarge(ServiceError):
    status = 413


class Unavailable(ServiceError):
    status = 503

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, retry=True)
