"""Standard output as a terminal, a file or a pipe takes it: any encoding, and readers that leave early."""

import codecs
import os
import sys
from typing import TextIO

SIMPLER = {"…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "─": "-", "━": "-", "│": "|", "×": "x", "→": "->", "\xa0": " "}
"""What stands for a character that the terminal's encoding has not; ``?`` for the rest."""
ERRORS = "civic-simpler"


def _simplified(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(SIMPLER.get(character, "?") for character in error.object[error.start : error.end]), error.end


class PatientStream:
    """A text stream that goes on in silence once its reader has left, so that a command ends with its own exit code.

    ``civic rollout | head`` is then no error, and ``civic check | head`` still says by its exit code whether there are findings.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            self._leave()
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._leave()

    def _leave(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)


def prepare_streams() -> None:
    """Make standard output and error take every character, and outlive their readers."""
    codecs.register_error(ERRORS, _simplified)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=ERRORS)
            setattr(sys, name, PatientStream(stream))
