"""Correct translations with figures in many languages, and how a message is put to the checks of numbers and units."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from handouts.checks.model import Check, Unit
from handouts.checks.words import Words, load_words
from handouts.languages import find_language
from handouts.problems import Severity


@cache
def words(code: str) -> Words:
    return load_words(code)


def unit(code: str, source: str, target: str, *, source_code: str = "en") -> Unit:
    return Unit(
        source,
        target,
        find_language(source_code),
        find_language(code),
        safety=True,
        source_words=words(source_code),
        target_words=words(code),
    )


def found(checks: Iterable[Check], message: Unit, severity: Severity | None = None) -> set[str]:
    """The ids of the checks that find something in `message`."""
    return {check.id for check in checks if severity in (None, check.safety) for _ in check.run(message)}


DOSE = "Take 2 tablets (500 mg) every 6 hours. Do not take more than 4 g in 24 hours."
INFUSION = "Give 0.5 mg/kg over 30 minutes, no more than 1,000 ml a day."
FEVER = "Call us if your temperature is 38.5 °C or higher for 3 days, or if your blood pressure is over 140/90 mmHg."
HALF = "Take half a tablet twice a day for 2 weeks, then one tablet once a day."
HOURS = "The clinic is open from 8:30 am to 5 pm. Call +1 (555) 010-0199 before 3 April 2026."
SHARE = "About 1 in 10 people feel sick. 10–20 % need a second dose after 3 months."

CORRECT = [
    ("de", DOSE, "Nehmen Sie alle 6 Stunden 2 Tabletten (500 mg). Nehmen Sie nicht mehr als 4 g in 24 Stunden."),
    ("de", INFUSION, "Geben Sie 0,5 mg/kg über 30 Minuten, höchstens 1.000 ml am Tag."),
    (
        "de",
        FEVER,
        "Rufen Sie uns an, wenn Sie 3 Tage lang 38,5 °C oder mehr haben oder der Blutdruck über 140/90 mmHg liegt.",
    ),
    ("de", HALF, "Nehmen Sie 2 Wochen lang zweimal täglich eine halbe Tablette, danach einmal täglich eine Tablette."),
    (
        "de",
        HOURS,
        "Die Klinik ist von 8.30 Uhr bis 17 Uhr geöffnet. Rufen Sie vor dem 3. April 2026 +1 555 010 0199 an.",
    ),
    ("de", SHARE, "Etwa 1 von 10 Menschen wird übel. 10 bis 20 Prozent brauchen nach 3 Monaten eine zweite Dosis."),
    ("es", DOSE, "Tome 2 comprimidos (500 mg) cada 6 horas. No tome más de 4 g en 24 horas."),
    ("es", INFUSION, "Administre 0,5 mg/kg durante 30 minutos, no más de 1000 ml al día."),
    (
        "es",
        FEVER,
        "Llámenos si tiene 38,5 °C o más durante 3 días, o si su presión arterial es superior a 140/90 mmHg.",
    ),
    ("es", HALF, "Tome medio comprimido dos veces al día durante 2 semanas; después, un comprimido una vez al día."),
    ("es", HOURS, "La clínica abre de 8:30 a 17:00. Llame al +1 (555) 010-0199 antes del 3 de abril de 2026."),
    (
        "es",
        SHARE,
        "1 de cada 10 personas tiene náuseas. Entre el 10 y el 20 % necesita una segunda dosis a los 3 meses.",
    ),
    ("fr", DOSE, "Prenez 2 comprimés (500 mg) toutes les 6 heures. Ne dépassez pas 4 g en 24 heures."),
    ("fr", INFUSION, "Administrez 0,5 mg/kg en 30 minutes, sans dépasser 1 000 ml par jour."),
    (
        "fr",
        FEVER,
        "Appelez-nous si vous avez 38,5 °C ou plus pendant 3 jours, ou si votre tension dépasse 140/90 mmHg.",
    ),
    ("fr", HOURS, "La clinique est ouverte de 8 h 30 à 17 h. Appelez le +1 (555) 010-0199 avant le 3 avril 2026."),
    ("fr", SHARE, "Environ 1 personne sur 10 a des nausées. 10 à 20 % ont besoin d’une deuxième dose après 3 mois."),
    ("pt_BR", DOSE, "Tome 2 comprimidos (500 mg) a cada 6 horas. Não tome mais de 4 g em 24 horas."),
    ("pt_BR", INFUSION, "Administre 0,5 mg/kg em 30 minutos, no máximo 1.000 ml por dia."),
    ("it", DOSE, "Prenda 2 compresse (500 mg) ogni 6 ore. Non superi i 4 g in 24 ore."),
    ("it", FEVER, "Ci chiami se ha 38,5 °C o più per 3 giorni o se la pressione supera 140/90 mmHg."),
    ("pl", DOSE, "Należy przyjmować 2 tabletki (500 mg) co 6 godzin. Nie więcej niż 4 g w ciągu 24 godzin."),
    ("pl", INFUSION, "Podać 0,5 mg/kg w ciągu 30 minut, nie więcej niż 1000 ml na dobę."),
    (
        "pl",
        HOURS,
        "Przychodnia jest czynna od 8:30 do 17:00. Proszę zadzwonić pod +1 (555) 010-0199 przed 3 kwietnia 2026 r.",
    ),
    ("ru", DOSE, "Принимайте по 2 таблетки (500 мг) каждые 6 часов. Не принимайте больше 4 г за 24 часа."),
    ("ru", INFUSION, "Вводите 0,5 мг/кг за 30 минут, не более 1000 мл в день."),
    (
        "ru",
        FEVER,
        "Позвоните нам, если температура 38,5 °C или выше держится 3 дня или если давление выше 140/90 мм рт. ст.",
    ),
    (
        "ru",
        HALF,
        "Принимайте по полтаблетки два раза в день в течение 2 недель, затем по одной таблетке один раз в день.",
    ),
    ("ru", HOURS, "Клиника открыта с 8:30 до 17:00. Позвоните по номеру +1 (555) 010-0199 до 3 апреля 2026 года."),
    ("ru", SHARE, "Тошнота бывает примерно у 1 человека из 10. 10–20 % нужна вторая доза через 3 месяца."),
    ("uk", DOSE, "Приймайте по 2 таблетки (500 мг) кожні 6 годин. Не приймайте більше ніж 4 г за 24 години."),
    (
        "uk",
        FEVER,
        "Зателефонуйте нам, якщо температура 38,5 °C або вища тримається 3 дні або тиск вищий за 140/90 мм рт. ст.",
    ),
    ("el", DOSE, "Πάρτε 2 δισκία (500 mg) κάθε 6 ώρες. Μην παίρνετε πάνω από 4 g σε 24 ώρες."),
    ("tr", DOSE, "6 saatte bir 2 tablet (500 mg) alın. 24 saatte 4 g'dan fazla almayın."),
    ("tr", INFUSION, "30 dakikada 0,5 mg/kg verin, günde en fazla 1.000 ml."),
    ("tr", SHARE, "Yaklaşık 10 kişiden 1'inin midesi bulanır. %10–20'si 3 ay sonra ikinci doza ihtiyaç duyar."),
    ("vi", DOSE, "Uống 2 viên (500 mg) mỗi 6 giờ. Không uống quá 4 g trong 24 giờ."),
    ("vi", INFUSION, "Truyền 0,5 mg/kg trong 30 phút, không quá 1.000 ml mỗi ngày."),
    (
        "vi",
        HOURS,
        "Phòng khám mở cửa từ 8 giờ 30 sáng đến 5 giờ chiều. Gọi +1 (555) 010-0199 trước ngày 3 tháng 4 năm 2026.",
    ),
    ("fil", DOSE, "Uminom ng 2 tableta (500 mg) bawat 6 na oras. Huwag uminom ng higit sa 4 g sa loob ng 24 na oras."),
    ("ht", DOSE, "Pran 2 grenn (500 mg) chak 6 èdtan. Pa pran plis pase 4 g nan 24 èdtan."),
    ("so", DOSE, "Qaado 2 kiniin (500 mg) 6dii saacadoodba mar. Ha qaadan wax ka badan 4 g 24 saacadood gudahood."),
    ("sw", DOSE, "Meza vidonge 2 (mg 500) kila saa 6. Usimeze zaidi ya g 4 kwa saa 24."),
    ("ar", DOSE, "تناول قرصين (٥٠٠ ملغ) كل ٦ ساعات. لا تتناول أكثر من ٤ غ خلال ٢٤ ساعة."),
    ("ar", INFUSION, "أعطِ ٠٫٥ ملغ/كغ خلال ٣٠ دقيقة، بحد أقصى ١٬٠٠٠ مل في اليوم."),
    (
        "ar",
        FEVER,
        "اتصل بنا إذا كانت حرارتك ٣٨٫٥ درجة مئوية أو أكثر لمدة ٣ أيام، أو إذا كان ضغط دمك أعلى من ١٤٠/٩٠ ملم زئبق.",
    ),
    ("ar", HOURS, "العيادة مفتوحة من ٨:٣٠ صباحًا حتى ٥ مساءً. اتصل بالرقم +1 (555) 010-0199 قبل ٣ أبريل ٢٠٢٦."),
    ("fa", DOSE, "هر ۶ ساعت ۲ قرص (۵۰۰ میلی‌گرم) بخورید. در ۲۴ ساعت بیش از ۴ گرم نخورید."),
    ("fa", INFUSION, "۰٫۵ میلی‌گرم به ازای هر کیلوگرم در ۳۰ دقیقه بدهید، حداکثر ۱٬۰۰۰ میلی‌لیتر در روز."),
    (
        "fa",
        FEVER,
        (
            "اگر دمای بدنتان ۳ روز ۳۸٫۵ درجه سانتی‌گراد یا بالاتر بود،"
            " یا فشار خونتان بالاتر از ۱۴۰/۹۰ میلی‌متر جیوه بود، با ما تماس بگیرید."
        ),
    ),
    ("ur", DOSE, "ہر ۶ گھنٹے بعد ۲ گولیاں (۵۰۰ ملی گرام) لیں۔ ۲۴ گھنٹوں میں ۴ گرام سے زیادہ نہ لیں۔"),
    ("he", DOSE, "יש לקחת 2 טבליות (500 מ״ג) כל 6 שעות. אין לקחת יותר מ-4 גרם ב-24 שעות."),
    ("he", FEVER, "התקשרו אלינו אם החום 38.5 °C ומעלה במשך 3 ימים, או אם לחץ הדם מעל 140/90 ממ״כ."),
    ("hi", DOSE, "हर 6 घंटे में 2 गोलियाँ (500 मि.ग्रा.) लें। 24 घंटे में 4 ग्राम से ज़्यादा न लें।"),
    ("hi", INFUSION, "30 मिनट में 0.5 मि.ग्रा./कि.ग्रा. दें, एक दिन में 1,000 मि.ली. से ज़्यादा नहीं।"),
    (
        "hi",
        FEVER,
        "अगर 3 दिन तक आपका तापमान 38.5 °C या उससे ज़्यादा रहे, या आपका ब्लड प्रेशर 140/90 mmHg से ज़्यादा हो, तो हमें कॉल करें।",
    ),
    ("hi", HALF, "2 हफ़्ते तक दिन में दो बार आधी गोली लें, फिर दिन में एक बार एक गोली।"),
    ("hi", SHARE, "लगभग 10 में से 1 व्यक्ति को मितली होती है। 10–20 % लोगों को 3 महीने बाद दूसरी खुराक चाहिए।"),
    ("bn", DOSE, "প্রতি ৬ ঘণ্টায় ২টি ট্যাবলেট (৫০০ মি.গ্রা.) খান। ২৪ ঘণ্টায় ৪ গ্রামের বেশি খাবেন না।"),
    ("bn", INFUSION, "৩০ মিনিটে প্রতি কেজিতে ০.৫ মি.গ্রা. দিন, দিনে ১,০০০ মি.লি.-এর বেশি নয়।"),
    (
        "ta",
        DOSE,
        "ஒவ்வொரு 6 மணிநேரத்திற்கும் 2 மாத்திரைகள் (500 மி.கி.) எடுத்துக்கொள்ளுங்கள். 24 மணிநேரத்தில் 4 கிராமுக்கு மேல் எடுக்க வேண்டாம்.",
    ),
    ("te", DOSE, "ప్రతి 6 గంటలకు 2 మాత్రలు (500 మి.గ్రా.) తీసుకోండి. 24 గంటల్లో 4 గ్రాముల కంటే ఎక్కువ తీసుకోకండి."),
    ("mr", DOSE, "दर 6 तासांनी 2 गोळ्या (500 मिग्रॅ) घ्या. 24 तासांत 4 ग्रॅमपेक्षा जास्त घेऊ नका."),
    ("ne", DOSE, "हरेक ६ घण्टामा २ चक्की (५०० मिग्रा) खानुहोस्। २४ घण्टामा ४ ग्रामभन्दा बढी नखानुहोस्।"),
    ("pa", DOSE, "ਹਰ 6 ਘੰਟੇ ਬਾਅਦ 2 ਗੋਲੀਆਂ (500 ਮਿ.ਗ੍ਰਾ.) ਲਓ। 24 ਘੰਟਿਆਂ ਵਿੱਚ 4 ਗ੍ਰਾਮ ਤੋਂ ਵੱਧ ਨਾ ਲਓ।"),
    ("gu", DOSE, "દર 6 કલાકે 2 ગોળીઓ (500 મિ.ગ્રા.) લો. 24 કલાકમાં 4 ગ્રામથી વધુ ન લો."),
    ("th", DOSE, "รับประทาน 2 เม็ด (500 มก.) ทุก 6 ชั่วโมง ห้ามรับประทานเกิน 4 กรัมใน 24 ชั่วโมง"),
    ("th", INFUSION, "ให้ยา 0.5 มก./กก. ใน 30 นาที ไม่เกิน 1,000 มล. ต่อวัน"),
    ("km", DOSE, "លេប ២ គ្រាប់ (៥០០ មីលីក្រាម) រៀងរាល់ ៦ ម៉ោង។ កុំលេបលើសពី ៤ ក្រាម ក្នុង ២៤ ម៉ោង។"),
    ("lo", DOSE, "ກິນ 2 ເມັດ (500 ມິລິກຣາມ) ທຸກ 6 ຊົ່ວໂມງ. ຢ່າກິນເກີນ 4 ກຣາມ ໃນ 24 ຊົ່ວໂມງ."),
    ("my", DOSE, "၆ နာရီတိုင်း ၂ ပြား (၅၀၀ မီလီဂရမ်) သောက်ပါ။ ၂၄ နာရီအတွင်း ၄ ဂရမ်ထက် ပိုမသောက်ပါနှင့်။"),
    ("am", DOSE, "በየ 6 ሰዓቱ 2 ክኒን (500 ሚ.ግ.) ይውሰዱ። በ24 ሰዓት ውስጥ ከ4 ግራም በላይ አይውሰዱ።"),
    ("ka", DOSE, "მიიღეთ 2 აბი (500 მგ) ყოველ 6 საათში. 24 საათში 4 გ-ზე მეტი არ მიიღოთ."),
    ("hy", DOSE, "Ընդունեք 2 հաբ (500 մգ) 6 ժամը մեկ։ 24 ժամում մի ընդունեք 4 գ-ից ավելի։"),
    ("zh_Hans", DOSE, "每6小时服用2片（500毫克）。24小时内不要超过4克。"),
    ("zh_Hans", INFUSION, "在30分钟内给予0.5毫克/公斤，每天不超过1000毫升。"),
    ("zh_Hans", FEVER, "如果体温连续3天达到38.5°C或更高，或血压超过140/90毫米汞柱，请致电我们。"),
    ("zh_Hans", HALF, "连续两周每天两次，每次半片；之后每天一次，每次一片。"),
    ("zh_Hans", HOURS, "诊所开放时间为上午8:30至下午5点。请在2026年4月3日前拨打+1 (555) 010-0199。"),
    ("zh_Hans", SHARE, "大约每10人中有1人感到恶心。10%至20%的人在三个月后需要第二剂。"),
    ("zh_Hant", DOSE, "每6小時服用2片（500毫克）。24小時內不要超過4克。"),
    ("ja", DOSE, "6時間ごとに2錠（500 mg）を飲んでください。24時間に4 gを超えて飲まないでください。"),
    ("ja", FEVER, "38.5℃以上の熱が3日続くとき、または血圧が140/90 mmHgを超えるときは、お電話ください。"),
    ("ja", HALF, "2週間は1日2回、半錠を飲み、その後は1日1回、1錠を飲みます。"),
    ("ja", HOURS, "診療時間は午前8時30分から午後5時までです。2026年4月3日までに+1 (555) 010-0199へお電話ください。"),
    ("ja", SHARE, "およそ10人に1人が吐き気を感じます。10～20%の方は3か月後に2回目の投与が必要です。"),
    ("ko", DOSE, "6시간마다 2정(500mg)을 복용하십시오. 24시간 동안 4g을 초과하지 마십시오."),
    ("ko", INFUSION, "30분에 걸쳐 0.5mg/kg을 투여하고, 하루 1,000mL를 넘지 마십시오."),
    (
        "ko",
        HOURS,
        "진료 시간은 오전 8시 30분부터 오후 5시까지입니다. 2026년 4월 3일 전에 +1 (555) 010-0199로 전화하십시오.",
    ),
    ("fi", DOSE, "Ota 2 tablettia (500 mg) 6 tunnin välein. Älä ota yli 4 g 24 tunnissa."),
    ("hu", DOSE, "Vegyen be 2 tablettát (500 mg) 6 óránként. Ne vegyen be 4 g-nál többet 24 óra alatt."),
    ("sv", DOSE, "Ta 2 tabletter (500 mg) var 6:e timme. Ta inte mer än 4 g på 24 timmar."),
    ("nl", DOSE, "Neem om de 6 uur 2 tabletten (500 mg). Neem niet meer dan 4 g in 24 uur."),
    ("ro", DOSE, "Luați 2 comprimate (500 mg) la fiecare 6 ore. Nu luați mai mult de 4 g în 24 de ore."),
    ("id", DOSE, "Minum 2 tablet (500 mg) setiap 6 jam. Jangan minum lebih dari 4 g dalam 24 jam."),
]
