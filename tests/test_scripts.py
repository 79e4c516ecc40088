"""A short leaflet in a language of each script that is offered beside those of the shipped translations.

The words are test material, not for patients. Each leaflet has passed the proof when it is in output/.
"""

from __future__ import annotations

import io

import pikepdf
import pytest

from handouts.structure import read_structure
from tests.conftest import SPANISH, Clinic, po_file

SAFETY_WORDS = (
    "In an emergency, call",
    "Draft: no person has approved this translation yet. Ask your care team before you rely on it.",
    "Draft: no clinician has approved this leaflet yet. Ask your care team before you rely on it.",
    "Important for your safety",
)
"""The templates' words without which nothing is printed; the rest may stand in English, and is marked so."""

TEXTS = {
    "ru": """
        Короткая листовка
        О чём она.
        Что это такое
        Это *лечение* боли.
        Риски
        Это может вам навредить. **Не принимайте больше 5 мг.**
        Частые
        Вас тошнит.
        У вас кружится голова.
        Сразу звоните {emergency}, если не можете дышать.
        Наблюдение
        Только в клинике. Не водите машину 24 часа.
        Кому звонить
        Звоните {phone}.
        В экстренном случае звоните
        Черновик: машинный перевод, никем не одобрен.
        Черновик: врач ещё не одобрил.
        Важно для вашей безопасности
    """,
    "el": """
        Σύντομο φυλλάδιο
        Για τι μιλά.
        Τι είναι
        Είναι μια *θεραπεία* για τον πόνο.
        Κίνδυνοι
        Μπορεί να σας βλάψει. **Μην πάρετε πάνω από 5 mg.**
        Συχνές
        Έχετε ναυτία.
        Ζαλίζεστε.
        Καλέστε αμέσως το {emergency} αν δεν μπορείτε να αναπνεύσετε.
        Επίβλεψη
        Μόνο σε κλινική. Μην οδηγείτε για 24 ώρες.
        Ποιον να καλέσετε
        Καλέστε το {phone}.
        Σε επείγουσα ανάγκη καλέστε
        Πρόχειρο: αυτόματη μετάφραση, χωρίς έγκριση.
        Πρόχειρο: χωρίς έγκριση γιατρού.
        Σημαντικό για την ασφάλειά σας
    """,
    "he": """
        עלון קצר
        במה הוא עוסק.
        מה זה
        זהו *טיפול* בכאב.
        סיכונים
        זה עלול להזיק. **אין לקחת יותר מ־5 mg.**
        שכיחות
        בחילה.
        סחרחורת.
        יש להתקשר מיד אל {emergency} אם קשה לנשום.
        השגחה
        רק במרפאה. אין לנהוג במשך 24 שעות.
        למי להתקשר
        מתקשרים אל {phone}.
        במקרה חירום יש להתקשר אל
        טיוטה: תרגום מכונה שלא אושר.
        טיוטה: טרם אושר על ידי רופא.
        חשוב לבטיחותך
    """,
    "fa": """
        برگهٔ کوتاه
        دربارهٔ چیست.
        چیست
        این یک *درمان* درد است.
        خطرها
        می‌تواند به شما آسیب بزند. **بیش از ۵ میلی‌گرم مصرف نکنید.**
        شایع
        حالت تهوع دارید.
        سرگیجه دارید.
        اگر نمی‌توانید نفس بکشید فوراً با {emergency} تماس بگیرید.
        نظارت
        فقط در درمانگاه. تا ۲۴ ساعت رانندگی نکنید.
        با چه کسی تماس بگیرید
        با {phone} تماس بگیرید.
        در موارد اورژانسی تماس بگیرید با
        پیش‌نویس: ترجمهٔ ماشینی تأییدنشده.
        پیش‌نویس: هنوز تأیید نشده است.
        مهم برای ایمنی شما
    """,
    "bn": """
        একটি ছোট পুস্তিকা
        এটি কী নিয়ে।
        এটি কী
        এটি ব্যথার *চিকিৎসা*।
        ঝুঁকি
        এটি আপনার ক্ষতি করতে পারে। **৫ মিলিগ্রামের বেশি নেবেন না।**
        সাধারণ
        আপনার বমি ভাব হয়।
        আপনার মাথা ঘোরে।
        শ্বাস নিতে না পারলে সঙ্গে সঙ্গে {emergency} নম্বরে ফোন করুন।
        তত্ত্বাবধান
        শুধু ক্লিনিকে। ২৪ ঘণ্টা গাড়ি চালাবেন না।
        কাকে ফোন করবেন
        {phone} নম্বরে ফোন করুন।
        জরুরি অবস্থায় ফোন করুন
        খসড়া: যান্ত্রিক অনুবাদ, অনুমোদিত নয়।
        খসড়া: এখনও অনুমোদিত নয়।
        আপনার নিরাপত্তার জন্য জরুরি
    """,
    "zh_Hant": """
        簡短說明
        內容簡介。
        這是什麼
        這是一種止痛*治療*。
        風險
        它可能傷害您。**不要服用超過 5 毫克。**
        常見
        您感到噁心。
        您感到頭暈。
        如果無法呼吸，請立即撥打 {emergency}。
        監護
        只能在診所進行。24 小時內不要開車。
        打電話給誰
        請撥打 {phone}。
        緊急情況請撥打
        草稿：機器翻譯，未經任何人核准。
        草稿：尚未經醫師核准。
        對您的安全很重要
    """,
}
"""Each text on a line: those of the article in the order of `SPANISH`, then those of `SAFETY_WORDS`."""


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize("language", TEXTS)
def test_a_short_leaflet(clinic: Clinic, language: str) -> None:
    texts = [line.strip() for line in TEXTS[language].strip().splitlines()]
    article, words = texts[: len(SPANISH)], texts[len(SPANISH) :]
    clinic.edit("handouts.toml", '"es"', f'"{language}"')
    clinic.write(
        f"locales/{language}/LC_MESSAGES/short.po", po_file(language, dict(zip(SPANISH, article, strict=True)))
    )
    safety = po_file(language, dict(zip(SAFETY_WORDS, words, strict=True))).replace(
        "\n\nmsgid", '\n\nmsgctxt "safety"\nmsgid'
    )
    clinic.write(f"locales/{language}/LC_MESSAGES/handouts.po", safety)
    ran = clinic.handouts("build", "--language", language)
    assert ran.code == 0, ran.err
    assert "translation-missing" in ran.err  # the templates' other words are reported, each
    pdf = clinic.path(f"output/example-clinic/{language}/short.standard.a4.pdf")
    with pikepdf.open(io.BytesIO(pdf.read_bytes())) as opened:
        nodes = list(read_structure(opened).walk())
    phone = [node for node in nodes if node.text.strip() == "Phone"][-1]
    assert phone.lang == "en"
