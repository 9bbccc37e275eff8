"""The one base of everything that people got wrong. A leaf: whatever reads input raises it, and the front doors catch it alone."""


class InputError(Exception):
    """What was given cannot be used: a record, a target, a card, a plan, a full ledger, a project. The message is for whoever gave it.

    The command line tells it in one line and exits 2; a stack's program hands it to Pulumi as ``RunError``. Any other exception is a
    programming error and keeps its traceback.
    """


_SYSTEM_ERRORS: dict[type[OSError], str] = {
    FileExistsError: "this is a file, where a folder is meant",
    FileNotFoundError: "there is no such file",
    IsADirectoryError: "this is a folder, where a file is meant",
    NotADirectoryError: "a part of this path is a file, where a folder is meant",
    PermissionError: "it may not be read or written by you",
}


def message(error: InputError | OSError) -> str:
    """What to tell: of the system's errors the file and what is wrong with it, in words where there are any."""
    if not isinstance(error, OSError) or not error.filename:
        return str(error)
    return f"{error.filename}: {_SYSTEM_ERRORS.get(type(error), error.strerror)}"
