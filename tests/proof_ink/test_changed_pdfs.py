"""A good leaflet's PDF, changed after it was made so that a safety message is not plain to see: it is refused."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from handouts.proof.ink_sheet import sheet_problems
from tests.making import codes
from tests.proof_ink.printed import Instructions, Spoiled, parsed, printed, shows

Change = Callable[[Spoiled], None]
SEEN = "safety-hidden"


def before_glyphs(code: str) -> Change:
    return lambda spoiled: spoiled.before_glyphs(code)


def around(code: str) -> Change:
    return lambda spoiled: spoiled.around(code)


def painted(colour: str, left: float = 0, right: float = 1, bottom: float = 0, top: float = 1) -> Change:
    """A box painted over a share of the message, after all else."""

    def change(spoiled: Spoiled) -> None:
        box = spoiled.sample.box
        width, height = box[2] - box[0], box[3] - box[1]
        x, y = box[0] + left * width, box[1] + bottom * height
        spoiled.later(f"{colour} rg {x} {y} {(right - left) * width} {(top - bottom) * height} re f")

    return change


def with_state(**entries: object) -> Change:
    def change(spoiled: Spoiled) -> None:
        state = Dictionary({f"/{name}": value for name, value in entries.items()})
        spoiled.before_glyphs(spoiled.resource("ExtGState", state) + " gs")

    return change


def fading(spoiled: Spoiled) -> None:
    """A soft mask that lets the left half through and no more."""
    form = spoiled.pdf.make_stream(b"1 g 0 0 200 9999 re f")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9999, 9999])
    form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=form)
    spoiled.before_glyphs(spoiled.resource("ExtGState", Dictionary(SMask=mask)) + " gs")


def patterned(spoiled: Spoiled) -> None:
    tile = spoiled.pdf.make_stream(b"1 1 1 rg 0 0 9 9 re f")
    tile.Type, tile.PatternType, tile.PaintType, tile.TilingType = Name.Pattern, 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep, tile.Resources = Array([0, 0, 9, 9]), 9, 9, Dictionary()
    spoiled.before_glyphs(f"/Pattern cs {spoiled.resource('Pattern', tile)} scn")


def clipped(spoiled: Spoiled, path: str) -> None:
    spoiled.around(path + " W* n")


def clipped_to_its_left(spoiled: Spoiled) -> None:
    clipped(spoiled, "0 0 260 9999 re")


def clipped_to_a_triangle(spoiled: Spoiled) -> None:
    """The triangle's box holds the message."""
    clipped(spoiled, "-5000 -5000 m 9000 -5000 l -5000 9000 l h -4000 -4000 m 8000 -4000 l -4000 8000 l h")


def clipped_to_far_corners(spoiled: Spoiled) -> None:
    clipped(spoiled, "0 0 1 1 re 5000 5000 1 1 re")


def clipped_to_other_letters(spoiled: Spoiled) -> None:
    spoiled.rewrite(
        lambda parts: [*parsed("q BT 7 Tr"), *filter(shows, parts), *parsed("ET"), *parts, *parsed("Q")][2:]
    )


def in_a_layer(spoiled: Spoiled, shown: bool) -> None:
    layer = spoiled.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("Text")))
    states = Dictionary(ON=Array([layer] if shown else []), OFF=Array([] if shown else [layer]))
    spoiled.pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=states)
    name = spoiled.resource("Properties", layer)
    spoiled.rewrite(lambda parts: [*parsed(f"/OC {name} BDC"), *parts, *parsed("EMC")])


def in_a_layer_that_is_off(spoiled: Spoiled) -> None:
    in_a_layer(spoiled, shown=False)


def in_a_layer_that_is_on(spoiled: Spoiled) -> None:
    in_a_layer(spoiled, shown=True)


def under_a_picture(spoiled: Spoiled) -> None:
    picture = spoiled.pdf.make_stream(b"\xf8\xed\xee")
    picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 1, 1
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
    left, bottom, right, top = spoiled.sample.box
    spoiled.later(f"{right - left} 0 0 {top - bottom} {left} {bottom} cm {spoiled.resource('XObject', picture)} Do")


def veiled(spoiled: Spoiled) -> None:
    state = spoiled.resource("ExtGState", Dictionary(ca=0.6))
    left, bottom, right, top = spoiled.sample.box
    spoiled.later(f"{state} gs 1 1 1 rg {left} {bottom} {right - left} {top - bottom} re f")


def struck(colour: str) -> Change:
    return painted(colour, bottom=0.45, top=0.55)


def said(glyphs: Callable[[bytes], bytes]) -> Change:
    """The glyphs' codes are changed, and what a screen reader reads is not."""

    def change(spoiled: Spoiled) -> None:
        text = pikepdf.String(spoiled.sample.text)
        start = pikepdf.ContentStreamInstruction([Name.Span, Dictionary(ActualText=text)], pikepdf.Operator("BDC"))

        def altered(parts: Instructions) -> Instructions:
            shown = list(chain.from_iterable(part.operands[0] for part in parts if shows(part)))
            old = b"".join(bytes(item) for item in shown if isinstance(item, pikepdf.String))
            new = pikepdf.ContentStreamInstruction([pikepdf.String(glyphs(old))], pikepdf.Operator("Tj"))
            first = next(part for part in parts if shows(part))
            return [
                new_part
                for part in parts
                for new_part in ([start, new, *parsed("EMC")] if part is first else [] if shows(part) else [part])
            ]

        spoiled.rewrite(altered)

    return change


def reversed_pairs(codes_: bytes) -> bytes:
    return b"".join(codes_[at : at + 2] for at in range(len(codes_) - 2, -1, -2))


def annotated(kind: str, *, drawn: bool = True, **entries: object) -> Change:
    """An annotation of a kind over the message, with an opaque appearance or without."""

    def change(spoiled: Spoiled) -> None:
        left, bottom, right, top = spoiled.sample.box
        note = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([left, bottom, right, top]), F=4)
        for name, value in entries.items():
            note[f"/{name}"] = value
        if drawn:
            look = spoiled.pdf.make_stream(b"1 1 1 rg 0 0 900 900 re f")
            look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, right - left, top - bottom])
            note.AP = Dictionary(N=look)
        note = spoiled.pdf.make_indirect(note)
        spoiled.page.obj.Annots = Array([note])
        spoiled.pdf.Root.AcroForm = Dictionary(Fields=Array([note] if kind == "Widget" else []))

    return change


def page_entry(name: str, value: object) -> Change:
    def change(spoiled: Spoiled) -> None:
        spoiled.page.obj[f"/{name}"] = value

    return change


def without_content_box(spoiled: Spoiled) -> None:
    del spoiled.page.obj.ArtBox


def elsewhere(spoiled: Spoiled) -> None:
    """Words of a drawing run off the sheet."""
    font = next(iter(spoiled.page.resources.Font.items()))[1]
    form = spoiled.pdf.make_stream(b"/Artifact BMC BT /F 12 Tf 1 0 0 1 560 400 Tm <00350036003700380039003a> Tj ET EMC")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9999, 9999])
    form.Resources = Dictionary(Font=Dictionary(F=font))
    spoiled.later(spoiled.resource("XObject", form) + " Do")


CHANGES: dict[str, tuple[Change, str]] = {
    "white": (before_glyphs("1 1 1 rg"), SEEN),
    "grey": (before_glyphs("0.6 g"), SEEN),
    "white by another colour space": (before_glyphs("0 0 0 0 k"), SEEN),
    "a pattern": (patterned, SEEN),
    "invisible": (before_glyphs("3 Tr"), SEEN),
    "outlines only": (before_glyphs("1 Tr"), SEEN),
    "for clipping only": (before_glyphs("7 Tr"), SEEN),
    "eaten by a white outline": (before_glyphs("2 Tr 1 1 1 RG 3 w"), SEEN),
    "squeezed": (before_glyphs("1 Tz"), SEEN),
    "squeezed by a third": (before_glyphs("65 Tz"), SEEN),
    "letters in each other": (before_glyphs("-10 Tc"), SEEN),
    "raised off its line": (before_glyphs("400 Ts"), SEEN),
    "shrunk": (around("0.3 0 0 0.3 0 0 cm"), SEEN),
    "moved off the page": (around("1 0 0 1 900 0 cm"), SEEN),
    "moved over the foot": (around("1 0 0 1 0 600 cm"), SEEN),
    "mirrored": (around("-1 0 0 1 700 0 cm"), SEEN),
    "upside down": (around("-1 0 0 -1 700 700 cm"), SEEN),
    "covered": (painted("0.973 0.929 0.933"), SEEN),
    "one letter covered": (painted("0.973 0.929 0.933", 0.3, 0.36), SEEN),
    "its lower half covered": (painted("1 1 1", top=0.5), SEEN),
    "blackened": (painted("0 0 0"), SEEN),
    "in a box of its own colour": (painted("0.105882 0.105882 0.105882"), SEEN),
    "struck out": (struck("1 0 0"), SEEN),
    "struck out in its own colour": (struck("0.105882 0.105882 0.105882"), SEEN),
    "struck out in white": (struck("1 1 1"), SEEN),
    "veiled": (veiled, SEEN),
    "under a picture": (under_a_picture, SEEN),
    "nearly transparent": (with_state(ca=0.05), SEEN),
    "half transparent": (with_state(ca=0.6), SEEN),
    "blended away": (with_state(BM=Name.Screen), SEEN),
    "inverted": (with_state(BM=Name.Difference), SEEN),
    "faded by a mask": (fading, SEEN),
    "clipped to its left": (clipped_to_its_left, SEEN),
    "clipped to a frame around it": (clipped_to_a_triangle, SEEN),
    "clipped to far corners": (clipped_to_far_corners, SEEN),
    "in a layer that is off": (in_a_layer_that_is_off, SEEN),
    "in a layer that is on": (in_a_layer_that_is_on, "proof-layers"),
    "reversed": (said(reversed_pairs), SEEN),
    "other letters": (said(lambda codes_: codes_[20:] + codes_[:20]), SEEN),
    "a letter less": (said(lambda codes_: codes_[:10] + codes_[12:]), SEEN),
    "no letters": (said(lambda _: b""), SEEN),
    "twice": (said(lambda codes_: codes_ * 2), SEEN),
    "a square over it": (annotated("Square"), "proof-annotation"),
    "a comment over it": (annotated("FreeText"), SEEN),
    "a redaction": (annotated("Redact", drawn=False), "proof-annotation"),
    "a stamp": (annotated("Stamp"), SEEN),
    "a marker": (annotated("Highlight", drawn=False, C=Array([0, 0, 0])), "proof-annotation"),
    "a form field": (annotated("Widget", FT=Name.Tx), "proof-annotation"),
    "a link that is drawn": (annotated("Link"), "proof-annotation"),
    "a link with a thick frame": (annotated("Link", drawn=False, Border=Array([0, 0, 20])), "proof-annotation"),
    "the sheet turned": (page_entry("Rotate", 180), "proof-frame"),
    "the sheet scaled": (page_entry("UserUnit", 3), "proof-frame"),
    "the sheet cropped": (page_entry("CropBox", Array([0, 500, 595, 842])), "proof-frame"),
    "no content box": (without_content_box, "proof-frame"),
    "a content box as large as the sheet": (page_entry("ArtBox", Array([0, 0, 595, 842])), "proof-frame"),
    "a content box that is too small": (page_entry("ArtBox", Array([90, 90, 500, 780])), "proof-overflow"),
    "words of a drawing off the sheet": (elsewhere, "proof-overflow"),
}


def test_the_leaflet_itself_is_good() -> None:
    assert printed("en").prove_changed(lambda _: None) == []


@pytest.mark.parametrize(("change", "code"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_refused(change: Change, code: str) -> None:
    problems = printed("en").prove_changed(change)
    assert code in codes(problems)
    assert all(problem.hint for problem in problems)


HARMLESS: dict[str, Change] = {
    "a box painted before it": lambda spoiled: spoiled.page.contents_add(
        b"/Artifact BMC q 1 1 1 rg 0 0 595 842 re f Q EMC", prepend=True
    ),
    "a faint veil elsewhere": lambda spoiled: spoiled.later("0.9 0.9 0.9 rg 100 60 300 100 re f"),
    "a wide clip": around("-9999 -9999 99999 99999 re W n"),
    "a little larger": around("1.02 0 0 1.02 -4 -8 cm"),
    "in black": before_glyphs("0 g"),
}


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_a_change_that_hides_nothing_is_not_refused(change: Change) -> None:
    problems = printed("en").prove_changed(change)
    assert not {SEEN, "proof-annotation", "proof-frame", "proof-overflow", "proof-layers"} & set(codes(problems))


@pytest.mark.parametrize(("width", "found"), [(0, []), (2, ["proof-annotation"])])
def test_a_link_may_lie_over_the_text_but_not_its_frame(width: int, found: list[str]) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Border=Array([0, 0, width]))
        page.obj.Annots = Array([link])
        assert codes(sheet_problems(pdf)) == found
