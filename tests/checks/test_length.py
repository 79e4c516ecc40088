"""Length and wholeness: what was left out, added, cut off or said twice."""

from __future__ import annotations

import pytest

from handouts.checks.lengths import RATIO, expected, joiners
from handouts.checks.omission_checks import relative_length
from handouts.languages import OFFERED
from tests.checks.asking import BY_ID, found, ids, unit

DRINK = "Do not eat or drink beforehand. The team will tell you from what time. Ask an adult to take you home."
WHOLE = {
    "es": "No coma ni beba antes. El equipo le dirá a partir de qué hora. Pida a un adulto que le lleve a casa.",
    "de": "Essen und trinken Sie vorher nichts. Das Team sagt Ihnen, "
    "ab wann. Bitten Sie einen Erwachsenen, Sie zu begleiten.",
    "ru": "Не ешьте и не пейте до лечения. Вам скажут, с какого времени. Попросите взрослого отвезти вас домой.",
    "ar": "لا تأكل ولا تشرب قبل العلاج. سيخبرك الفريق من أي وقت. اطلب من شخص بالغ أن يأخذك إلى البيت.",
    "fa": "پیش از درمان چیزی نخورید و ننوشید. تیم به شما می‌گوید از "
    "چه ساعتی. از یک بزرگسال بخواهید شما را به خانه ببرد.",
    "hi": "इलाज से पहले कुछ न खाएँ और न पिएँ। टीम आपको समय बताएगी। किसी वयस्क से घर ले जाने को कहें।",
    "zh_Hans": "治疗前请不要进食或饮水。团队会告诉您从什么时间开始。请一位成年人送您回家。",
    "vi": "Trước đó không ăn hoặc uống. Nhóm sẽ cho quý vị biết từ mấy giờ. Hãy nhờ một người lớn đưa quý vị về nhà.",
    "tr": "Öncesinde bir şey yemeyin ve içmeyin. Ekip size saatini söyleyecek. "
    "Bir yetişkinden sizi eve götürmesini isteyin.",
    "ur": "علاج سے پہلے کچھ نہ کھائیں اور نہ پئیں۔ ٹیم آپ کو وقت بتائے گی۔ کسی بالغ سے کہیں کہ آپ کو گھر لے جائے۔",
}


@pytest.mark.parametrize("code", WHOLE)
def test_a_whole_translation_is_let_pass(code: str) -> None:
    assert not {name for name in ids(code, DRINK, WHOLE[code]) if name.startswith("length")}


@pytest.mark.parametrize("code", WHOLE)
@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_lost_sentence_is_seen(code: str, lost: int) -> None:
    stop = next(char for char in WHOLE[code][::-1] if char in ".।。۔")
    parts = [part.strip() + stop for part in WHOLE[code].split(stop) if part.strip()]
    text = " ".join(part for index, part in enumerate(parts) if index != lost)
    assert ids(code, DRINK, text) & {"length-sentence-lost", "length-sentences-joined"}


def test_the_lost_sentence_is_marked() -> None:
    source = "Ketamine blocks pain. Doctors have used it for decades in surgery and in emergency care. You could die."
    (finding,) = BY_ID["length-sentence-lost"].run(unit("es", source, "La ketamina bloquea el dolor. Podría morir."))
    assert finding.source is not None
    assert source[slice(*finding.source)] == "Doctors have used it for decades in surgery and in emergency care."
    assert finding.what == "the source has 3 sentences, the translation 2"


def test_an_added_sentence_is_seen() -> None:
    assert found("length-sentence-added", "es", "Your head aches.", "Le duele la cabeza. No es nada grave.")
    assert not found("length-sentence-added", "es", "Your head aches.", "Le duele la cabeza.")


def test_thai_marks_no_sentences() -> None:
    assert not ids("th", DRINK, "ห้ามรับประทานอาหารหรือดื่มน้ำก่อนการรักษา ทีมงานจะแจ้งเวลาให้ท่านทราบ โปรดขอให้ผู้ใหญ่พาท่านกลับบ้าน") & {
        "length-sentence-lost", "length-sentences-joined", "character-end-lost",
    }  # fmt: skip


DOSES = "The danger is greatest if you also take alcohol, opioids, sleeping pills or other sedatives."
LISTS = [
    ("es", "El peligro es mayor si también toma alcohol, opioides, somníferos u otros sedantes.", False),
    ("es", "El peligro es mayor si también toma alcohol, opioides u otros sedantes.", True),
    ("ru", "Опасность больше, если вы принимаете алкоголь, опиоиды, снотворные или другие седативные.", False),
    ("fr", "Le danger est plus grand si vous prenez alcool, opioïdes ou autres sédatifs.", True),
    ("ar", "يكون الخطر أكبر إذا تناولت الكحول أو الأفيونات أو حبوب النوم أو مهدئات أخرى.", False),
    ("ar", "يكون الخطر أكبر إذا تناولت الكحول أو الأفيونات أو مهدئات أخرى.", True),
    ("he", "הסכנה גדולה יותר אם נוטלים גם אלכוהול, אופיואידים, כדורי שינה או תרופות הרגעה.", False),
    ("he", "הסכנה גדולה יותר אם נוטלים גם אלכוהול, כדורי שינה או תרופות הרגעה.", True),
    ("zh_Hans", "如果您还饮酒、服用阿片类药物、安眠药或其他镇静药，危险最大。", False),
    ("zh_Hans", "如果您还饮酒、服用安眠药或其他镇静药，危险最大。", True),
    ("ja", "アルコール、オピオイド、睡眠薬またはほかの鎮静薬も使うと、危険が最も大きくなります。", False),
    ("ko", "알코올, 오피오이드, 수면제 또는 다른 진정제를 함께 복용하면 위험이 가장 큽니다.", False),
    ("ko", "알코올, 수면제 또는 다른 진정제를 함께 복용하면 위험이 가장 큽니다.", True),
    ("th", "อันตรายมากที่สุดถ้าท่านดื่มแอลกอฮอล์ ใช้ยาโอปิออยด์ ยานอนหลับ หรือยาระงับประสาทอื่นด้วย", False),
    ("th", "อันตรายมากที่สุดถ้าท่านดื่มแอลกอฮอล์ หรือใช้ยาระงับประสาทอื่นด้วย", True),
    ("pl", "Ryzyko jest największe, gdy pije się alkohol, bierze opioidy, leki nasenne lub inne leki.", False),
    ("vi", "Nguy hiểm nhất nếu quý vị cũng dùng rượu, thuốc ngủ hoặc thuốc an thần khác.", True),
    ("hi", "खतरा तब सबसे ज़्यादा है जब आप शराब, ओपिओइड, नींद की गोलियाँ या दूसरी दवाएँ लेते हैं।", False),
    ("hi", "खतरा तब सबसे ज़्यादा है जब आप शराब, नींद की गोलियाँ या दूसरी दवाएँ लेते हैं।", True),
]


@pytest.mark.parametrize(("code", "text", "short"), LISTS)
def test_a_shortened_list_is_seen(code: str, text: str, *, short: bool) -> None:
    assert bool(found("length-list", code, DOSES, text)) == short


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "You have a sudden, very bad headache, or you lose your sight.",
            "Tiene un dolor de cabeza muy fuerte, o no ve.",
        ),
        ("Any drug, including your own, and food.", "Cualquier medicamento, incluso los suyos, y la comida."),
        ("You take 1,000 mg and rest.", "Toma 1000 mg y descansa."),
    ],
)
def test_commas_that_part_no_list_are_let_pass(source: str, text: str) -> None:
    assert not found("length-list", "es", source, text)


def test_a_lost_half_and_a_lost_remark_are_seen() -> None:
    source = "You have heart disease or high blood pressure (hypertension)."
    assert ids("de", source, "Sie haben eine Herzkrankheit.") >= {"length-joined", "length-brackets"}
    whole = "Sie haben eine Herzkrankheit oder hohen Blutdruck (Hypertonie)."
    assert not ids("de", source, whole) & {"length-joined", "length-brackets"}
    assert not found("length-brackets", "de", source, "Herzkrankheit oder Blutdruck – Hypertonie – haben.")


TELL = "Tell us about every medicine and drug that you take at home, even herbal ones."
HURTS = "You feel dizzy and your head hurts a little."
LENGTHS = [
    ("es", "Ve borroso.", "Your sight is blurred.", False, False),
    ("es", "Tome esto.", TELL, True, False),
    ("zh_Hans", "请告诉我们您在家服用的所有药物，包括草药。", TELL, False, False),
    ("zh_Hans", "请告诉我们。", TELL, True, False),
    ("de", "Das ist wirklich ganz und gar nicht schlimm, und Sie "
     "brauchen sich deshalb auch keine Sorgen zu machen, bleiben Sie ruhig.", HURTS, False, True),
    ("fa", "همهٔ داروهایی را که در خانه می‌خورید به ما بگویید.", TELL, False, True),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "source", "far", "unusual"), LENGTHS)
def test_lengths_outside_the_band_are_seen(code: str, text: str, source: str, *, far: bool, unusual: bool) -> None:
    given = ids(code, source, text)
    assert ("length-band" in given, "length-unusual" in given) == (far, unusual)


def test_every_language_offered_has_a_usual_length() -> None:
    assert all(expected("en", code) for code in OFFERED)
    assert expected("en", "pt_PT") == RATIO["pt"]
    assert expected("en", "zh_Hant") == RATIO["zh_Hant"]
    assert expected("en", "tlh") is None
    assert relative_length(unit("es", "", "")) is None


def test_joining_words_come_from_cldr_too() -> None:
    assert joiners("sw").search("maji na mkate")
    assert joiners("cy").findall("bara a dŵr neu laeth") or not joiners("cy").findall("bara dŵr")
    assert not joiners("es").search("yodo")


CUTS = [
    ("es", "No beba alcohol y", True),
    ("es", "No beba alcohol,", True),
    ("es", "No beba…", True),
    ("de", "Trinken Sie keinen Alkohol (", True),
    ("ru", "Не пейте алкоголь или", True),
    ("ar", "لا تشرب الكحول،", True),
    ("zh_Hans", "请不要饮酒，", True),
    ("hi", "शराब न पिएँ और", True),
    ("es", "No beba alcohol.", False),
    ("ru", "Не пейте алкоголь.", False),
]


@pytest.mark.parametrize(("code", "text", "is_cut"), CUTS)
def test_a_text_that_was_cut_off_is_seen(code: str, text: str, *, is_cut: bool) -> None:
    assert bool(found("length-cut", code, "Do not drink alcohol.", text)) == is_cut


def test_dots_and_marks_of_list_members_are_let_pass() -> None:
    assert not found("length-cut", "es", "Wait…", "Espere…")
    assert not found("length-cut", "ru", "your heart rate", "частоту пульса;", "item")
    assert found("length-cut", "ru", "your heart rate", "частоту пульса;", "paragraph")


TWICE = [
    ("es", "Llame a a la clínica.", "length-repeated", True),
    ("es", "Llame llame a la clínica.", "length-repeated", True),
    ("fr", "Nous nous occupons de vous.", "length-repeated", False),
    ("fr", "Appelez la la clinique.", "length-repeated", True),
    ("hi", "धीरे धीरे साँस लें।", "length-repeated", False),
    ("hi", "क्लिनिक में में फ़ोन करें।", "length-repeated", True),
    ("tr", "Yavaş yavaş nefes alın.", "length-repeated", False),
    ("ar", "اتصل بالعيادة بالعيادة.", "length-repeated", True),
    ("de", "Ärzte, die die Klinik anrufen.", "length-repeated", False),
    ("zh_Hans", "请打电话给诊所请打电话给诊所。", "length-repeated", True),
    ("zh_Hans", "慢慢呼吸，好好休息。", "length-repeated", False),
    ("es", "Llame a la clínica. Llame a la clínica.", "length-repeated", True),
    ("vi", "Hãy gọi cho phòng khám gọi cho phòng khám.", "length-repeated", True),
    ("bn", "ধীরে ধীরে শ্বাস নিন।", "length-repeated", False),
]


@pytest.mark.parametrize(("code", "text", "check", "twice"), TWICE)
def test_what_stands_twice_is_seen(code: str, text: str, check: str, *, twice: bool) -> None:
    assert (check in ids(code, "Call the clinic.", text)) == twice


@pytest.mark.parametrize(
    ("code", "text"),
    [("tr", "Yavaş yavaş nefes alın."), ("bn", "ধীরে ধীরে শ্বাস নিন।"), ("vi", "Hãy thở từ từ.")],
)
def test_what_a_language_says_twice_day_by_day_is_let_pass(code: str, text: str) -> None:
    assert not found("length-doubled", code, "Breathe slowly.", text)


def test_a_doubled_word_is_a_warning_where_it_may_be_right() -> None:
    assert found("length-doubled", "tr", "Breathe slowly.", "Ağır ağır nefes alın.")
    assert not found("length-doubled", "es", "Breathe slowly.", "Respire respire.")  # an error already
