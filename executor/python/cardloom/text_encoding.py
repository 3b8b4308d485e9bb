"""In which encoding a file is written: by its mark, by its first bytes, or by choice. Never by guess where two would fit."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from .import_refusal import ImportRefusal

# What to call them; the keys are the contract's names, and Python's.
NAMES = {
    "utf-8": "UTF-8",
    "utf-16le": "UTF-16 LE",
    "utf-16be": "UTF-16 BE",
    "cp932": "Shift_JIS (CP932)",
    "euc_jp": "EUC-JP",
    "windows-1252": "Windows-1252",
    "iso-8859-1": "ISO-8859-1",
    "gb18030": "GB18030",
}
CHOICES = "Windows-1252 (Western), Shift_JIS or EUC-JP (Japanese), GB18030 (Chinese)"

_SAMPLE_BYTES = 64 * 1024
_MARKS: tuple[tuple[bytes, str], ...] = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_ISO_2022_JP = re.compile(rb"\x1b\$[@B]")
# Controls, private use, and the characters that CP932 has for bytes which mean nothing.
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\xa0\ue000-\uf8ff]")
_WIDE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e\uffe0-\uffe6]+")
_NARROW_KANA = re.compile("[\uff61-\uff9f]")


@dataclass(frozen=True)
class Detection:
    """An encoding, and a sentence for the file's author where it was not plain to see."""

    encoding: str
    warning: str | None = None


def settle(head: bytes, whole: bool, chosen: str | None) -> Detection:
    """The encoding of a file from its first bytes. `whole`: they are all of it. Raises ImportRefusal."""
    if head.startswith(_UTF_32) and head[2:4] in (b"\0\0", b"\xfe\xff"):
        raise ImportRefusal("The file is encoded as UTF-32. Save it as “CSV UTF-8” and upload that.")
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if chosen:
        return _chosen(head, whole, chosen, marked)
    if marked:
        return Detection(marked)
    if encoding := _without_mark(head):
        return Detection(encoding, f"The file was read as {NAMES[encoding]}, which it doesn't say of itself.")
    if _ISO_2022_JP.search(head):
        raise ImportRefusal("The file is encoded as ISO-2022-JP (JIS). Save it as “CSV UTF-8” and upload that.")
    if _decodes(head, "utf-8", whole):
        return Detection("utf-8")
    if japanese := detect_japanese(head, whole):
        return Detection(japanese, f"The file was read as {NAMES[japanese]}: it is not UTF-8, and only this gives Japanese text. Choose another encoding if letters look wrong.")
    # The scan finds the line.
    return Detection("utf-8")


def _chosen(head: bytes, whole: bool, chosen: str, marked: str | None) -> Detection:
    if marked and marked != chosen:
        raise ImportRefusal(f"The encoding was to be {NAMES[chosen]}, but the file begins with the mark of {NAMES[marked]}. Choose {NAMES[marked]}, or leave the choice out.", line=1)
    if chosen in ("utf-8", "utf-16le", "utf-16be") or head.isascii() or not _decodes(head, "utf-8", whole):
        return Detection(chosen)
    return Detection(chosen, f"The file was read as {NAMES[chosen]}, as chosen, but it looks like UTF-8. Choose UTF-8 if letters look wrong.")


def _without_mark(head: bytes) -> str | None:
    """UTF-16 without a mark shows in the zero bytes of its commas and line breaks."""
    sample = head[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even + odd < 2 or (even and odd):
        return None
    encoding = "utf-16le" if odd else "utf-16be"
    text = _decoded(sample[: len(sample) // 2 * 2], encoding, False)
    return encoding if text and not _ODD.search(text) and re.search("[\n\r,;\t|]", text) else None


def detect_japanese(head: bytes, whole: bool) -> str | None:
    """Shift_JIS or EUC-JP, where exactly one of them makes Japanese of the bytes."""
    fitting = [encoding for encoding in ("cp932", "euc_jp") if _reads_as_japanese(head, encoding, whole)]
    return fitting[0] if len(fitting) == 1 else None


def _reads_as_japanese(head: bytes, encoding: str, whole: bool) -> bool:
    text = _decoded(head, encoding, whole)
    if text is None or _ODD.search(text):
        return False
    runs = _WIDE.findall(text)
    wide = sum(map(len, runs))
    if wide <= len(_NARROW_KANA.findall(text)):
        return False
    # Western letters decoded so give single, rare characters between Latin ones.
    in_words = sum(len(run) for run in runs if len(run) > 1)
    common = sum(_is_common(character) for run in runs for character in run)
    kana = sum("\u3040" <= character <= "\u30ff" for run in runs for character in run)
    if encoding == "euc_jp" and kana < wide * 0.05:
        # Chinese and Korean bytes decode to kanji as well, but not to kana.
        return False
    return in_words >= wide * 0.6 and common >= wide * 0.7


def _is_common(character: str) -> bool:
    """In the rows of punctuation, kana and first-level kanji of JIS X 0208."""
    try:
        return 0xA1 <= character.encode("euc_jp")[0] <= 0xCF
    except UnicodeEncodeError:
        return False


def _decodes(data: bytes, encoding: str, whole: bool) -> bool:
    return _decoded(data, encoding, whole) is not None


def decode_head(data: bytes, encoding: str, whole: bool) -> str:
    """Text from a file's first bytes, strictly, but for a character cut at their end. Raises UnicodeDecodeError."""
    return codecs.getincrementaldecoder(encoding)("strict").decode(data, whole)


def not_utf8(data: bytes, position: int, line: int) -> ImportRefusal:
    """What to say of a byte that isn't UTF-8, with the encoding it may be of, if its line tells."""
    line_start = max(data.rfind(b"\n", 0, position), data.rfind(b"\r", 0, position)) + 1
    japanese = detect_japanese(data[line_start : line_start + _SAMPLE_BYTES], False)
    cure = f"It reads as {NAMES[japanese]}: choose that encoding" if japanese else f"Choose its encoding: {CHOICES}"
    return ImportRefusal(f"This line is not valid UTF-8 (byte 0x{data[position]:02X}), so the file is in another encoding. {cure}; or save it as “CSV UTF-8” and upload that.", line=line)


def zero_byte(line: int) -> ImportRefusal:
    """What to say of text with a zero byte."""
    return ImportRefusal("The file holds a zero byte, which no CSV text has. It may be a binary file, or damaged: save it as “CSV UTF-8” and upload that.", line=line)


def _decoded(data: bytes, encoding: str, whole: bool) -> str | None:
    try:
        return decode_head(data, encoding, whole)
    except UnicodeDecodeError:
        return None
