"""The letters of the languages that are offered: what a reader learns, what fonts get wrong, and the signs between.

A specimen prints them, and the doctor looks whether the machine's fonts have them. They were written down here from
what schools teach, and compared with the exemplar sets and quotation marks of CLDR 42 (as ICU 72 gives them): letters
that CLDR has and these lack are historical, or taken up from other languages.
"""

from __future__ import annotations

from dataclasses import dataclass

_LATIN = "Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj Kk Ll Mm Nn Oo Pp Qq Rr Ss Tt Uu Vv Ww Xx Yy Zz"
_ENGLISH_QUOTES = "“ ” ‘ ’"
_GUILLEMETS = "« » ‹ ›"
_ORDERS = range(7)


@dataclass(frozen=True)
class Alphabet:
    """What a language is written with; every field is a list with spaces between.

    `letters` stand alone, upper and lower case together. `joined` are letters that change beside others: vowel signs,
    conjuncts, ligatures, accents, digraphs; of Han, characters that regions write differently. `quotes` are the outer
    and the inner quotation marks, opening before closing, and `signs` the punctuation that English has not.
    """

    letters: str
    joined: str
    quotes: str = _ENGLISH_QUOTES
    signs: str = ""

    @property
    def characters(self) -> frozenset[str]:
        """Every character that a font of the language must have."""
        return frozenset("".join((self.letters, self.joined, self.quotes, self.signs)).replace(" ", ""))


def _each(characters: str) -> str:
    """Each of `characters` by itself."""
    return " ".join(characters)


def _fidel(rows: str) -> str:
    """The seven orders of each Ethiopic consonant of `rows`; Unicode has them side by side."""
    return " ".join(chr(ord(row) + order) for row in rows for order in _ORDERS)


_DEVANAGARI = "अ आ इ ई उ ऊ ऋ ए ऐ ओ औ क ख ग घ ङ च छ ज झ ञ ट ठ ड ढ ण त थ द ध न प फ ब भ म य र ल व श ष स ह "
_DEVANAGARI_JOINED = (
    "का कि की कु कू कृ के कै को कौ कं कः कँ क् क्ष त्र ज्ञ श्र द्ध द्द द्व द्य द्भ हृ ह्म ह्न ह्य ट्ट ट्ठ ड्ढ ङ्क क्त प्र र्क "
    "रु रू ष्ट्र स्त्री क्ष्म र्त्स्न्य "
)

ALPHABETS = {
    "en": Alphabet(_LATIN, "fi fl ffi é ï"),
    "es": Alphabet(_LATIN.replace("Oo", "Ññ Oo"), "Áá Éé Íí Óó Úú Üü", "« » “ ”", "¿ ¡"),
    "fr": Alphabet(_LATIN, "Àà Ââ Ææ Çç Éé Èè Êê Ëë Îî Ïï Ôô Œœ Ùù Ûû Üü Ÿÿ", "« » « »"),
    "pt_BR": Alphabet(_LATIN, "Áá Ââ Ãã Àà Çç Éé Êê Íí Óó Ôô Õõ Úú Üü"),
    "de": Alphabet(_LATIN, "Ää Öö Üü ẞß", "„ “ ‚ ‘"),
    "it": Alphabet(_LATIN, "Àà Èè Éé Ìì Òò Óó Ùù", "« » “ ”"),
    "pl": Alphabet(
        "Aa Ąą Bb Cc Ćć Dd Ee Ęę Ff Gg Hh Ii Jj Kk Ll Łł Mm Nn Ńń Oo Óó Pp Rr Ss Śś Tt Uu Ww Yy Zz Źź Żż",
        "Ch ch Cz cz Dz dz Dź dź Dż dż Rz rz Sz sz",
        "„ ” « »",
    ),
    "uk": Alphabet(
        "Аа Бб Вв Гг Ґґ Дд Ее Єє Жж Зз Ии Іі Її Йй Кк Лл Мм Нн Оо Пп Рр Сс Тт Уу Фф Хх Цц Чч Шш Щщ Ьь Юю Яя",
        "зʼї бʼю и́ ї́ №",
        "« » „ “",
    ),
    "ru": Alphabet(
        "Аа Бб Вв Гг Дд Ее Ёё Жж Зз Ии Йй Кк Лл Мм Нн Оо Пп Рр Сс Тт Уу Фф Хх Цц Чч Шш Щщ Ъъ Ыы Ьь Ээ Юю Яя",
        "а́ ы́ я́ №",
        "« » „ “",
    ),
    "el": Alphabet(
        "Αα Ββ Γγ Δδ Εε Ζζ Ηη Θθ Ιι Κκ Λλ Μμ Νν Ξξ Οο Ππ Ρρ Σσς Ττ Υυ Φφ Χχ Ψψ Ωω",
        "Άά Έέ Ήή Ίί Όό Ύύ Ώώ Ϊϊ Ϋϋ ΐ ΰ",
        "« » “ ”",
        "· ;",
    ),
    "tr": Alphabet(
        "Aa Bb Cc Çç Dd Ee Ff Gg Ğğ Hh Iı İi Jj Kk Ll Mm Nn Oo Öö Pp Rr Ss Şş Tt Uu Üü Vv Yy Zz",
        "Ââ Îî Ûû fi fı",
    ),
    "vi": Alphabet(
        "Aa Ăă Ââ Bb Cc Dd Đđ Ee Êê Gg Hh Ii Kk Ll Mm Nn Oo Ôô Ơơ Pp Qq Rr Ss Tt Uu Ưư Vv Xx Yy",
        "àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ ÀẢÃÁẠ ẰẲẴẮẶ ẦẨẪẤẬ ỀỂỄẾỆ ỒỔỖỐỘ ỪỬỮỨỰ",
    ),
    "fil": Alphabet(_LATIN.replace("Oo", "Ññ Oo"), "Ng ng Áá Àà Ââ Éé Íí Óó Úú"),
    "ht": Alphabet(
        "Aa Bb Cc Dd Ee Èè Ff Gg Hh Ii Jj Kk Ll Mm Nn Oo Òò Pp Rr Ss Tt Uu Vv Ww Yy Zz",
        "An an Ch ch En en Ng ng On on Ou ou Oun oun Ui ui Àà",
        "« » « »",
    ),
    "so": Alphabet(
        "Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj Kk Ll Mm Nn Oo Qq Rr Ss Tt Uu Ww Xx Yy",
        "Dh dh Kh kh Sh sh aa ee ii oo uu go’",
    ),
    "sw": Alphabet(
        "Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj Kk Ll Mm Nn Oo Pp Rr Ss Tt Uu Vv Ww Yy Zz",
        "Ch ch Dh dh Gh gh Kh kh Ng’ ng’ Ny ny Sh sh Th th",
    ),
    "ar": Alphabet(
        "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي ء آ أ إ ؤ ئ ة ى",
        "لا لأ لإ لآ بَ بُ بِ بْ بّ بً بٌ بٍ بَّ هٰذا ههه ععع ييي الله محمّد شَيْء",
        "” “ ’ ‘",
        "، ؛ ؟ ٪ ٫ ٬",
    ),
    "fa": Alphabet(
        "ا آ ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی ء أ ؤ ئ",
        "لا لأ کک گگ ههه ییی می‌خواهم کتاب‌ها خانهٔ بَ بِ بُ بّ بً بٌ بٍ هجریة",
        _GUILLEMETS,
        "، ؛ ؟ ٪ ٫ ٬",
    ),
    "ur": Alphabet(
        "ا آ ب پ ت ٹ ث ج چ ح خ د ڈ ذ ر ڑ ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن ں و ہ ھ ء ی ے ئ ؤ",
        "لا بھ پھ تھ ٹھ جھ چھ دھ ڈھ ڑھ کھ گھ ئے ہہہ مسئلہ نستعلیق پیچیدہ بَ بِ بُ بّ",
        "” “ ’ ‘",
        "، ؛ ؟ ۔ ٪ ٫ ٬",
    ),
    "ps": Alphabet(
        "ا آ ب پ ت ټ ث ج ځ چ څ ح خ د ډ ذ ر ړ ز ژ ږ س ش ښ ص ض ط ظ ع غ ف ق ک ګ ل م ن ڼ و ه ء ی ې ي ۍ ئ ة ؤ أ گ",
        "لا پښتو ګڼ ځای ښځه څوک ههه ییی ېې بَ بِ بُ بّ بْ بً بٌ بٍ بٰ هٔ",
        signs="، ؛ ؟ ٪ ٫ ٬",
    ),
    "ckb": Alphabet(
        "ئ ا ب پ ت ج چ ح خ د ر ڕ ز ژ س ش ع غ ف ڤ ق ک گ ل ڵ م ن و ۆ ھ ە ی ێ",
        "لا ڵا وو ئا ئە ئێ ئۆ ئی ھھھ ییی کوردیی ناوەندی",
        signs="، ؛ ؟ ٪ ٫ ٬",
    ),
    "he": Alphabet(
        "א ב ג ד ה ו ז ח ט י כ ך ל מ ם נ ן ס ע פ ף צ ץ ק ר ש ת",
        "בּ כּ פּ שׁ שׂ תּ אָ אַ בֵ בֶ גִ דֹ וּ וֹ צְ לֻ הַיֶּלֶד",
        "” ” ’ ’",
        "־ ׳ ״ ₪",
    ),
    "yi": Alphabet(
        "א ב ג ד ה ו ז ח ט י כ ך ל מ ם נ ן ס ע פ ף צ ץ ק ר ש ת",
        "אַ אָ בֿ וּ יִ ײַ כּ פּ פֿ שׂ תּ וו וי יי זש טש דזש",
        "” ” ’ ’",
        "־ ׳ ״",
    ),
    "hi": Alphabet(_DEVANAGARI + "ऑ ड़ ढ़ क़ ख़ ग़ ज़ फ़", _DEVANAGARI_JOINED + "कॅ कॉ फ़ॉर्म ॐ", signs="। ॥"),
    "ne": Alphabet(_DEVANAGARI, _DEVANAGARI_JOINED + "र्‍य ङ्ग ट्र ॐ", signs="। ॥"),
    "mr": Alphabet(_DEVANAGARI + "ळ ऱ ॲ ऑ", _DEVANAGARI_JOINED + "कॅ कॉ र्‍य र्‍ह ळ्या त्त ॐ", signs="। ॥"),
    "bn": Alphabet(
        "অ আ ই ঈ উ ঊ ঋ এ ঐ ও ঔ ক খ গ ঘ ঙ চ ছ জ ঝ ঞ ট ঠ ড ঢ ণ ত থ দ ধ ন প ফ ব ভ ম য র ল শ ষ স হ ড় ঢ় য় ৎ",
        "কা কি কী কু কূ কৃ কে কৈ কো কৌ কং কঃ কঁ ক্ ক্ষ জ্ঞ ত্র ক্র ক্ত ত্ত স্থ ন্ধ ঙ্গ ঞ্চ ঞ্জ হ্ম ষ্ণ র্ক ক্য ল্প গু রু শু হু হৃ স্ত্র ন্দ্র ন্ত্র র‍্যা",
        signs="। ॥",
    ),
    "pa": Alphabet(
        "ੳ ਅ ੲ ਆ ਇ ਈ ਉ ਊ ਏ ਐ ਓ ਔ ਸ ਹ ਕ ਖ ਗ ਘ ਙ ਚ ਛ ਜ ਝ ਞ ਟ ਠ ਡ ਢ ਣ ਤ ਥ ਦ ਧ ਨ ਪ ਫ ਬ ਭ ਮ ਯ ਰ ਲ ਵ ੜ ਸ਼ ਖ਼ ਗ਼ ਜ਼ ਫ਼ ਲ਼",
        "ਕਾ ਕਿ ਕੀ ਕੁ ਕੂ ਕੇ ਕੈ ਕੋ ਕੌ ਕੰ ਕਾਂ ਕੱ ਪ੍ਰ ਸ੍ਵ ਨ੍ਹ ਮ੍ਹ ਲ੍ਹ ੜ੍ਹ ਸ੍ਰੀ ਦ੍ਵਾਰਾ ਪੱਤਰ ਸਿੰਘ ੴ",
        signs="। ॥",
    ),
    "gu": Alphabet(
        "અ આ ઇ ઈ ઉ ઊ ઋ ઍ એ ઐ ઑ ઓ ઔ ક ખ ગ ઘ ઙ ચ છ જ ઝ ઞ ટ ઠ ડ ઢ ણ ત થ દ ધ ન પ ફ બ ભ મ ય ર લ વ શ ષ સ હ ળ",
        "કા કિ કી કુ કૂ કૃ કૅ કે કૈ કૉ કો કૌ કં કઃ કઁ ક્ ક્ષ જ્ઞ ત્ર શ્ર દ્ધ દ્વ દ્ય હ્મ ટ્ટ ત્ત ક્ત ર્ક પ્ર રુ રૂ જી હૃ સ્ત્ર",
    ),
    "ta": Alphabet(
        "அ ஆ இ ஈ உ ஊ எ ஏ ஐ ஒ ஓ ஔ ஃ க ங ச ஞ ட ண த ந ப ம ய ர ல வ ழ ள ற ன ஜ ஷ ஸ ஹ",
        "கா கி கீ கு கூ கெ கே கை கொ கோ கௌ க் க்ஷ ஸ்ரீ டி டீ து தூ று ரூ மூ ணொ ளை சௌ",
    ),
    "te": Alphabet(
        "అ ఆ ఇ ఈ ఉ ఊ ఋ ఎ ఏ ఐ ఒ ఓ ఔ క ఖ గ ఘ ఙ చ ఛ జ ఝ ఞ ట ఠ డ ఢ ణ త థ ద ధ న ప ఫ బ భ మ య ర ఱ ల ళ వ శ ష స హ",
        "కా కి కీ కు కూ కృ కె కే కై కొ కో కౌ కం కః కఁ క్ క్ష జ్ఞ త్ర శ్రీ ద్ధ ర్క ట్ట ప్ర హ్మ స్వ మొ యో స్త్రీ క్ష్మ ఘ్యు",
    ),
    "kn": Alphabet(
        "ಅ ಆ ಇ ಈ ಉ ಊ ಋ ಎ ಏ ಐ ಒ ಓ ಔ ಕ ಖ ಗ ಘ ಙ ಚ ಛ ಜ ಝ ಞ ಟ ಠ ಡ ಢ ಣ ತ ಥ ದ ಧ ನ ಪ ಫ ಬ ಭ ಮ ಯ ರ ಱ ಲ ಳ ವ ಶ ಷ ಸ ಹ",
        "ಕಾ ಕಿ ಕೀ ಕು ಕೂ ಕೃ ಕೆ ಕೇ ಕೈ ಕೊ ಕೋ ಕೌ ಕಂ ಕಃ ಕ್ ಕ್ಷ ಜ್ಞ ತ್ರ ಶ್ರೀ ರ್ಕ ಟ್ಟ ಪ್ರ ಹ್ಮ ದ್ಧ ತ್ತು ಸ್ವ ಸ್ತ್ರೀ ಷ್ಟ್ರ ಕ್ಷ್ಮಿ",
    ),
    "ml": Alphabet(
        "അ ആ ഇ ഈ ഉ ഊ ഋ എ ഏ ഐ ഒ ഓ ഔ ക ഖ ഗ ഘ ങ ച ഛ ജ ഝ ഞ ട ഠ ഡ ഢ ണ ത ഥ ദ ധ ന പ ഫ ബ ഭ മ യ ര റ ല ള ഴ വ ശ ഷ സ ഹ ൺ ൻ ർ ൽ ൾ ൿ",
        "കാ കി കീ കു കൂ കൃ കെ കേ കൈ കൊ കോ കൗ കം കഃ ക് ക്ക ക്ഷ ങ്ക ങ്ങ ച്ച ഞ്ച ഞ്ഞ ട്ട ണ്ട ണ്ണ ത്ത ന്ത ന്ന പ്പ മ്പ മ്മ യ്യ ല്ല ള്ള വ്വ "
        "ക്ര പ്ര ക്യ സ്വ റ്റ ന്റെ ശ്രീ സ്ത്രീ",
    ),
    "si": Alphabet(
        "අ ආ ඇ ඈ ඉ ඊ උ ඌ ඍ එ ඒ ඓ ඔ ඕ ඖ ක ඛ ග ඝ ඞ ඟ ච ඡ ජ ඣ ඤ ඥ ට ඨ ඩ ඪ ණ ඬ ත ථ ද ධ න ඳ ප ඵ බ භ ම ඹ ය ර ල ව ශ ෂ ස හ ළ ෆ",
        "කා කැ කෑ කි කී කු කූ කෘ කෙ කේ කෛ කො කෝ කෞ කං කඃ ක් ක්‍ර ක්‍ය ප්‍ර ශ්‍රී ක්‍ෂ ර්‍ම ද්‍ය න්‍ද ත්‍ව රු රූ ලු ළු ගු වි ඩි ම්",
    ),
    "th": Alphabet(
        "ก ข ฃ ค ฅ ฆ ง จ ฉ ช ซ ฌ ญ ฎ ฏ ฐ ฑ ฒ ณ ด ต ถ ท ธ น บ ป ผ ฝ พ ฟ ภ ม ย ร ฤ ล ฦ ว ศ ษ ส ห ฬ อ ฮ",
        "อะ อั อา อำ อิ อี อึ อื อุ อู เอ แอ โอ ใอ ไอ ก่ ก้ ก๊ ก๋ ก็ ก์ ที่ ปั้น น้ำ ป้ำ ปิ๊ ฟ้า ผู้ รู้ ญู ฐู ฎุ เก๋ ฤๅ",
        signs="ฯ ๆ ฿",
    ),
    "lo": Alphabet(
        "ກ ຂ ຄ ງ ຈ ສ ຊ ຍ ດ ຕ ຖ ທ ນ ບ ປ ຜ ຝ ພ ຟ ມ ຢ ຣ ລ ວ ຫ ໜ ໝ ອ ຮ",
        "ກະ ກັ ກາ ກິ ກີ ກຶ ກື ກຸ ກູ ເກ ແກ ໂກ ໃກ ໄກ ກຳ ກົ ກໍ ເກັຽ ກ່ ກ້ ກ໊ ກ໋ ທີ່ ນ້ຳ ຢູ່ ປິ່ນ ໜຶ່ງ ຫຼາຍ ຊົ່ວ ເຈົ້າ ສຸກ໌",
        signs="ໆ ຯ",
    ),
    "km": Alphabet(
        "ក ខ គ ឃ ង ច ឆ ជ ឈ ញ ដ ឋ ឌ ឍ ណ ត ថ ទ ធ ន ប ផ ព ភ ម យ រ ល វ ស ហ ឡ អ ឥ ឦ ឧ ឩ ឪ ឫ ឬ ឭ ឮ ឯ ឰ ឱ ឳ",
        "កា កិ កី កឹ កឺ កុ កូ កួ កើ កឿ កៀ កេ កែ កៃ កោ កៅ កំ កុំ កះ កាំ ក៏ ន័យ ធម៌ សប្ដាហ៍ គណៈ កាន់ ម៉ោង ប៉ះ ស៊ី ក្រ ង្គ ញ្ញ អ្នក "
        "ព្រះ ខ្មែរ ភ្នំ ប្ដី ក្បាល ឆ្នាំ ស្ត្រី",
        signs="។ ៕ ៖ ៗ",
    ),
    "my": Alphabet(
        "က ခ ဂ ဃ င စ ဆ ဇ ဈ ည ဉ ဋ ဌ ဍ ဎ ဏ တ ထ ဒ ဓ န ပ ဖ ဗ ဘ မ ယ ရ လ ဝ သ ဟ ဠ အ ဣ ဤ ဥ ဦ ဧ ဩ ဪ ဿ",
        "ကာ ကိ ကီ ကု ကူ ကေ ကဲ ကော ကော် ကို ကံ က့ ကး က် ကျ ကြ ကွ ကျွ ကြွ မှ လှ က္က တ္တ န္တ ဏ္ဍ ဗုဒ္ဓ သို့ ရွှေ နှုန်း လျှင် အင်္ဂါ သင်္ဘော ယောက်ျား ကျွန်ုပ်",
        signs="၊ ။ ၍ ၏",
    ),
    "am": Alphabet(
        _fidel("ሀለሐመሠረሰሸቀበቨተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ"),
        "ሏ ሟ ሯ ሷ ሿ ቈ ቋ ቧ ቷ ኋ ኗ ኰ ኳ ዟ ዷ ጐ ጓ ጧ ፏ",
        _GUILLEMETS,
        "። ፣ ፤ ፥ ፦ ፧",
    ),
    "ti": Alphabet(
        _fidel("ሀለሐመሠረሰሸቀቐበቨተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ"),
        "ቈ ቊ ቋ ቌ ቍ ቘ ቚ ቛ ቜ ቝ ኰ ኲ ኳ ኴ ኵ ዀ ዂ ዃ ዄ ዅ ጐ ጒ ጓ ጔ ጕ",
        "« » “ ”",
        "። ፣ ፤ ፥ ፦ ፧",
    ),
    "ka": Alphabet("ა ბ გ დ ე ვ ზ თ ი კ ლ მ ნ ო პ ჟ რ ს ტ უ ფ ქ ღ ყ შ ჩ ც ძ წ ჭ ხ ჯ ჰ", "გვფრცქვნი ყველა №", "„ “ « »"),
    "hy": Alphabet(
        "Աա Բբ Գգ Դդ Եե Զզ Էէ Ըը Թթ Ժժ Իի Լլ Խխ Ծծ Կկ Հհ Ձձ Ղղ Ճճ Մմ Յյ Նն Շշ Ոո Չչ Պպ Ջջ Ռռ Սս Վվ Տտ Րր "
        "Ցց Ււ Փփ Քք Օօ Ֆֆ",
        "և ու Ու մն մե մի վն",
        "« » « »",
        "՝ ՛ ՜ ՞ ։",
    ),
    "zh_Hans": Alphabet(
        _each("的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学")
        + " "
        + "对 可 她 里 后 小 么 心 多 天 能 好 都 医 药 痛 院 病 血 手 术 水 日",
        "直 骨 角 令 返 曜 次 述 海 户 与 冷 今 将 画 雪 微 底 认 遍 边 关 写",
        signs="， 。 、 ； ： ？ ！ （ ） 《 》 …",
    ),
    "zh_Hant": Alphabet(
        _each("的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學")
        + " "
        + "對 可 她 裡 後 小 麼 心 多 天 能 好 都 醫 藥 痛 院 病 血 手 術 水 日",
        "直 骨 角 令 返 曜 次 述 海 戶 與 冷 今 將 畫 雪 微 底 認 遍 邊 關 寫",
        "「 」 『 』",
        "， 。 、 ； ： ？ ！ （ ） 《 》 …",
    ),
    "ja": Alphabet(
        _each("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん")
        + " "
        + _each("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン")
        + " "
        + _each("日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女")
        + " "
        + "医 薬 痛 院 病 血 手 術 水 心",
        _each("がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ")
        + " "
        + "きゃ きゅ きょ がっこう ガ ジ ヅ ベ パ ヴ ティ ファ コーヒー "
        "直 骨 角 令 返 曜 次 述 海 戸 与 冷 将 画 雪 微 底 認 遍 辺 関 写",
        "「 」 『 』",
        "、 。 ・ ？ ！ （ ） 〜 々",
    ),
    "ko": Alphabet(
        _each("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"),
        _each("이다의에는을가고하한를은로지도사기대시인자리어들나일그것수서")
        + " "
        + "값 읽 앉 많 닭 삶 밟 핥 읊 옳 없 있 꽃 뽑 쏟 뚫 쨌 괜 웬 뷔 희",
        signs="· 「 」 『 』",
    ),
}
"""By gettext code, one for each of `languages.OFFERED`."""
