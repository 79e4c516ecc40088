"""Common drugs by their international names, and how to know one in any language that is written in Latin letters.

The names are the WHO's international nonproprietary names; languages change their endings and spelling (ketamine,
ketamina, Ketamin, kétamine), which `_key` evens out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from handouts.checks.terms import distance

_NAMES = """
acetaminophen=paracetamol aciclovir=acyclovir adrenaline=epinephrine albuterol=salbutamol alendronate allopurinol
alprazolam amiodarone amitriptyline amlodipine amoxicillin apixaban aripiprazole aspirin atenolol atorvastatin
azathioprine azithromycin baclofen beclometasone bisoprolol budesonide buprenorphine bupivacaine bupropion candesartan
captopril carbamazepine carvedilol cefalexin ceftriaxone cefuroxime celecoxib cetirizine chloramphenicol
chlorpromazine ciclosporin ciprofloxacin citalopram clarithromycin clindamycin clobazam clonazepam clonidine
clopidogrel clozapine codeine colchicine dabigatran dexamethasone diazepam diclofenac digoxin diltiazem domperidone
donepezil doxazosin doxycycline duloxetine enalapril enoxaparin erythromycin escitalopram esomeprazole etoricoxib
fentanyl ferrous finasteride fluconazole fluoxetine furosemide gabapentin gentamicin glibenclamide gliclazide
glimepiride haloperidol heparin hydrochlorothiazide hydrocortisone hydromorphone ibuprofen imipramine indapamide
indometacin insulin irbesartan isoniazid ivermectin ketamine ketoprofen ketorolac labetalol lamotrigine lansoprazole
letrozole levetiracetam levodopa levofloxacin levothyroxine lidocaine=lignocaine linezolid liraglutide lisinopril
lithium loperamide loratadine lorazepam losartan meloxicam metamizole metformin methadone methotrexate methylphenidate
methylprednisolone metoclopramide metoprolol metronidazole midazolam mirtazapine montelukast morphine naloxone
naltrexone naproxen nifedipine nitrazepam nitrofurantoin nitroglycerin nortriptyline olanzapine omeprazole ondansetron
oxazepam oxycodone pantoprazole paroxetine penicillin pethidine=meperidine phenobarbital phenytoin pioglitazone
prednisolone prednisone pregabalin promethazine propofol propranolol quetiapine ramipril ranitidine rifampicin
risperidone rivaroxaban rosuvastatin semaglutide sertraline sildenafil simvastatin sitagliptin spironolactone
sulfamethoxazole sumatriptan tamoxifen tamsulosin tapentadol temazepam terbinafine thiopental topiramate tramadol
trazodone trimethoprim valproate vancomycin venlafaxine verapamil warfarin zolpidem zopiclone esketamine memantine
methoxetamine
"""
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]{4,30}")
_SOUNDS = (
    (r"ph", "f"),
    (r"th", "t"),
    (r"ch", "k"),
    (r"ck|kk|cc(?![eiy])", "k"),
    (r"qu|kv|kw|q", "kw"),
    (r"x", "ks"),
    (r"y|j", "i"),
    (r"w", "v"),
    (r"c(?=[ei])|z", "s"),
    (r"c", "k"),
    (r"ae|oe", "e"),
    (r"h", ""),
    (r"(.)\1+", r"\1"),
    (r"kv", "k"),
)
"""Spellings that differ between languages, and what stands for them in a key; applied in order."""
_ENDING = re.compile(r"(?:[aeiou]|um|us|as|es|os|s|em|om|ie)+$")


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    """What a name sounds like, whatever the language's spelling and ending."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(char))
    for sign, sound in _SOUNDS:
        bare = re.sub(sign, sound, bare)
    return _ENDING.sub("", bare) or bare


@cache
def _known() -> dict[str, str]:
    return {_key(name): names.split("=")[0] for names in _NAMES.split() for name in names.split("=")}


@lru_cache(maxsize=1024)
def named(text: str) -> Mapping[str, list[tuple[int, int]]]:
    """The drugs that `text` names in Latin letters, by their international names, and where they stand."""
    found: dict[str, list[tuple[int, int]]] = {}
    for word in _WORD.finditer(text):
        if name := _known().get(_key(word[0])):
            found.setdefault(name, []).append(word.span())
    return found


def almost(name: str, text: str) -> list[tuple[int, int]]:
    """Where words of `text` are one letter away from the drug with the international name `name`, in any spelling."""
    wanted = {key for key, known in _known().items() if known == name and len(key) >= 6}
    words = ((word.span(), _key(word[0])) for word in _WORD.finditer(text))
    return [span for span, key in words if any(key[0] == one[0] and distance(key, one, 1) == 1 for one in wanted)]
