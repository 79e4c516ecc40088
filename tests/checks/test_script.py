"""Script and language: texts and words in the wrong letters, look-alike languages, text left untranslated."""

from __future__ import annotations

import polib
import pytest

from handouts.checks.identifier import odds
from handouts.checks.model import Term
from handouts.checks.scripts import alphabet_of, han_kind, is_japanese, scripts_of
from handouts.checks.seen import seen, sentences
from handouts.problems import Severity
from tests.checks.asking import BY_ID, CHECKS, found, ids, language, unit
from tests.conftest import ROOT

DRIVE = "Do not drive for 24 hours after your treatment, and do not drink alcohol."
HERE = {
    "es": "No conduzca durante las 24 horas siguientes al tratamiento y no beba alcohol.",
    "de": "Fahren Sie nach der Behandlung 24 Stunden lang nicht Auto und trinken Sie keinen Alkohol.",
    "fr": "Ne conduisez pas et ne buvez pas d’alcool pendant les 24 heures qui suivent le traitement.",
    "pt_BR": "Não dirija nem beba álcool durante as 24 horas seguintes ao tratamento.",
    "pl": "Przez 24 godziny po leczeniu nie prowadź samochodu i nie pij alkoholu.",
    "tr": "Tedaviden sonraki 24 saat boyunca araba kullanmayın ve alkol içmeyin.",
    "vi": "Không lái xe và không uống rượu trong vòng 24 giờ sau khi điều trị.",
    "fil": "Huwag magmaneho at huwag uminom ng alak sa loob ng 24 na oras matapos ang paggamot.",
    "ru": "Не водите машину и не пейте алкоголь в течение 24 часов после лечения.",
    "uk": "Не керуйте автомобілем і не вживайте алкоголю протягом 24 годин після лікування.",
    "ar": "لا تقُد السيارة ولا تشرب الكحول لمدة 24 ساعة بعد العلاج.",
    "fa": "تا 24 ساعت بعد از درمان رانندگی نکنید و الکل ننوشید.",
    "ur": "علاج کے بعد 24 گھنٹے تک گاڑی نہ چلائیں اور شراب نہ پئیں۔",
    "he": "אין לנהוג ואין לשתות אלכוהול במשך 24 שעות לאחר הטיפול.",
    "hi": "इलाज के बाद 24 घंटे तक गाड़ी न चलाएँ और शराब न पिएँ।",
    "ne": "उपचारपछि 24 घण्टासम्म गाडी नचलाउनुहोस् र रक्सी नपिउनुहोस्।",
    "mr": "उपचारानंतर 24 तास गाडी चालवू नका आणि दारू पिऊ नका.",
    "bn": "চিকিৎসার পরে 24 ঘণ্টা গাড়ি চালাবেন না এবং মদ খাবেন না।",
    "zh_Hans": "治疗后24小时内请不要开车，也不要饮酒。",
    "zh_Hant": "治療後24小時內請不要開車，也不要飲酒。",
    "ja": "治療のあと24時間は車を運転したり、お酒を飲んだりしないでください。",
    "ko": "치료 후 24시간 동안 운전하거나 술을 마시지 마십시오.",
    "el": "Μην οδηγείτε και μην πίνετε αλκοόλ για 24 ώρες μετά τη θεραπεία.",
    "th": "ห้ามขับรถและห้ามดื่มแอลกอฮอล์เป็นเวลา 24 ชั่วโมงหลังการรักษา",
}


@pytest.mark.parametrize("code", HERE)
def test_a_right_translation_is_in_its_script_and_language(code: str) -> None:
    assert not {name for name in ids(code, DRIVE, HERE[code]) if name.startswith(("script", "language"))}


LOOK_ALIKES = [
    ("ar", "fa"), ("ar", "ur"), ("fa", "ar"), ("fa", "ur"), ("ur", "fa"), ("ur", "ar"), ("ru", "uk"), ("uk", "ru"),
    ("hi", "ne"), ("hi", "mr"), ("ne", "hi"),
    ("es", "pt_BR"), ("pt_BR", "es"), ("de", "fr"), ("fil", "tr"), ("pl", "de"),
]  # fmt: skip
OTHERS = [
    ("ru", "Не шофирайте и не пийте алкохол в продължение на 24 часа след лечението."),  # Bulgarian
    ("ru", "Немојте да возите и не пијте алкохол 24 сата после лечења."),  # Serbian
    ("de", "Rijd niet en drink geen alcohol in de 24 uur na de behandeling."),  # Dutch
    ("es", "Non conduza nin beba alcohol durante as 24 horas posteriores ao tratamento."),  # Galician
    ("es", "Non guidi e non beva alcolici nelle 24 ore successive al trattamento."),  # Italian
    ("bn", "চিকিৎসাৰ পিছত ২৪ ঘণ্টালৈকে গাড়ী নচলাব আৰু মদ নাখাব।"),  # Assamese
    ("pl", "Po dobu 24 hodin po léčbě neřiďte auto a nepijte alkohol."),  # Czech
]


@pytest.mark.parametrize(("code", "other"), LOOK_ALIKES)
def test_a_look_alike_language_is_seen(code: str, other: str) -> None:
    assert found("language-other", code, DRIVE, HERE[other])


@pytest.mark.parametrize(("code", "text"), OTHERS)
def test_another_language_of_the_script_is_seen(code: str, text: str) -> None:
    assert found("language-other", code, DRIVE, text)


def test_one_sentence_in_another_language_is_seen_and_marked() -> None:
    source = f"Ask us. {DRIVE} We are here to help you."
    text = f"Спросите нас, если что-то неясно. {HERE['uk']} Мы всегда готовы вам помочь."
    (finding,) = BY_ID["language-other"].run(unit("ru", source, text))
    assert finding.target is not None
    assert text[slice(*finding.target)] == HERE["uk"]
    assert finding.what == "this seems to be Ukrainian, not Russian"


@pytest.mark.parametrize(
    ("code", "text"), [("ru", "Да."), ("de", "Ja"), ("es", "No"), ("hi", "दवा"), ("ar", "لا"), ("fil", "{phone}")]
)
def test_a_short_text_is_not_judged(code: str, text: str) -> None:
    assert not found("language-other", code, "Yes.", text)


def test_the_identifier_knows_nothing_of_some_languages() -> None:
    assert odds("Ez ji dil û can kêfxweş im ku hûn hatin.", "dv") == ("", 0.0)


WRONG_SCRIPT = [
    ("ru", "Ne vodite mashinu i ne peyte alkogol posle lecheniya.", True),
    ("hi", "Ilaaj ke baad gaadi na chalayen aur sharab na piyen.", True),
    ("ar", "la taqud al sayyara wala tashrab alkuhul ba3d al3ilaj", True),
    ("zh_Hans", "Zhìliáo hòu qǐng búyào kāichē.", True),
    ("es", "Не водите машину после лечения.", True),
    ("ko", "治疗后请不要开车", False),
    ("ja", "치료 후 운전하지 마십시오.", True),
    ("he", "لا تقد السيارة", True),
    ("ru", "NMDA", False),
    ("hi", "COVID-19", False),
    ("ru", "{phone} (USA), 5 mg", False),
]


@pytest.mark.parametrize(("code", "text", "wrong"), WRONG_SCRIPT)
def test_a_text_in_the_wrong_script_is_seen(code: str, text: str, *, wrong: bool) -> None:
    assert bool(found("script-wrong", code, "Do not drive after your treatment (5 mg).", text)) == wrong


def test_a_romanised_text_is_called_so() -> None:
    (what,) = found("script-wrong", "ru", DRIVE, "Ne vodite mashinu i ne peyte alkogol.")
    assert "romanised" in what


NMDA = "It is called the NMDA receptor (short for N-methyl-D-aspartate). Ask Smith Clinic about the off-label dose."
WORDS = [
    ("ru", "Он называется NMDA‑рецептор (N-methyl-D-aspartate), 5 mg.", set()),
    ("hi", "इसे NMDA रिसेप्टर (एन-मिथाइल) कहते हैं, Smith से पूछें।", set()),
    ("ja", "NMDA受容体といいます（N-methyl-D-aspartate）。", set()),
    ("ru", "Спросите о «off-label» применении.", set()),
    ("ru", "Спросите о treatment сегодня.", {"script-foreign-word"}),
    ("ja", "この薬はtreatmentのあとに使います。", {"script-foreign-word"}),
    ("zh_Hans", "医生会告诉您这种treatment是安全的，请放心。", {"script-foreign-word"}),
    ("ar", "اسأل عن treatment اليوم.", {"script-foreign-word"}),
    ("ru", "Спросите о side effects сегодня.", {"script-foreign-words"}),
    ("es", "Pregunte por el лечение de hoy.", {"script-foreign-words"}),
    ("de", "Fragen Sie nach der 治疗 von heute.", {"script-foreign-words"}),
    ("es", "El receptor β y 5 µg.", set()),
]


@pytest.mark.parametrize(("code", "text", "wanted"), WORDS)
def test_words_in_other_letters_are_seen(code: str, text: str, wanted: set[str]) -> None:
    assert {name for name in ids(code, NMDA, text) if name.startswith("script-foreign")} == wanted


def test_a_drug_of_the_glossary_may_stand_in_latin_letters() -> None:
    drug = Term("ketamine", "drug", ("кетамин",))
    asked = unit("ru", "You get ketamine.", "Вам дают ketamine сегодня.", terms=(drug,))
    assert not list(BY_ID["script-foreign-word"].run(asked))
    assert found("script-foreign-word", "ru", "You get ketamine.", "Вам дают ketamine сегодня.")


HAN = [
    ("zh_Hans", "氯胺酮可能引起副作用。", False),
    ("zh_Hans", "这种藥可能引起副作用。", True),
    ("zh_Hant", "這種藥可能引起副作用。", False),
    ("zh_Hant", "這種药可能引起副作用。", True),
    ("zh_Hans", "这种薬可能引起副作用。", True),
    ("ja", "この薬は副作用を起こすことがあります。", False),
    ("ja", "この药は副作用を起こすことがあります。", True),
    ("ko", "의사(醫師)에게 물어보세요.", False),
]


@pytest.mark.parametrize(("code", "text", "wrong"), HAN)
def test_chinese_characters_of_another_standard_are_seen(code: str, text: str, *, wrong: bool) -> None:
    assert bool(found("script-han", code, "The drug can cause side effects.", text)) == wrong


def test_characters_are_sorted_by_their_standards() -> None:
    assert [han_kind(char) for char in "药藥薬人後后"] == ["s", "t", "j", "", "t", ""]
    assert is_japanese("薬")
    assert not is_japanese("药")


def test_a_japanese_sentence_needs_hiragana() -> None:
    assert found("script-no-kana", "ja", "Stop.", "痛みがあります。请告诉您的医生，不要自己停药。")
    assert not found("script-no-kana", "ja", "CRPS", "複合性局所疼痛症候群（CRPS）")


TWINS = [
    ("es", "No bеba alcohol.", True),  # a Cyrillic е
    ("ru", "Не пейте aлкоголь.", True),  # a Latin a
    ("ru", "Примите лекарство, a затем ждите.", True),
    ("el", "Μην οδηγείτε αυτοκίνητo.", True),
    ("ru", "Витамин C и группа крови A.", False),
    ("ru", "Уровень pH и NMDA‑рецептор.", False),
    ("ru", "5 mg", False),
    ("uk", "Не пийте алкоголь.", False),
]


@pytest.mark.parametrize(("code", "text", "wrong"), TWINS)
def test_letters_that_look_alike_are_seen(code: str, text: str, *, wrong: bool) -> None:
    assert bool(found("script-homoglyph", code, "Do not drink alcohol. Vitamin C, pH, NMDA.", text)) == wrong


NEIGHBOURS = [
    ("ru", "Не водіть машину.", True),
    ("ru", "Ещё раз.", False),
    ("ar", "لا تشرب الکحول.", True),  # a Persian kaf
    ("ar", "العلاج بالدواء", False),
    ("fa", "الكل ننوشيد.", True),  # Arabic kaf and yeh
    ("fa", "خانهٔ شما، مسئول، مؤثر", False),
    ("ur", "علاج كے بعد", True),
    ("bn", "আৰু মদ", True),
    ("bn", "ব্যথা হয়, ওষুধ", False),
    ("hi", "ज़्यादा दर्द, ड़ और ढ़", False),
    ("hi", "बाळ", False),
    ("es", "Sjögren y Łódź", False),
]


@pytest.mark.parametrize(("code", "text", "wrong"), NEIGHBOURS)
def test_letters_of_a_neighbour_are_seen(code: str, text: str, *, wrong: bool) -> None:
    assert bool(found("script-neighbour", code, "Pain.", text)) == wrong


def test_every_alphabet_that_is_known_is_of_the_languages_script() -> None:
    assert len(alphabet_of(language("ru"))) == 33
    assert not alphabet_of(language("es"))
    assert scripts_of(language("zh_Hant")) == {"Hani", "Bopo"}


UNTRANSLATED = [
    ("es", "You must have ketamine only in a clinic.", "You must have ketamine only in a clinic.", True),
    ("es", "Ask us. You must have it only in a clinic.", "Pregunte. You must have it only in a clinic.", True),
    ("de", "Tell us about every medicine that you take.", "Sagen Sie uns every medicine that you take.", True),
    ("de", "Version {version}", "Version {version}", False),
    ("es", "Complex regional pain syndrome (CRPS)", "Síndrome de dolor regional complejo (SDRC; CRPS)", False),
    ("fr", "The Food and Drug Administration warned.", "La « Food and Drug Administration » a prévenu.", False),
]


@pytest.mark.parametrize(("code", "source", "text", "wrong"), UNTRANSLATED)
def test_untranslated_text_is_seen(code: str, source: str, text: str, *, wrong: bool) -> None:
    assert bool(found("language-untranslated", code, source, text)) == wrong


LEFT = [
    ("es", "Tell the doctor about the pain.", "Cuéntele al doctor sobre the dolor.", "language-english-word"),
    ("de", "You must not drive.", "Sie dürfen must nicht fahren.", "language-english-word"),
    ("es", "Your sight is blurred.", "Tiene la vista blurred.", "language-left-word"),
    ("vi", "Your skin turns yellow.", "Da của quý vị chuyển yellow.", "language-left-word"),
    ("es", "Phone", "Phone", "language-same"),
]


@pytest.mark.parametrize(("code", "source", "text", "check"), LEFT)
def test_a_word_left_in_english_is_seen(code: str, source: str, text: str, check: str) -> None:
    assert found(check, code, source, text)


@pytest.mark.parametrize(
    ("code", "source", "text"),
    [
        ("es", "The general hospital is regional.", "El hospital general es regional."),
        ("de", "Version of the text", "Version des Textes"),
        ("fr", "The protection is national.", "La protection est national."),
        ("fil", "Ask your doctor at the clinic.", "Magtanong sa inyong doctor sa klinika."),
    ],
)
def test_words_that_both_languages_have_are_let_pass(code: str, source: str, text: str) -> None:
    assert not ids(code, source, text) & {"language-english-word", "language-left-word", "language-untranslated"}


def test_a_seen_text_knows_where_it_stands() -> None:
    text = "Call **{phone}**, see [our \\*page](https://a.example/x_(y)) &amp; wait_a_bit *now*."
    view = seen(text)
    assert view.text == "Call \ufffc, see our *page & wait_a_bit now."
    place = view.text.index("our")
    assert text[slice(*view.span(place, place + 9))] == "our \\*page"
    assert text[slice(*view.span(5, 6))] == "{phone}"


SENTENCES = [
    ("Take 0.5 mg. Dr. Smith will help, e.g. with pain. Call us!", 3),
    ("治疗后请勿开车。请勿饮酒。", 2),
    ("दर्द है। दवा लें।", 2),
    ("درد دارید؟ به ما بگویید.", 2),
    ("یہ دوا ہے۔ نہ پئیں۔", 2),
    ("Das heißt z. B. Schmerz.", 1),
    ("“Stop.” she said", 1),
    ("", 0),
]


@pytest.mark.parametrize(("text", "number"), SENTENCES)
def test_sentences_are_counted_by_the_marks_of_all_scripts(text: str, number: int) -> None:
    assert len(sentences(text)) == number


CATALOGS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/*.po"))
ITEMS = {
    line[2:] for line in (ROOT / "articles/ketamine-nerve-pain.md").read_text("utf-8").split("\n") if line[:2] == "- "
}


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_no_shipped_catalog_has_an_error(path: object) -> None:
    code = str(path).split("/")[-3]
    for entry in polib.pofile(str(path)).translated_entries():
        kind = "item" if entry.msgid in ITEMS else "paragraph"
        kind = "word" if str(path).endswith("handouts.po") else kind
        asked = unit(code, entry.msgid, entry.msgstr, kind)
        faults = {check.id for check in CHECKS if check.safety is Severity.ERROR and list(check.run(asked))}
        assert not faults, (entry.msgid, entry.msgstr)
