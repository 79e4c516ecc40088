"""Large fonts cut beforehand to the characters in daily use, so that a leaflet neither loads nor carries the rest.

Each face of Debian's Noto CJK collections has 65,535 glyphs; a leaflet shows a few hundred. A cut depends on the font,
on the fixed list of its family, and on the leaflet's own rarer characters and languages, never on other leaflets.
Metrics and shaping stay, `locl` included: pages look as with the whole font.
"""

from __future__ import annotations

import fcntl
import html
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz

from handouts.files import cache_folder, digest, write_atomic
from handouts.fonts import Face, faces, installed_files

_EVERYDAY = {
    "Noto Sans CJK SC": ("gb2312", 0xB0, 0xF7),
    "Noto Sans CJK TC": ("big5", 0xA4, 0xC6),
    "Noto Sans CJK JP": ("euc_jp", 0xB0, 0xF4),
    "Noto Sans CJK KR": ("euc_kr", 0xB0, 0xC8),
}
"""The families that are cut, and which rows of a national standard hold their everyday characters: the Han ones of
GB 2312 and JIS X 0208, those of Big5's first level, the Hangul syllables of KS X 1001."""

_SIGNS = (
    range(0x20, 0x1100),
    range(0x1200, 0x2E80),
    range(0x3000, 0x3400),
    range(0xFE10, 0xFE70),
    range(0xFF00, 0xFFF0),
)
"""What every cut keeps where its font has it: alphabets, punctuation, kana, units, full and half width forms."""

_FEATURES = frozenset(
    (
        "abvm", "blwm", "calt", "ccmp", "clig", "curs", "dist", "kern", "liga", "ljmo", "locl", "mark", "mkmk", "rclt",
        "rlig", "tjmo", "vjmo",
    )
)  # fmt: skip
"""What horizontal text is shaped with unless a style sheet asks for more. All others lead to ten thousand glyphs."""

_FLAGS = (
    uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    | uharfbuzz.SubsetFlags.NO_PRUNE_UNICODE_RANGES
    # A PDF names the glyphs of a cut by their places in it, also those of fonts that number their glyphs (CID).
    | uharfbuzz.SubsetFlags.CFF_IDENTITY_CHARSET
)
_DAY = 24 * 60 * 60
_KEPT = 30 * _DAY
"""Seconds after which a cut that nobody used is taken away. On each day of use it gets the time."""

_LANG = re.compile(r"""\blang=["']?([A-Za-z0-9-]+)""")


def printing_files(families: tuple[str, ...], source: str) -> tuple[Path, ...]:
    """The font files that print the HTML `source` in `families`: the installed ones, or cuts of them.

    Cuts are kept in the user's cache, in `handouts/fonts`, under the digest of their content, until they have not been
    used for 30 days.
    """
    files = set(installed_files(family for family in families if family not in _EVERYDAY))
    large = [family for family in families if family in _EVERYDAY]
    if large:
        text = html.unescape(source)
        used = frozenset(map(ord, text + unicodedata.normalize("NFC", text)))  # fonts compose what is written in parts
        tags = frozenset(_LANG.findall(source))
        day = int(time.time() // _DAY)
        files |= {
            _kept(face, family, used - _everyday(family), tags, day) for family in large for face in faces(family)
        }
    return tuple(sorted(files))


@cache
def _everyday(family: str) -> frozenset[int]:
    """The characters that every cut of `family` holds, as far as its font has them."""
    encoding, first, last = _EVERYDAY[family]
    cells = (
        bytes((row, cell)).decode(encoding, "ignore") for row in range(first, last + 1) for cell in range(0x40, 0xFF)
    )
    return frozenset({ord(char) for char in cells if len(char) == 1}.union(*_SIGNS))


@lru_cache(64)
def _kept(face: Face, family: str, rare: frozenset[int], tags: frozenset[str], _day: int) -> Path:
    """The file of a cut of `face`, written anew when it is damaged. It is looked after once a day."""
    data = cut(face, _everyday(family) | rare, tags)
    place = Path(digest(data), f"{face.file.stem}-{face.index}.otf")  # fontconfig reads whole folders: one for each
    home = cache_folder() / "fonts"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with _lock(home, fcntl.LOCK_SH):
            path, is_new = _stored(home / place, data)
    except OSError:  # there is no home that can be written in
        return _stored(Path(_passing_folder().name) / place, data)[0]
    if is_new:
        _sweep(home)
    return path


@contextmanager
def _lock(folder: Path, kind: int) -> Iterator[None]:
    """Hold `folder`, with others or alone, so that no cut is taken away that is just being used."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some shared folders know no locks
            fcntl.flock(handle, kind)
        yield
    finally:
        os.close(handle)


def _stored(path: Path, data: bytes) -> tuple[Path, bool]:
    """A file with `data` at `path`, which tells the day of its use, and whether it had to be written."""
    if not path.is_file() or path.read_bytes() != data:
        write_atomic(path, data)
        return path, True
    if path.stat().st_mtime < time.time() - _DAY:
        os.utime(path)
    return path, False


def _sweep(home: Path) -> None:
    """Take away the cuts in `home` that have not been used for long."""
    with suppress(OSError), _lock(home, fcntl.LOCK_EX):
        for path in home.glob("*/*.otf"):
            if path.stat().st_mtime < time.time() - _KEPT:
                path.unlink()
                with suppress(OSError):
                    path.parent.rmdir()


@cache
def _passing_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when this process ends."""
    return tempfile.TemporaryDirectory(prefix="handouts-fonts-")


def cut(face: Face, characters: frozenset[int], tags: frozenset[str]) -> bytes:
    """`face` with no more than `characters` need in languages with the BCP 47 `tags`, as a font file of its own.

    The same bytes for the same font, characters, tags and version of HarfBuzz, which is pinned with uharfbuzz.
    """
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file)), face.index)
    ideographs = {char for char in characters if _is_ideograph(char)}
    signs = _input(characters - ideographs)
    wanted = _input(characters)
    wanted.flags = _FLAGS | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.glyph_set.update(uharfbuzz.SubsetPlan(whole, signs).old_to_new_glyph_mapping.keys())
    for tag in sorted(tags):
        wanted.glyph_set.update(_shaped(whole, ideographs, tag))
    return bytes(uharfbuzz.subset(whole, wanted).blob.data)


def _is_ideograph(char: int) -> bool:
    """Whether a character stands alone, and changes with its language only."""
    return 0x3400 <= char < 0xFB00 or char >= 0x20000


def _input(characters: frozenset[int]) -> uharfbuzz.SubsetInput:
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(characters)
    for names in (wanted.name_id_set, wanted.name_lang_id_set):
        names.clear()
        names.invert()
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode()) for tag in _FEATURES)
    return wanted


def _shaped(face: uharfbuzz.Face, characters: set[int], tag: str) -> set[int]:
    """The glyphs by which `face` shows `characters` in a language: closing over all languages would double the cut."""
    buffer = uharfbuzz.Buffer()
    buffer.add_codepoints(sorted(characters))
    buffer.guess_segment_properties()
    buffer.language = tag
    uharfbuzz.shape(uharfbuzz.Font(face), buffer)
    return {info.codepoint for info in buffer.glyph_infos}
