"""The functions of pdfium that read a page object by object, with addresses as plain numbers.

A leaflet takes some 20,000 of these calls. ctypes takes four times as long to make a typed pointer as to hand over a
number, and cffi, which WeasyPrint calls Pango with, takes two thirds of what ctypes takes for a call with numbers.
Where many objects are asked the same, `ask` and `table` take half of what a loop takes.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pypdfium2
from cffi import FFI
from numpy.typing import NDArray
from pypdfium2 import raw

_FFI = FFI()
_NAMES: dict[Any, str] = {
    None: "void",
    ctypes.c_int: "int",
    ctypes.c_uint: "unsigned int",
    ctypes.c_ulong: "unsigned long",
    ctypes.c_double: "double",
}
"""What C calls a type of ctypes; pointers are handed over as numbers."""


def _name(kind: Any) -> str:
    is_pointer = isinstance(kind, type) and issubclass(kind, (ctypes._Pointer, ctypes.c_void_p, ctypes.c_char_p))
    return "uintptr_t" if is_pointer else _NAMES[kind]


def _plain(function: Any) -> Callable[..., Any]:
    result, *arguments = map(_name, (function.restype, *function.argtypes))
    place = ctypes.cast(function, ctypes.c_void_p).value
    called: Callable[..., Any] = _FFI.cast(f"{result}(*)({', '.join(arguments)})", place)
    return called


def address(page: pypdfium2.PdfPage) -> int:
    """Where pdfium has `page`, for the functions below that ask for one."""
    return ctypes.addressof(page.raw.contents)


def ask(function: Callable[..., int], *subjects: Iterable[int]) -> list[int]:
    """What `function` answers for each of `subjects`, columns of its arguments."""
    return list(map(function, *subjects))


def table(
    kind: type[np.float32 | np.float64 | np.uint32],
    shape: tuple[int, int],
    subjects: Sequence[Iterable[int]],
    *calls: tuple[Callable[..., int], Sequence[int]],
) -> NDArray[Any]:
    """What pdfium fills in for each of `subjects`, columns of arguments: a row each, zeros where it knows nothing.

    `shape` counts rows and columns. Each call has a function and the columns whose addresses it is given.
    """
    rows = np.zeros(shape, kind)
    first, step = rows.ctypes.data, shape[1] * rows.itemsize
    for function, columns in calls:
        starts = [first + column * rows.itemsize for column in columns]
        places = [range(start, start + rows.nbytes, step) for start in starts]
        deque(map(function, *subjects, *places), maxlen=0)
    return rows


count_objects = _plain(raw.FPDFPage_CountObjects)
get_object = _plain(raw.FPDFPage_GetObject)
count_inner = _plain(raw.FPDFFormObj_CountObjects)
get_inner = _plain(raw.FPDFFormObj_GetObject)

get_type = _plain(raw.FPDFPageObj_GetType)
get_content_id = _plain(raw.FPDFPageObj_GetMarkedContentID)
get_matrix = _plain(raw.FPDFPageObj_GetMatrix)
get_bounds = _plain(raw.FPDFPageObj_GetBounds)
get_fill = _plain(raw.FPDFPageObj_GetFillColor)
has_transparency = _plain(raw.FPDFPageObj_HasTransparency)
set_fill = _plain(raw.FPDFPageObj_SetFillColor)
set_stroke = _plain(raw.FPDFPageObj_SetStrokeColor)
set_active = _plain(raw.FPDFPageObj_SetIsActive)

get_font_size = _plain(raw.FPDFTextObj_GetFontSize)
get_render_mode = _plain(raw.FPDFTextObj_GetTextRenderMode)
get_font = _plain(raw.FPDFTextObj_GetFont)
get_font_name = _plain(raw.FPDFFont_GetBaseFontName)

get_clip = _plain(raw.FPDFPageObj_GetClipPath)
transform_clip = _plain(raw.FPDFPageObj_TransformClipPath)
count_paths = _plain(raw.FPDFClipPath_CountPaths)
count_segments = _plain(raw.FPDFClipPath_CountPathSegments)
get_segment = _plain(raw.FPDFClipPath_GetPathSegment)
get_point = _plain(raw.FPDFPathSegment_GetPoint)

count_marks = _plain(raw.FPDFPageObj_CountMarks)
get_mark = _plain(raw.FPDFPageObj_GetMark)
remove_entry = _plain(raw.FPDFPageObjMark_RemoveParam)

load_text = _plain(raw.FPDFText_LoadPage)
close_text = _plain(raw.FPDFText_ClosePage)
count_chars = _plain(raw.FPDFText_CountChars)
get_text_object = _plain(raw.FPDFText_GetTextObject)
get_origin = _plain(raw.FPDFText_GetCharOrigin)
get_char_box = _plain(raw.FPDFText_GetCharBox)
get_unicode = _plain(raw.FPDFText_GetUnicode)

create_bitmap = _plain(raw.FPDFBitmap_CreateEx)
render_page = _plain(raw.FPDF_RenderPageBitmap)
destroy_bitmap = _plain(raw.FPDFBitmap_Destroy)
