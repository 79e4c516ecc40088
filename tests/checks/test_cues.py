"""Negation, obligation and direction: turned around in many languages, and said otherwise but right."""

from __future__ import annotations

from functools import cache

import pytest

from handouts.checks.cue_checks import CHECKS
from handouts.checks.model import Unit
from handouts.checks.words import Words, load_words
from handouts.languages import find_language
from handouts.problems import Severity

BY_ID = {check.id: check for check in CHECKS}
words = cache(load_words)


def unit(code: str, source: str, target: str) -> Unit:
    return Unit(
        source,
        target,
        find_language("en"),
        find_language(code),
        safety=True,
        source_words=words("en"),
        target_words=words(code),
    )


def errors(code: str, source: str, target: str) -> set[str]:
    asked = unit(code, source, target)
    return {check.id for check in CHECKS if check.safety is Severity.ERROR and list(check.run(asked))}


FAULTS = [
    # English, language, right, wrong, the check that sees it
    ("Do not drink alcohol.", "es", "No beba alcohol.", "Beba alcohol.", "negation-lost"),
    ("Do not drink alcohol.", "de", "Trinken Sie keinen Alkohol.", "Trinken Sie Alkohol.", "negation-lost"),
    ("Do not drink alcohol.", "ar", "لا تشرب الكحول.", "اشرب الكحول.", "negation-lost"),
    ("Do not drink alcohol.", "fa", "الکل ننوشید.", "الکل بنوشید.", "negation-lost"),
    ("Do not drink alcohol.", "hi", "शराब न पिएँ।", "शराब पिएँ।", "negation-lost"),
    ("Do not drink alcohol.", "zh_Hans", "不要饮酒。", "要饮酒。", "negation-lost"),
    ("Do not drink alcohol.", "vi", "Không uống rượu.", "Hãy uống rượu.", "negation-lost"),
    ("Never drive alone.", "es", "Nunca conduzca solo.", "Conduzca solo.", "negation-lost"),
    ("Take it without food.", "es", "Tómelo sin alimentos.", "Tómelo con alimentos.", "negation-lost"),
    ("Take it without food.", "de", "Nehmen Sie es ohne Essen ein.", "Nehmen Sie es mit Essen ein.", "negation-lost"),
    ("Take it without food.", "zh_Hans", "不要与食物同服。", "请与食物同服。", "negation-lost"),
    ("Do not eat. Do not drink.", "es", "No coma. No beba.", "No coma. Beba.", "negation-lost"),
    ("It is not safe, and it is not cheap.", "de", "Es ist nicht sicher, und es ist nicht billig.",
     "Es ist sicher, und es ist nicht billig.", "negation-lost"),
    ("Do not sign papers or make decisions.", "ar", "لا توقّع أوراقًا ولا تتخذ قرارات.",
     "لا توقّع أوراقًا وتتخذ قرارات.",
     "negation-lost"),
    ("Do not sign papers or make decisions.", "de",
     "Unterschreiben Sie keine Papiere und treffen Sie keine Entscheidungen.",
     "Unterschreiben Sie keine Papiere und treffen Sie Entscheidungen.", "negation-lost"),
    ("Do not sign papers or make decisions.", "zh_Hans", "不要签署文件，也不要作决定。", "要签署文件，也不要作决定。",
     "negation-lost"),
    ("Take it with food.", "es", "Tómelo con comida.", "No lo tome con comida.", "negation-added"),
    ("Take it with food.", "fa", "آن را با غذا بخورید.", "آن را با غذا نخورید.", "negation-added"),
    ("Call us at once.", "hi", "हमें तुरंत कॉल करें।", "हमें तुरंत कॉल न करें।", "negation-added"),
    ("Call us at once.", "zh_Hans", "请立即给我们打电话。", "请不要立即给我们打电话。", "negation-added"),
    ("You must have it only in a clinic.", "vi", "Quý vị chỉ được dùng thuốc tại phòng khám.",
     "Quý vị không được dùng thuốc chỉ tại phòng khám.", "negation-added"),
    ("Never use it at home.", "es", "Nunca lo use en casa.", "No lo use a menudo en casa.", "negation-never"),
    ("Never use it at home.", "de", "Verwenden Sie es niemals zu Hause.", "Verwenden Sie es nicht oft zu Hause.",
     "negation-never"),
    ("Never use it at home.", "ar", "لا تستخدمه أبدًا في البيت.", "لا تستخدمه كثيرًا في البيت.", "negation-never"),
    ("Never use it at home.", "hi", "इसे घर पर कभी इस्तेमाल न करें।", "इसे घर पर अक्सर इस्तेमाल न करें।",
     "negation-never"),
    ("Never use it at home.", "zh_Hans", "切勿在家中使用。", "不要经常在家中使用。", "negation-never"),
    ("Never use it at home.", "fa", "هرگز آن را در خانه مصرف نکنید.", "زیاد آن را در خانه مصرف نکنید.",
     "negation-never"),
    ("Take it only at night.", "es", "Tómelo solo por la noche.", "Tómelo por la noche.", "negation-only"),
    ("Take it only at night.", "ar", "تناوله ليلًا فقط.", "تناوله ليلًا.", "negation-only"),
    ("Take it only at night.", "hi", "इसे सिर्फ़ रात में लें।", "इसे रात में लें।", "negation-only"),
    ("Take it only at night.", "zh_Hans", "只在晚上服用。", "在晚上服用。", "negation-only"),
    ("You must fast.", "es", "Debe ayunar.", "Puede ayunar.", "obligation-changed"),
    ("You must fast.", "es", "Debe ayunar.", "Debería ayunar.", "obligation-changed"),
    ("You must fast.", "de", "Sie müssen nüchtern sein.", "Sie sollten nüchtern sein.", "obligation-changed"),
    ("You must fast.", "ar", "يجب أن تصوم.", "يمكنك أن تصوم.", "obligation-changed"),
    ("You must fast.", "hi", "आपको उपवास करना होगा।", "आप उपवास कर सकते हैं।", "obligation-changed"),
    ("You must fast.", "zh_Hans", "您必须禁食。", "您可以禁食。", "obligation-changed"),
    ("You must fast.", "vi", "Quý vị phải nhịn ăn.", "Quý vị có thể nhịn ăn.", "obligation-changed"),
    ("You may eat.", "de", "Sie können essen.", "Sie müssen essen.", "obligation-changed"),
    ("You may eat.", "fa", "ممکن است غذا بخورید.", "باید غذا بخورید.", "obligation-changed"),
    ("You should rest.", "es", "Debería descansar.", "Debe descansar.", "obligation-changed"),
    ("You must not drive.", "de", "Sie dürfen nicht Auto fahren.", "Sie müssen nicht Auto fahren.",
     "obligation-changed"),
    ("You must not drive.", "es", "No debe conducir.", "No es necesario que conduzca: no tiene que conducir.",
     "obligation-changed"),
    ("Take it before meals.", "es", "Tómelo antes de las comidas.", "Tómelo después de las comidas.", "direction-time"),
    ("Take it after meals.", "de", "Nehmen Sie es nach dem Essen ein.", "Nehmen Sie es vor dem Essen ein.",
     "direction-time"),
    ("Take it after meals.", "ar", "تناوله بعد الأكل.", "تناوله قبل الأكل.", "direction-time"),
    ("Take it after meals.", "fa", "آن را بعد از غذا بخورید.", "آن را قبل از غذا بخورید.", "direction-time"),
    ("Take it after meals.", "hi", "इसे खाने के बाद लें।", "इसे खाने से पहले लें।", "direction-time"),
    ("Take it after meals.", "zh_Hans", "饭后服用。", "饭前服用。", "direction-time"),
    ("Take it after meals.", "vi", "Uống sau bữa ăn.", "Uống trước bữa ăn.", "direction-time"),
    ("Eat before it and sleep after it.", "es", "Coma antes y duerma después.", "Coma después y duerma después.",
     "direction-time"),
    ("If your fever is above 38 °C, call us.", "es", "Si la fiebre está por encima de 38 °C, llámenos.",
     "Si la fiebre está por debajo de 38 °C, llámenos.", "direction-above"),
    ("more than 4 tablets", "de", "mehr als 4 Tabletten", "weniger als 4 Tabletten", "direction-above"),
    ("more than 4 tablets", "ar", "أكثر من ٤ أقراص", "أقل من ٤ أقراص", "direction-above"),
    ("more than 4 tablets", "hi", "4 गोलियों से ज़्यादा", "4 गोलियों से कम", "direction-above"),
    ("more than 4 tablets", "zh_Hans", "超过4片", "少于4片", "direction-above"),
    ("more than 4 tablets", "fa", "بیش از ۴ قرص", "کمتر از ۴ قرص", "direction-above"),
    ("It raises your blood pressure.", "es", "Aumenta la presión arterial.", "Baja la presión arterial.",
     "direction-raise"),
    ("It raises your blood pressure.", "de", "Es erhöht den Blutdruck.", "Es senkt den Blutdruck.", "direction-raise"),
    ("It lowers your blood pressure.", "ar", "يخفض ضغط دمك.", "يرفع ضغط دمك.", "direction-raise"),
    ("It lowers your blood pressure.", "zh_Hans", "它会降低血压。", "它会升高血压。", "direction-raise"),
    ("It lowers your blood pressure.", "hi", "यह ब्लड प्रेशर घटाता है।", "यह ब्लड प्रेशर बढ़ाता है।",
     "direction-raise"),
    ("It lowers your blood pressure.", "vi", "Thuốc làm giảm huyết áp.", "Thuốc làm tăng huyết áp.", "direction-raise"),
    ("Wait at least 6 hours.", "es", "Espere al menos 6 horas.", "Espere como máximo 6 horas.", "direction-limit"),
    ("Wait at least 6 hours.", "de", "Warten Sie mindestens 6 Stunden.", "Warten Sie höchstens 6 Stunden.",
     "direction-limit"),
    ("Wait at least 6 hours.", "ar", "انتظر ٦ ساعات على الأقل.", "انتظر ٦ ساعات على الأكثر.", "direction-limit"),
    ("Wait at least 6 hours.", "fa", "حداقل ۶ ساعت صبر کنید.", "حداکثر ۶ ساعت صبر کنید.", "direction-limit"),
    ("Wait at least 6 hours.", "hi", "कम से कम 6 घंटे रुकें।", "ज़्यादा से ज़्यादा 6 घंटे रुकें।", "direction-limit"),
    ("Wait at least 6 hours.", "zh_Hans", "至少等待6小时。", "最多等待6小时。", "direction-limit"),
    ("Wait at least 6 hours.", "vi", "Chờ ít nhất 6 giờ.", "Chờ nhiều nhất 6 giờ.", "direction-limit"),
    ("Do not take more than 4.", "es", "No tome más de 4.", "Tome al menos 4.", "direction-limit"),
    ("Do not take more than 4.", "es", "No tome más de 4.", "Tome más de 4.", "direction-limit"),
    ("Do not take more than 4.", "es", "No tome más de 4.", "No tome menos de 4.", "direction-limit"),
    ("Drink at least 1 l, but not more than 3 l.", "ar", "اشرب ما لا يقل عن ١ لتر، ولكن ليس أكثر من ٣ لترات.",
     "اشرب ما لا يزيد عن ١ لتر، ولكن ليس أكثر من ٣ لترات.", "direction-limit"),
    ("Your heart beats faster.", "es", "El corazón le late más rápido.", "El corazón le late más lento.",
     "direction-high"),
    ("You have high blood pressure.", "de", "Sie haben hohen Blutdruck.", "Sie haben niedrigen Blutdruck.",
     "direction-high"),
    ("Your blood pressure goes up and your heart beats faster.", "zh_Hans", "您的血压升高，心跳加快。",
     "您的血压降低，心跳加快。",
     "direction-raise"),
    ("Call us at once.", "ar", "اتصل بنا فورًا.", "اتصل بنا.", "direction-at-once"),
    ("Call us at once.", "vi", "Gọi cho chúng tôi ngay.", "Gọi cho chúng tôi sau.", "direction-at-once"),
    ("You could die.", "fa", "ممکن است بمیرید.", "می‌میرید.", "obligation-may"),
    ("It can harm the baby.", "zh_Hans", "它可能伤害胎儿。", "它必定伤害胎儿。", "obligation-may"),
    ("The label must say so.", "zh_Hans", "标签上必须这样写。", "标签上不必这样写。", "obligation-changed"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code", "right", "wrong", "check"), FAULTS)
def test_a_cue_turned_around_is_found(source: str, code: str, right: str, wrong: str, check: str) -> None:
    assert errors(code, source, right) == set()
    assert check in errors(code, source, wrong)


RIGHT = [
    # What a language says in another way than English.
    ("Do not drive until 24 hours after it.", "es", "Conduzca solo cuando hayan pasado 24 horas después."),
    ("Do not drive until 24 hours after it.", "es", "No conduzca hasta 24 horas después."),
    ("Do not eat or drink.", "de", "Essen und trinken Sie nichts."),
    ("Do not eat or drink.", "zh_Hans", "不要吃东西，也不要喝东西。"),
    ("Do not eat or drink.", "fa", "نخورید و ننوشید."),
    ("Nobody may give you anything.", "es", "Nadie puede darle nada."),
    ("You cannot breathe.", "es", "No puede respirar."),
    ("You cannot breathe.", "de", "Sie bekommen keine Luft."),
    ("You cannot breathe.", "zh_Hans", "您无法呼吸。"),
    ("It is unsafe.", "es", "No es seguro."),
    ("It is unsafe.", "zh_Hans", "这不安全。"),
    ("You must not drive.", "es", "No puede conducir."),
    ("You must not drive.", "es", "Está prohibido conducir."),
    ("You must not drive.", "zh_Hans", "您不能开车。"),
    ("You must not drive.", "hi", "गाड़ी बिल्कुल न चलाएँ।"),
    ("Do not drink alcohol.", "es", "Evite el alcohol."),
    ("Do not drink alcohol.", "de", "Vermeiden Sie Alkohol."),
    ("Do not take more than 4 tablets.", "zh_Hans", "最多服用4片。"),
    ("Do not take more than 4 tablets.", "de", "Nehmen Sie höchstens 4 Tabletten."),
    ("Take no more than 4 tablets.", "ar", "لا تتناول أكثر من ٤ أقراص."),
    ("Take at least 2.", "es", "No tome menos de 2."),
    ("Will it not hurt?", "es", "¿No me dolerá?"),
    ("How will we know if it works?", "hi", "हमें कैसे पता चलेगा कि यह असर कर रहा है या नहीं?"),
    ("Does it work?", "vi", "Thuốc có tác dụng không?"),
    ("Tell us unless you are well.", "es", "Avísenos si no se siente bien."),
    ("They need to watch you.", "de", "Man muss Sie überwachen."),
    ("It is still unclear.", "ar", "لا يزال الأمر غير واضح."),
    ("It does **not** help all. [More](https://example.org/no-never)", "es",
     "**No** ayuda a todos. [Más](https://example.org/no-never)"),
    ("Do not take two doses at once.", "es", "No tome dos dosis a la vez."),
    ("You may take it with or without food.", "ar", "يمكنك تناوله مع الطعام أو بدونه."),
    ("You may take it with or without food.", "zh_Hans", "可以随餐服用，也可以不随餐服用。"),
    ("Children under 12 years must not take it.", "ar", "يجب ألا يتناوله الأطفال دون سن ١٢ عامًا."),
    ("Fewer than 1 in 1000 have it.", "zh_Hans", "1000人中不到1人会这样。"),
    ("Drink not more than 3 litres.", "fa", "نه بیشتر از ۳ لیتر بنوشید."),
    ("Do not eat or drink beforehand. We tell you from what time.", "zh_Hans",
     "事先不要吃喝。我们会告诉您从什么时间起不能吃喝。"),
    ("Side effects are common.", "zh_Hans", "不良反应很常见。"),
    ("Different people feel different things.", "zh_Hans", "不同的人感觉不同。"),
    ("Rest after it. Do not drive, because you may be slow.", "es",
     "Después descanse; no conduzca, porque puede estar lento."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code", "target"), RIGHT)
def test_what_is_said_otherwise_but_right_is_no_fault(source: str, code: str, target: str) -> None:
    assert errors(code, source, target) == set()


def test_a_finding_marks_both_spots_in_the_message_with_its_markup() -> None:
    asked = unit(
        "es", "Wait. **Take** it before [meals](https://example.org).", "Espere. **Tómelo** después de las comidas."
    )
    (finding,) = BY_ID["direction-time"].run(asked)
    assert finding.source is not None
    assert finding.target is not None
    assert asked.source[slice(*finding.source)] == "before"
    assert asked.target[slice(*finding.target)] == "después"


def test_a_lost_obligation_is_only_a_warning() -> None:
    check = BY_ID["obligation-lost"]
    assert check.safety is Severity.WARNING
    assert list(check.run(unit("es", "It may hurt.", "Duele.")))
    assert not list(check.run(unit("es", "It may hurt.", "Puede doler.")))
    assert list(check.run(unit("es", "You need to call us.", "Llámenos.")))
    assert not list(check.run(unit("es", "You need to go often.", "Orina muy a menudo.")))


def test_languages_without_words_are_left_alone() -> None:
    blind = Unit(
        "Do not eat.", "Syö.", find_language("en"), find_language("fi"), True, "paragraph", words("en"), Words()
    )
    assert not [finding for check in CHECKS for finding in check.run(blind)]


@pytest.mark.parametrize("text", ["no " * 2_000_000, "x" * 5_000_000, "no" + "," * 19_000, "a. " * 6_000, ""])
def test_a_huge_or_empty_message_is_no_trouble(text: str) -> None:
    asked = unit("es", "Do not eat.", text)
    assert all(isinstance(list(check.run(asked)), list) for check in CHECKS)


def test_every_check_says_what_it_is_blind_to() -> None:
    assert len(BY_ID) == len(CHECKS)
    assert all("blind" in check.description for check in CHECKS)
