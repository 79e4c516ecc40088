"""Names, amounts and Latin words stay on one line where no spaces part the words, in layout and in a leaflet."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from handouts import inline
from handouts.breaking import INVISIBLE
from handouts.checks.glossary import load_glossary
from handouts.jobs import Job
from handouts.languages import Language, find_language
from handouts.press import Press
from handouts.text_layer import write_exact_pdf
from handouts.unbroken import Unbroken, names
from handouts.workspace import open_workspace
from tests.conftest import ROOT
from tests.text_layer.conftest import document
from tests.text_layer.extraction import by_pdfium, by_poppler

SAMPLES = {
    "th": (
        "ยานี้คือไอบูโพรเฟนสำหรับ**เคตามีน**และไอบูโพรเฟน (เคตามีน) ขนาด 5 มก. ต่อวัน ทุก 24 ชั่วโมง 0.5 mg/kg",
        ["ไอบูโพรเฟน", "เคตามีน", "5 มก.", "24 ชั่วโมง", "0.5 mg/kg"],
    ),
    "lo": (
        "ຢາເຄຕາມີນຊ່ວຍຫຼຸດຜ່ອນຄວາມເຈັບປວດ ແລະ ພາຣາເຊຕາມອນ 10 ມກ ຕໍ່ມື້ ຢາເຄຕາມີນ",
        ["ເຄຕາມີນ", "ພາຣາເຊຕາມອນ", "10 ມກ"],
    ),
    "km": (
        "កេតាមីនអាចបន្ថយការឈឺចាប់ ប៉ារ៉ាសេតាមុលតាមវិធីច្រើនជាងមួយ 10 មីលីក្រាម 24 ម៉ោង អូភីអូអ៊ីត",
        ["កេតាមីន", "ប៉ារ៉ាសេតាមុល", "10 មីលីក្រាម", "24 ម៉ោង", "អូភីអូអ៊ីត"],
    ),
    "my": ("ကီတမင်းသည်နာကျင်မှုကိုသက်သာစေသည် ပါရာစီတမော 10 မဂ ဆေးရုံသို့", ["ကီတမင်း", "ပါရာစီတမော", "10 မဂ"]),
    "zh_Hans": (
        "服用**氯胺酮**（500毫克/公斤）和布洛芬，每24小时一次，不要氯胺酮。N-methyl-D-aspartate",
        ["氯胺酮", "500毫克/公斤", "布洛芬", "24小时", "N-methyl-D-aspartate"],
    ),
    "zh_Hant": ("使用愷他命和布洛芬，每24小時一次，不要使用愷他命。", ["愷他命", "布洛芬", "24小時"]),
    "ja": (
        "ケタミンを500 mg/kg、アセトアミノフェンを24時間ごとに飲む。",
        ["ケタミン", "500 mg/kg", "アセトアミノフェン", "24時間"],
    ),
}
"""Texts in which a line would end within a name or an amount, and what must be whole."""


def unbroken(code: str) -> Unbroken:
    terms = load_glossary(ROOT / "locales" / "glossary.toml").terms(code)
    return Unbroken(names(terms)[1], find_language(code))


def to_html(text: str, language: Language, *, steered: bool) -> str:
    whole = unbroken(language.code)
    return inline.to_html(text, {}, "ltr", whole.marks if steered else language.line_marks, whole.kept)


def cut(whole: list[str], lines: str) -> list[str]:
    """What of `whole` is not as often on one of `lines` as it is in all of them read as one."""
    rows = [re.sub(r"\s", "", line.translate(INVISIBLE)) for line in lines.splitlines()]
    bare = [re.sub(r"\s", "", part) for part in whole]
    assert all(part in "".join(rows) for part in bare)
    return [part for part in bare if "".join(rows).count(part) > sum(row.count(part) for row in rows)]


@pytest.mark.parametrize("code", SAMPLES)
def test_what_is_whole_is_found(code: str) -> None:
    text, whole = SAMPLES[code]
    plain = inline.to_plain(text, {})
    found = [plain[start:end] for start, end in unbroken(code).find(plain)]
    assert set(found) == set(whole)


@pytest.mark.parametrize("code", SAMPLES)
def test_no_line_ends_within_it_however_wide_the_column(code: str) -> None:
    """On one page, a column of every width that has room for the longest of them; read by poppler, line by line."""
    text, whole = SAMPLES[code]
    language = find_language(code)
    fonts = ", ".join(f'"{font}"' for font in language.script.fonts)
    css = f"html {{ font: 11pt/2 {fonts} }} p {{ overflow-wrap: anywhere }} .short {{ white-space: nowrap }}"

    def columns(*, steered: bool) -> bytes:
        html = to_html(text, language, steered=steered)
        body = "".join(f'<p style="width: {width}mm">{html}</p>' for width in range(42, 150, 3))
        return write_exact_pdf(document(body, css, lang=language.tag))

    printed = columns(steered=True)
    assert cut(whole, by_poppler(printed)) == []
    if code not in {"th", "ja"}:  # Thai is kept by elements; Japanese phrases keep most of it already.
        assert cut(whole, by_poppler(columns(steered=False)))
    for part in whole:
        assert part in re.sub(r"[\r\n]+", " ", by_pdfium(printed))


@pytest.mark.parametrize("code", SAMPLES)
def test_nobody_reads_what_keeps_it_together(code: str) -> None:
    text, _ = SAMPLES[code]
    language = find_language(code)
    html = to_html(text, language, steered=True)
    read = re.sub(r"<[^>]+>", "", html).translate(INVISIBLE)
    assert read == inline.to_plain(text, {})


def test_a_name_that_is_too_long_for_a_line_may_break() -> None:
    name = "氯胺酮" * 9
    assert Unbroken((name,), find_language("zh_Hans")).find(f"服用{name}。") == []


@pytest.mark.parametrize("text", ["1-" * 5000, "1," * 5000 + "mg", "a" * 10000, "a-" * 5000])
def test_a_run_that_is_too_long_for_a_line_is_looked_at_once(text: str) -> None:
    assert unbroken("th").find(text) == []


@pytest.mark.parametrize("code", ["en", "de", "ko", "ar", "hi", "vi"])
def test_where_spaces_part_the_words_nothing_is_done(code: str) -> None:
    whole = Unbroken(("ketamine",), find_language(code))
    text = "ketamine 5 mg/kg, N-methyl-D-aspartate"
    assert (whole.find(text), whole.kept(text)) == ([], [])
    assert whole.marks(text) == find_language(code).line_marks(text)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example clinic in Thai, Khmer and Chinese, with translations of a real article."""
    folder = tmp_path_factory.mktemp("clinic")
    for name in ("articles", "brands"):
        shutil.copytree(ROOT / name, folder / name)
    for code, home in (("th", "benchmarks/locales"), ("km", "benchmarks/locales"), ("zh_Hans", "locales")):
        shutil.copytree(ROOT / home / code, folder / "locales" / code)
    (folder / "handouts.toml").write_text('languages = ["th", "km", "zh_Hans"]\nbrand = "example-clinic"\n', "utf-8")
    return folder


@pytest.mark.parametrize(
    ("code", "edition", "whole"),
    [
        ("th", "standard", ["เคตามีน", "ไอบูโพรเฟน", "โอปิออยด์", "24 ชั่วโมง"]),
        ("km", "large-print", ["កេតាមីន", "អ៊ីប៊ុយប្រូហ្វែន", "អូភីអូអ៊ីត", "24 ម៉ោង"]),
        ("zh_Hans", "large-print", ["氯胺酮", "布洛芬", "阿片", "24小时"]),
    ],
)
def test_no_line_of_a_leaflet_ends_within_a_name(clinic: Path, code: str, edition: str, whole: list[str]) -> None:
    made = Press(open_workspace(clinic)).print(Job("ketamine-nerve-pain", code, "example-clinic", edition, "a4"))
    assert made.data, made.outcome.problems
    lines = subprocess.run(["pdftotext", "-", "-"], input=made.data, capture_output=True, check=True).stdout.decode()
    assert cut(whole, lines) == []
