"""The same short notice in 21 further languages: see `paragraphs`. Test material, not medical wording."""

from __future__ import annotations

from tests.text_layer.paragraph import Paragraph

MORE = {
    "fr": Paragraph(
        "Votre médecin surveillera la tension, le pouls et la respiration pendant tout le traitement. L’œdème, les "
        "nausées et les vertiges disparaissent généralement en deux heures ; ne conduisez pas avant le lendemain. "
        "Téléphonez au (555) 010-0199 si les troubles s’aggravent."
    ),
    "pt-BR": Paragraph(
        "O médico acompanhará a pressão, o pulso e a respiração durante todo o tratamento. Náusea, tontura e visão "
        "embaçada costumam passar em duas horas; mesmo assim, não dirija até o dia seguinte. Ligue para "
        "(555) 010-0199 se os sintomas piorarem."
    ),
    "it": Paragraph(
        "Il medico controllerà la pressione, il polso e il respiro per tutta la durata del trattamento. Nausea, "
        "capogiri e vista offuscata passano di solito in due ore; non guidi però fino al giorno dopo. Telefoni al "
        "(555) 010-0199 se i disturbi peggiorano."
    ),
    "pl": Paragraph(
        "Lekarz będzie obserwować ciśnienie, tętno i oddech przez cały czas leczenia. Nudności, zawroty głowy "
        "i niewyraźne widzenie zwykle mijają w ciągu dwóch godzin; mimo to proszę nie prowadzić samochodu do "
        "następnego dnia. Proszę zadzwonić pod (555) 010-0199, jeśli objawy się nasilą."
    ),
    "uk": Paragraph(
        "Лікар стежитиме за тиском, пульсом і диханням протягом усього лікування. Нудота, запаморочення та "
        "нечіткий зір зазвичай минають за дві години; однак не керуйте автомобілем до наступного дня. "
        "Зателефонуйте за номером (555) 010-0199, якщо симптоми посиляться. Об’єм їжі обмежте."
    ),
    "ru": Paragraph(
        "Врач будет следить за давлением, пульсом и дыханием в течение всего лечения. Тошнота, головокружение и "
        "нечёткость зрения обычно проходят за два часа; всё же не садитесь за руль до следующего дня. Позвоните по "
        "номеру (555) 010-0199, если симптомы усилятся."
    ),
    "el": Paragraph(
        "Ο γιατρός θα παρακολουθεί την πίεση, τον σφυγμό και την αναπνοή σε όλη τη διάρκεια της θεραπείας. Η "
        "ναυτία, η ζάλη και η θολή όραση περνούν συνήθως σε δύο ώρες· ωστόσο μην οδηγήσετε έως την επόμενη ημέρα. "
        "Καλέστε το (555) 010-0199 αν τα συμπτώματα χειροτερέψουν."
    ),
    "tr": Paragraph(
        "Hekiminiz tedavi boyunca tansiyonunuzu, nabzınızı ve solunumunuzu izler. Bulantı, baş dönmesi ve bulanık "
        "görme genellikle iki saat içinde geçer; yine de ertesi güne kadar araç kullanmayın. Şikâyetleriniz "
        "ağırlaşırsa (555) 010-0199 numarasını arayın."
    ),
    "fil": Paragraph(
        "Babantayan ng doktor ang iyong presyon, pulso at paghinga sa buong gamutan. Ang pagduduwal, pagkahilo at "
        "malabong paningin ay karaniwang nawawala sa loob ng dalawang oras; gayunman huwag magmaneho hanggang sa "
        "susunod na araw. Tumawag sa (555) 010-0199 kung lumala ang mga sintomas."
    ),
    "ht": Paragraph(
        "Doktè a ap veye tansyon ou, batman kè ou ak respirasyon ou pandan tout tretman an. Kè plen, tèt vire ak "
        "je twoub konn pase nan de zè d tan; men pa kondui machin jouk nan demen. Rele (555) 010-0199 si sentòm yo "
        "vin pi mal."
    ),
    "so": Paragraph(
        "Dhakhtarku wuxuu la socon doonaa dhiig-karkaaga, garaaca wadnaha iyo neefsashada inta daaweyntu socoto. "
        "Lallabbada, wareerka iyo araga oo mugdi gala badanaa waxay ku dhammaadaan laba saacadood; haddana ha wadin "
        "gaari ilaa maalinta xigta. Wac (555) 010-0199 haddii calaamaduhu ka sii daraan."
    ),
    "sw": Paragraph(
        "Daktari atafuatilia shinikizo la damu, mapigo ya moyo na kupumua kwako wakati wote wa matibabu. Kichefuchefu, "
        "kizunguzungu na kuona ukungu kwa kawaida huisha ndani ya saa mbili; hata hivyo usiendeshe gari hadi siku "
        "inayofuata. Piga simu (555) 010-0199 ikiwa dalili zitazidi."
    ),
    "ps": Paragraph(
        "ډاکټر به د درملنې په ټوله موده کې ستاسو د وینې فشار، د زړه ضربان او تنفس وڅاري. زړه بدوالی، سرګرځېدل او "
        "د لید تتوالی معمولاً په دوو ساعتونو کې له منځه ځي؛ خو تر بلې ورځې موټر مه چلوئ. که نښې ډېرې شي، کلینیک ته "
        "زنګ ووهئ.",
        "Noto Sans Arabic",
        "rtl",
    ),
    "ckb": Paragraph(
        "پزیشک بە درێژایی چارەسەرەکە چاودێری پەستانی خوێن و لێدانی دڵ و هەناسەدانت دەکات. هێڵنج و گێژبوون و لێڵیی "
        "بینین زۆرجار لە ماوەی دوو کاتژمێردا نامێنن؛ بەڵام تا ڕۆژی دواتر ئۆتۆمبێل لێ مەخوڕە. ئەگەر نیشانەکان "
        "خراپتر بوون، پەیوەندی بە کلینیکەوە بکە.",
        "Noto Sans Arabic",
        "rtl",
    ),
    "yi": Paragraph(
        "דער דאָקטער וועט אַכטונג געבן אויף אײַער בלוטדרוק, פּולס און אָטעמען די גאַנצע צײַט פֿון דער באַהאַנדלונג. "
        "שווינדל און נישט־קלאָרער ראיה גייען געוויינטלעך אַריבער אין צוויי שעה; פֿירט נישט קיין אויטאָ ביז מאָרגן. "
        "אויב עס ווערט ערגער, קלינגט גלײַך אָן.",
        "Noto Sans Hebrew",
        "rtl",
    ),
    "ne": Paragraph(
        "उपचारभरि चिकित्सकले तपाईंको रक्तचाप, मुटुको धड्कन र श्वासप्रश्वास हेर्नुहुन्छ। चक्कर, वाकवाकी र दृष्टि "
        "धमिलो हुने समस्या सामान्यतया दुई घण्टामा हट्छ; तैपनि भोलिपल्टसम्म गाडी नचलाउनुहोस्। लक्षण बढे (555) "
        "010-0199 मा तुरुन्त फोन गर्नुहोस्।",
        "Noto Sans Devanagari",
    ),
    "am": Paragraph(
        "ሐኪሙ በሕክምናው ጊዜ ሁሉ የደም ግፊትዎን፣ የልብ ምትዎንና አተነፋፈስዎን ይከታተላል። ማቅለሽለሽ፣ ማዞርና የዕይታ መደብዘዝ ብዙውን ጊዜ በሁለት "
        "ሰዓት ውስጥ ይጠፋሉ፤ ሆኖም እስከሚቀጥለው ቀን ድረስ መኪና አይንዱ። ምልክቶቹ ከባሱ ወደ (555) 010-0199 ይደውሉ።",
        "Noto Sans Ethiopic",
    ),
    "ti": Paragraph(
        "ሓኪም ኣብ ምሉእ እዋን ሕክምና ጸቕጢ ደምኩም፣ ህርመት ልብኹምን ኣተነፋፍሳኹምን ይከታተል። ዕግርግር፣ ምንጽርጻርን ናይ ምርኣይ ምድብዛዝን "
        "መብዛሕትኡ ግዜ ኣብ ውሽጢ ክልተ ሰዓት ይሃስስ፤ ይኹን እምበር ክሳብ ዝቕጽል መዓልቲ መኪና ኣይትዘውሩ። ምልክታት እንተገዲዱ (555) "
        "010-0199 ደውሉ።",
        "Noto Sans Ethiopic",
    ),
    "ka": Paragraph(
        "ექიმი მკურნალობის განმავლობაში დააკვირდება თქვენს წნევას, პულსსა და სუნთქვას. გულისრევა, თავბრუსხვევა და "
        "მხედველობის დაბინდვა ჩვეულებრივ ორ საათში გაივლის; მაინც ნუ მართავთ მანქანას მეორე დღემდე. დარეკეთ "
        "(555) 010-0199, თუ ჩივილები გაძლიერდება.",
        "Noto Sans Georgian",
    ),
    "hy": Paragraph(
        "Բժիշկը բուժման ողջ ընթացքում կհետևի Ձեր արյան ճնշմանը, զարկերակին և շնչառությանը։ Սրտխառնոցը, "
        "գլխապտույտը և մշուշոտ տեսողությունը սովորաբար անցնում են երկու ժամում. այնուամենայնիվ մի՛ վարեք մեքենա "
        "մինչև հաջորդ օրը։ Զանգահարե՛ք (555) 010-0199, եթե վիճակը վատանա։",
        "Noto Sans Armenian",
    ),
    "zh-Hant": Paragraph(
        "治療|期間，|醫師|會|全程|監測|您的|血壓、|心跳|和|呼吸。|噁心、|頭暈|或|視線|模糊|通常|在|兩|小時|內|"
        "消失；|但|隔天|之前|請勿|開車。|如果|症狀|加重，|請|立即|撥打|(555)|010-0199|聯絡|診所。",
        "Noto Sans CJK TC",
        bar="",
    ),
}
