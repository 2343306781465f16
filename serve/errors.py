"""What may come of a query that gets no answer: each its HTTP status, a word for programs and a sentence for people."""


class QueryError(RuntimeError):
    """A query without an answer; the message says why and what to do."""

    status = 500
    reason = "failed"


class RefusedQueryError(QueryError):
    """Not run: wrong syntax, or something that the endpoint does not do."""

    status = 400
    reason = "refused"


class UnacceptableError(QueryError):
    """There is an answer, but in no form that the client takes."""

    status = 406
    reason = "not-acceptable"


class OutOfTimeError(QueryError):
    """Ended at its limit of time."""

    status = 408
    reason = "out-of-time"


class TooLargeError(QueryError):
    """The query, or its answer, is larger than its limit."""

    status = 413
    reason = "too-large"


class BusyError(QueryError):
    """Too many queries wait already."""

    status = 429
    reason = "busy"


class OutOfMemoryError(QueryError):
    """Ended at its limit of memory."""

    status = 503
    reason = "out-of-memory"


class UnavailableError(QueryError):
    """No process could take the query."""

    status = 503
    reason = "unavailable"


KINDS = {
    kind.reason: kind
    for kind in (RefusedQueryError, UnacceptableError, OutOfTimeError, TooLargeError, BusyError, OutOfMemoryError)
}
"""The errors by their word."""


def error_of(reason: str, message: str) -> QueryError:
    """The error that a word stands for."""
    return KINDS.get(reason, QueryError)(message)
