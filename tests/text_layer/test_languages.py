"""One leaflet in each of five languages, over several pages: it reads as written and looks as plain WeasyPrint's."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from handouts.text_layer import write_exact_pdf
from tests.text_layer.conftest import Leaflet, Render, document

CSS = """
@page { @top-left { content: element(masthead) } @bottom-right { content: counter(page) " / " counter(pages) } }
.masthead { position: running(masthead); font-size: 7pt }
.masthead::after { content: " · " counter(page) }
p, li { hyphens: auto; text-align: justify }
table { border-collapse: collapse } th, td { border: 0.5pt solid #555; padding: 1mm }
.phone { display: flex; justify-content: space-between; background: #eee }
"""


@dataclass(frozen=True)
class Sample:
    """Sentences of one language: HTML, and what it must read as where that is not the HTML itself."""

    lang: str
    direction: str
    title: str
    heading: str
    paragraph: tuple[str, str]
    item: tuple[str, str]
    cells: tuple[str, str]
    contact: tuple[str, str]

    def body(self) -> str:
        return f"""
        <div class="masthead">Clinic <b>One</b></div>
        <header><h1>{self.title}</h1><p class="phone"><span>{self.contact[0]}</span> <b>24 h</b></p></header>
        <section id="risks"><h2>{self.heading}</h2>{f"<p>{self.paragraph[0]}</p>" * 6}
        <ul>{f"<li>{self.item[0]}</li>" * 9}</ul></section>
        <section id="supervision"><h2>{self.title}</h2>
        <table><caption>{self.heading}</caption><thead><tr><th>{self.cells[0]}</th><th>{self.cells[1]}</th></tr></thead>
        <tbody>{f"<tr><td>{self.cells[1]}</td><td>{self.item[0]}</td></tr>" * 7}</tbody></table></section>"""

    def expected(self) -> list[tuple[str, str]]:
        paragraph, item = self.paragraph[1], self.item[1]
        return [
            ("H1", self.title),
            ("P", f"{self.contact[1]} 24 h"),
            ("H2", self.heading),
            *[("P", paragraph)] * 6,
            *[("LBody", item)] * 9,
            ("H2", self.title),
            ("Caption", self.heading),
            ("TH", self.cells[0]),
            ("TH", self.cells[1]),
            *[("TD", self.cells[1]), ("TD", item)] * 7,
        ]


SAMPLES = [
    Sample(
        "en",
        "ltr",
        "Ketamine for chronic nerve pain",
        "Risks and side effects",
        (
            "Characteristically, the office of your physician will <b>efficiently</b>\n   monitor the affected "
            "cardio&shy;vascular para&shy;meters; internationalization of a well-being programme is <a "
            'href="https://example.org/very/long">described extensively in this publication</a>. Take 500&nbsp;mg.',
            "Characteristically, the office of your physician will efficiently monitor the affected "
            "cardiovascular parameters; internationalization of a well-being programme is "
            "described extensively in this publication. Take 500\u00a0mg.",
        ),
        (
            "Dizziness, <i>difficulty</i> in focusing and (in\u200bfrequently) halluci&shy;nations after treatment.",
            "Dizziness, difficulty in focusing and (infrequently) hallucinations after treatment.",
        ),
        ("Sign", "What to do"),
        ('Call <bdi dir="ltr">+1 (555) 010-0199</bdi>', "Call +1 (555) 010-0199"),
    ),
    Sample(
        "es",
        "ltr",
        "Ketamina para el dolor neuropático crónico",
        "Riesgos y efectos adversos",
        (
            "¿Qué riesgos hay? El pingüino añade <b>información</b> sobre la hospitalización; la cicatri&shy;zación "
            'caracteri\u0301stica <a href="https://example.org/año">figura en nuestra página</a>.<br>¡Llame enseguida!',
            "¿Qué riesgos hay? El pingüino añade información sobre la hospitalización; la cicatrización "
            "caracteri\u0301stica figura en nuestra página. ¡Llame enseguida!",
        ),
        ("Mareos, <i>náuseas</i> y visión doble.", "Mareos, náuseas y visión doble."),
        ("Señal", "Qué hacer"),
        ('Teléfono <bdi dir="ltr">(555) 010-0199</bdi>', "Teléfono (555) 010-0199"),
    ),
    Sample(
        "ar",
        "rtl",
        "الكيتامين لعلاج آلام الأعصاب المزمنة",
        "المخاطر والآثار الجانبية",
        (
            'لا تتناول أكثر من <bdi dir="ltr">500 mg</bdi> في اليوم، واتصل بالرقم '
            '<bdi dir="ltr">+1 (555) 010-0199</bdi> '
            'إلا إذا قال الطبيبُ غير ذلك. <span lang="en" dir="ltr">Amoxicillin (oral)</span> والله السلامُ، '
            '<a href="https://example.org">الآلام والعلاجات</a> ١٢٣٫٥.',
            "لا تتناول أكثر من 500 mg في اليوم، واتصل بالرقم +1 (555) 010-0199 "
            "إلا إذا قال الطبيبُ غير ذلك. Amoxicillin (oral) والله السلامُ، "
            "الآلام والعلاجات ١٢٣٫٥.",
        ),
        ("دوار أو <b>غثيان</b> لأكثر من ساعة (٣–٥ مرات).", "دوار أو غثيان لأكثر من ساعة (٣–٥ مرات)."),
        ("العلامة", "ماذا تفعل"),
        ('الهاتف: <bdi dir="ltr">(555) 010-0199</bdi>', "الهاتف: (555) 010-0199"),
    ),
    Sample(
        "hi",
        "ltr",
        "पुराने तंत्रिका दर्द के लिए केटामाइन",
        "जोखिम और दुष्प्रभाव",
        (
            "क्षेत्रीय चिकित्सक <b>श्रद्धापूर्वक</b> ज्ञान देंगे; विद्यार्थी, स्त्री, कृष्ण और राष्ट्र। "
            '<a href="https://example.org">द्वितीय प्रश्न के उत्तर</a> में र्\u200dक तथा 12&nbsp;मि.ग्रा. पढ़ें।',
            "क्षेत्रीय चिकित्सक श्रद्धापूर्वक ज्ञान देंगे; विद्यार्थी, स्त्री, कृष्ण और राष्ट्र। "
            "द्वितीय प्रश्न के उत्तर में र्\u200dक तथा 12\u00a0मि.ग्रा. पढ़ें।",
        ),
        ("चक्कर, <i>मितली</i> और दृष्टि में परिवर्तन।", "चक्कर, मितली और दृष्टि में परिवर्तन।"),
        ("लक्षण", "क्या करें"),
        ('फ़ोन <bdi dir="ltr">(555) 010-0199</bdi>', "फ़ोन (555) 010-0199"),
    ),
    Sample(
        "zh-Hans",
        "ltr",
        "氯胺酮治疗慢性神经痛",
        "风险与副作用",
        (
            '请在医生<b>指导</b>下服用，每次不超过500毫克（最多<bdi dir="ltr">3</bdi>次）。如出现“不适”，请立即拨打'
            '<a href="tel:+15550100199">急救电话并说明用药情况</a>；门诊会为您安排后续观察，至少两小时。',
            "请在医生指导下服用，每次不超过500毫克（最多3次）。如出现“不适”，请立即拨打"
            "急救电话并说明用药情况；门诊会为您安排后续观察，至少两小时。",
        ),
        ("头晕、<b>恶心</b>或视物模糊。", "头晕、恶心或视物模糊。"),
        ("症状", "怎么办"),
        ('电话<bdi dir="ltr">(555) 010-0199</bdi>', "电话(555) 010-0199"),
    ),
]

TAGS = ("H1", "H2", "P", "LBody", "Caption", "TH", "TD")


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample.lang)
def sample(request: pytest.FixtureRequest) -> Sample:
    found = request.param
    assert isinstance(found, Sample)
    return found


def test_every_block_reads_exactly_as_written(sample: Sample, render: Render) -> None:
    leaflet: Leaflet = render(sample.body(), CSS, lang=sample.lang, direction=sample.direction)
    assert leaflet.pages >= 3
    assert [(node.tag, node.text) for node in leaflet.tree.walk() if node.tag in TAGS] == sample.expected()
    assert [node.id for node in leaflet.tree.walk() if node.tag == "Sect"] == ["risks", "supervision"]
    assert len(leaflet.texts("Table")) == len(leaflet.texts("L")) == 1
    assert leaflet.texts("Lbl") == ["• "] * 9
    assert leaflet.tree.lang == sample.lang
    assert "Clinic" not in leaflet.tree.text
    assert leaflet.faults() == []


def test_the_picture_and_the_bytes_stay_the_same(sample: Sample, tmp_path: Path) -> None:
    laid_out = document(sample.body(), CSS, lang=sample.lang, direction=sample.direction)
    plain = laid_out.copy().write_pdf(pdf_variant="pdf/ua-1")
    exact = write_exact_pdf(laid_out)
    assert [*pictures(exact)] == [*pictures(plain)]
    assert write_exact_pdf(laid_out) == exact
    again = document(sample.body(), CSS, lang=sample.lang, direction=sample.direction)
    assert write_exact_pdf(again) == exact
    if sample.lang in ("ar", "hi"):
        assert poppler_pictures(exact, tmp_path / "exact") == poppler_pictures(plain, tmp_path / "plain")


def pictures(data: bytes) -> list[bytes]:
    pdf = pypdfium2.PdfDocument(io.BytesIO(data))
    return [page.render(scale=1.5).to_pil().tobytes() for page in pdf]


def poppler_pictures(data: bytes, folder: Path) -> list[bytes]:
    folder.mkdir()
    (folder / "leaflet.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "72", "leaflet.pdf", "page"], cwd=folder, check=True)
    return [path.read_bytes() for path in sorted(folder.glob("*.ppm"))]
