"""Azure's management API as these tests need it: answers from lists."""

from collections.abc import Callable, Mapping
from typing import Any


class Refused(Exception):
    """What the library raises."""


class Answer:
    """``json`` is what each API makes of the state."""

    def __init__(self, status: int, state: str = "") -> None:
        self.status_code, self.state = status, state

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise Refused(self.status_code)

    def json(self) -> Mapping[str, Any]:
        raise NotImplementedError


class Azure:
    """Answers requests by the name of what they are about, each from a list; the last answer is for ever."""

    def __init__(self, answers: Mapping[str, list[Answer]], named: Callable[[str], str]) -> None:
        self.answers, self._named = dict(answers), named
        self.asked: list[tuple[str, str]] = []
        """Method and path."""

    @property
    def asked_by_name(self) -> list[tuple[str, str]]:
        return [(method, self._named(path)) for method, path in self.asked]

    def __enter__(self) -> "Azure":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def send_request(self, request: Any) -> Answer:
        path = request.url.partition("?")[0]
        self.asked.append((request.method, path))
        left = self.answers[self._named(path)]
        return left.pop(0) if len(left) > 1 else left[0]
