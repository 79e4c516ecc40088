"""Faults of language and script: another language, none but the source's, half of each, or the wrong letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from tests.mutations.model import Operator, Text, Tongue
from tests.mutations.places import kept, sentences

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch # y # e yu ya".replace("#", "").split(" "),
        strict=True,
    )
)
_ARABIC = {
    **dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abtcjhxdzrzsssdtzagfqklmnhwy", strict=True)),
    **dict(zip("پچژگکیآأإىةئؤء", "pcjgkyaaiaeyw'", strict=True)),
}
_VOWELS = "a aa i ee u oo e ai o au aa i ee u oo e ai o au n n"
_DEVANAGARI = dict(
    zip(
        "कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह" + "अआइईउऊएऐओऔािीुूेैोौंँ",
        ("k kh g gh ch chh j jh t th d dh n t th d dh n p ph b bh m y r l v sh sh s h " + _VOWELS).split(" "),
        strict=True,
    )
)
_LETTERS = {"ru": _CYRILLIC, "ar": _ARABIC, "fa": _ARABIC, "hi": _DEVANAGARI}

_SIMPLE = (
    "药藥疗療应應时時对對请請减減风風险險监監护護医醫说說话話电電体體发發现現张張压壓气氣脑腦脏臟肤膚视視听聽觉覺"
    "养養儿兒务務双雙给給经經络絡线線结結继繼续續缓緩缺缺质質剂劑量量饮飲饭飯头頭痛痛开開车車机機问問间間关關阴陰"
    "阳陽长長门門见見规規认認让讓记記许許论論设設证證评評识識询詢该該详詳语語误誤诉訴诊診试試读讀调調谁誰谈談谨謹"
    "贫貧责責败敗账賬货貨购購费費资資赖賴过過还還这這进進远遠连連迟遲适適选選递遞逻邏遗遺释釋里裡钟鐘钠鈉钾鉀铁鐵"
    "静靜顿頓预預领領颅顱题題颜顏类類习習书書买買乱亂争爭亲親亿億仅僅从從仓倉仪儀们們价價众眾优優会會伤傷伦倫传傳"
    "伪偽侧側倾傾偿償儿兒党黨兰蘭兴興农農冻凍净淨击擊创創别別剧劇办辦动動励勵劳勞势勢区區协協单單卖賣卫衛厂廠历歷"
    "厉厲参參变變叶葉号號员員响響哮哮团團园園国國图圖圆圓场場块塊坏壞处處备備复復够夠头頭夹夾奋奮妇婦孙孫学學宁寧"
    "宝寶实實审審宽寬将將尔爾尘塵尝嘗层層岁歲岛島币幣师師带帶帮幫广廣庆慶库庫应應废廢异異归歸录錄态態恶惡惊驚惫憊"
    "惧懼惯慣愿願戏戲战戰户戶执執扩擴扫掃扰擾抢搶担擔择擇拥擁拨撥挂掛损損据據断斷无無旧舊显顯晕暈术術杂雜权權条條"
    "来來极極构構标標样樣检檢桥橋梦夢欢歡残殘毁毀毒毒汇匯汉漢沟溝泪淚泻瀉泼潑洁潔测測济濟浅淺浓濃满滿滥濫灵靈灾災"
    "点點炼煉热熱爱愛牵牽状狀犹猶独獨狭狹环環瘫癱癫癲皱皺盖蓋盘盤眩眩着著睁睜矿礦确確础礎离離种種积積称稱稳穩穷窮"
    "窍竅笔筆签簽简簡粮糧紧緊纠糾红紅约約级級纪紀纯純纳納纸紙练練组組细細终終织織绍紹绝絕统統维維综綜编編缩縮网網"
    "罚罰罢罷职職联聯肃肅肠腸肾腎肿腫胀脹胁脅胆膽脉脈脚腳脱脫脸臉腻膩舱艙节節范範获獲营營虑慮虽雖蚀蝕补補装裝觉覺触觸"
    "订訂计計训訓议議讲講讯訊访訪词詞译譯诚誠询詢谓謂财財质質贡貢贴貼赏賞赶趕趋趨跃躍踪蹤轻輕较較辅輔输輸辑輯达達迁遷"
    "运運邮郵郁鬱酱醬钙鈣针針镇鎮错錯键鍵闭閉阅閱队隊阶階际際陆陸陈陳降降随隨隐隱难難雾霧韧韌页頁项項顺順须須顾顧颗顆"
    "飞飛饥飢饿餓饱飽馆館驾駕验驗骤驟鲜鮮鸡雞麻麻龄齡两兩个個为為么麼义義乐樂产產亲親于於云雲亚亞仅僅丧喪严嚴丽麗举舉"
    "术術觉覺糖糖尿尿镜鏡胶膠氯氯胺胺酮酮释釋链鏈诱誘吗嗎伤傷绿綠岁歲碍礙疡瘍疱皰疹疹损損痉痙挛攣仅僅径徑症症龄齡环環"
)
_TRADITIONAL = str.maketrans(dict(zip(_SIMPLE[::2], _SIMPLE[1::2], strict=True)))


def untranslated(text: Text, _: Tongue) -> Iterator[str]:
    """The source text stands for the translation."""
    yield text.source


def half_translated(text: Text, tongue: Tongue) -> Iterator[str]:
    """A sentence of the translation is still in the source language."""
    source, target = sentences(text.source), sentences(text.target)
    if len(source) == len(target) > 1 and "**" not in text.source + text.target:
        space = " " if tongue.spaceless else ""
        for index in range(len(target)):
            parts = [*target[:index], space + source[index].strip() + " ", *target[index + 1 :]]
            yield "".join(parts).strip()


def half_a_sentence(text: Text, tongue: Tongue) -> Iterator[str]:
    """The second half of a sentence is still in the source language."""
    if len(text.target) > (12 if tongue.spaceless else 30) and not set("{*[") & set(text.target + text.source):
        one, two = text.target[: len(text.target) // 2], text.source.split()
        kept_part = one if tongue.spaceless else one.rpartition(" ")[0]
        yield kept_part + " " + " ".join(two[len(two) // 2 :])


def other_language(text: Text, tongue: Tongue) -> Iterator[str]:
    """The text is in another language that is written with the same letters."""
    if len(text.source) >= 20:
        yield from tongue.relatives.get(text.key, ())


def romanised(text: Text, tongue: Tongue) -> Iterator[str]:
    """The text is written in Latin letters, or without the marks on its letters."""
    if len(text.source) < 12:
        return
    written = None
    if tongue.code in _LETTERS:
        table = _LETTERS[tongue.code]
        written = "".join(table.get(char, table.get(char.lower(), _plain(char))) for char in text.target)
    elif tongue.code == "vi":
        bare = unicodedata.normalize("NFD", text.target).replace("đ", "d").replace("Đ", "D")
        written = "".join(char for char in bare if not unicodedata.combining(char))
    # Placeholders and addresses have no letters of the language: they are as they were.
    if written and all(text.target[slice(*span)] in written for span in kept(text.target)):
        yield written


def _plain(char: str) -> str:
    return "" if unicodedata.category(char) in ("Mn", "Mc", "Cf") else char


def traditional(text: Text, tongue: Tongue) -> Iterator[str]:
    """Traditional characters in a simplified text, in all of it or half."""
    if tongue.code == "zh_Hans":
        written = text.target.translate(_TRADITIONAL)
        half = len(written) // 2
        yield written
        yield written[:half] + text.target[half:]


OPERATORS = tuple(
    Operator(5, plant.__name__.replace("_", "-"), plant)
    for plant in (untranslated, half_translated, half_a_sentence, other_language, romanised, traditional)
)
