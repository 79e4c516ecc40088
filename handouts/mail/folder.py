"""Messages as .eml files in a folder, for clinics whose mail goes out another way."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from handouts.mail.transport import MessageToSend
from handouts.problems import ExitCode, HandoutsError, Problem


class FolderTransport:
    """Writes messages into `folder`, each as a file that is whole or not there and that only its owner can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: MessageToSend, name: str, hand_over: Callable[[], None]) -> str:
        """Write `message` to the file `name`.eml, as `Transport.send` says.

        A file of that name is the same message, and is written again. Raises `HandoutsError` (`mail-folder`).
        """
        path = self._folder / f"{name}.eml"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=self._folder)
        except OSError as error:
            raise _unwritable(self._folder, error) from None
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(message.as_bytes(smtputf8=message.needs_smtputf8))
                stream.flush()
                os.fsync(stream.fileno())
            hand_over()
            Path(part).replace(path)
        except OSError as error:
            raise _unwritable(self._folder, error) from None
        finally:
            Path(part).unlink(missing_ok=True)
        return f"written: {path.name}"

    def rest(self) -> None:
        """There is nothing to let go of."""


def _unwritable(folder: Path, error: OSError) -> HandoutsError:
    what = f"the messages cannot be written: {(error.strerror or str(error)).lower()}"
    hint = "Make room, mend the permissions, or name another folder."
    return HandoutsError([Problem("mail-folder", what, folder, None, hint)], ExitCode.MACHINE)
