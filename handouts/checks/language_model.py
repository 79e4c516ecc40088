"""The model of the language identifier, unpacked once for all processes of a user, which share it in memory.

py3langid brings it packed. Unpacking takes 0.5 s and 70 MB in each process; the unpacked arrays are read in 0.03 s,
through the memory of the file system. They are kept in the user's cache, in `handouts/language-model`, and looked over
each time: a damaged one would accuse or acquit the wrong translations.
"""

from __future__ import annotations

import io
import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from handouts.files import cache_folder, digest, write_atomic

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LIST = "model.json"
_ARRAYS = ("nb_ptc", "nb_pc", "tk_nextmove", "tk_row", "tk_output")
"""What the model consists of, besides the names of its languages, as py3langid calls it."""


def load_identifier() -> LanguageIdentifier:
    """py3langid's identifier, whose answers add up to 1."""
    packed = MODEL_DIR / MODEL_FILE
    folder = cache_folder() / "language-model" / digest(packed.read_bytes())[:16]
    try:
        return _kept(folder)
    except (OSError, EOFError, ValueError, LookupError, TypeError):  # it is not there yet, or damaged
        unpacked = LanguageIdentifier.from_model_file(packed, norm_probs=True)
    try:
        _keep(unpacked, folder)
        return _kept(folder)
    except OSError:  # there is no cache that can be written in
        return unpacked


def _keep(identifier: LanguageIdentifier, folder: Path) -> None:
    """Write the model of `identifier` into `folder`. Raises `OSError`."""
    sums = {}
    for name in _ARRAYS:
        array = np.asarray(getattr(identifier, name))
        written = io.BytesIO()
        np.save(written, array.astype(np.int32) if array.dtype == np.int64 else array, allow_pickle=False)
        write_atomic(folder / f"{name}.npy", written.getvalue())
        sums[name] = zlib.crc32(np.load(io.BytesIO(written.getvalue())).data)
    write_atomic(folder / _LIST, json.dumps({"classes": identifier.nb_classes, "sums": sums}).encode())


def _kept(folder: Path) -> LanguageIdentifier:
    """The identifier whose model is in `folder`. Raises `OSError`, `ValueError` and the like when it is not whole."""
    listed = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    arrays: dict[str, NDArray[Any]] = {}
    for name in _ARRAYS:
        arrays[name] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        if zlib.crc32(arrays[name].data) != listed["sums"][name]:
            raise ValueError(f"{name} is damaged")
    return LanguageIdentifier(
        np.asarray(arrays["nb_ptc"]),
        np.asarray(arrays["nb_pc"]),
        listed["classes"],
        arrays["tk_nextmove"].data,  # a plain view: asking NumPy for one number of an array takes ten times as long
        arrays["tk_output"].data,
        norm_probs=True,
        tk_row=arrays["tk_row"].tolist(),
    )
