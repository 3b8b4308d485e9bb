"""Any encoding to UTF-8, block by block: the same text wherever a block ends, or a refusal with the line."""

import gzip
import random
import tempfile
import unittest
import unittest.mock

from cardloom import gzip_text, text_encoding, text_source
from cardloom.import_refusal import ImportRefusal
from tests.support import run_import

ALPHABETS = {
    "utf-16le": "aé漢\U0001f600,\n\r",
    "utf-16be": "aé漢\U0001f600,\n\r",
    "cp932": "aｱ漢ソ表,\n\r",
    "euc_jp": "aｱ漢ソ表,\n\r",
    "windows-1252": "aéŒ’,\n\r",
    "iso-8859-1": "aéÿ,\n\r",
    "gb18030": "aé漢㐂\U0001f600,\n\r",
}


def blocks_of(data, size):
    return [data[start : start + size] for start in range(0, len(data), size)]


class Decoding(unittest.TestCase):
    def test_the_text_is_the_same_wherever_blocks_end(self):
        pick = random.Random(5)
        for encoding, alphabet in ALPHABETS.items():
            text = "".join(pick.choices(alphabet, k=300))
            for size in (1, 2, 3, 7, 1000):
                with self.subTest(encoding, size=size):
                    self.assertEqual(b"".join(text_source.decode(blocks_of(text.encode(encoding), size), encoding, lambda: 1)).decode(), text)

    def test_a_wrong_byte_is_told_with_its_line_wherever_blocks_end(self):
        for size in (1, 2, 3, 4, 5, 100):
            with self.subTest(size=size), unittest.mock.patch.object(text_source, "_BLOCK_BYTES", size):
                answer, _ = run_import("a,b\r\n漢,1\r\n\n漢,".encode("cp932") + b"\xfd\n", encoding="cp932")
                self.assertEqual((answer["line"], "byte 0xFD" in answer["message"]), (4, True), answer)

    def test_every_encoding_gives_the_same_rows(self):
        rows = "".join(f"{number},é{number}\n" for number in range(5_000))
        for encoding in ("utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "gb18030"):
            with self.subTest(encoding), unittest.mock.patch.object(text_source, "_BLOCK_BYTES", 1_001):
                _, table = run_import(("n,t\n" + rows).encode(encoding), encoding=encoding)
                self.assertEqual((table["n"].to_pylist(), table["t"].to_pylist()), (list(range(5_000)), [f"é{number}" for number in range(5_000)]))


class Detection(unittest.TestCase):
    def test_table(self):
        for sentence, text, written, detected in (
            ("plain", "a,b\n1,2\n", "ascii", "utf-8"),
            ("Japanese words", "商品,数\nりんご,1\nバナナ,2\n", "cp932", "cp932"),
            ("Japanese words", "商品,数\nりんご,1\nバナナ,2\n", "euc_jp", "euc_jp"),
            ("kanji alone", "都市,県\n東京,東京都\n大阪,大阪府\n", "cp932", "cp932"),
            ("kanji alone, which could be Chinese", "都市,県\n東京,東京都\n大阪,大阪府\n", "euc_jp", None),
            ("half-width kana, which could be Korean", "ﾔﾏﾀﾞ,ﾀﾛｳ\n", "cp932", None),
            ("German", "Häuser,Lärm\nZähler,Bär\n", "cp1252", None),
            ("French", "été,garçon\nà,où\n", "cp1252", None),
            ("English with typographic quotes", "it’s,don’t\n“so”,they’re\n", "cp1252", None),
            ("Swedish", "Åsa,Ängelholm\nörn,blåbär\n", "latin-1", None),
            ("Russian", "Москва,город\nИВАН,ОЛЕГ\n", "cp1251", None),
            ("Russian", "Москва,город\nИВАН,ОЛЕГ\n", "koi8-r", None),
            ("Greek", "Αθήνα,πόλη\n", "cp1253", None),
            ("Polish", "Łódź,Kraków\nżółć,gęś\n", "cp1250", None),
            ("Chinese", "北京市,上海市\n中国人民,学生\n", "gb18030", None),
            ("Chinese", "臺北市,高雄市\n中華民國,學生\n", "big5", None),
            ("Korean", "서울특별시,부산광역시\n대한민국,학생\n", "cp949", None),
            ("Hebrew", "שלום,עולם\n", "cp1255", None),
            ("Thai", "กรุงเทพ,เชียงใหม่\n", "cp874", None),
        ):
            with self.subTest(sentence, text=text, written=written):
                head = text.encode(written)
                found = text_encoding.settle(head, True, None).encoding
                # What is not recognised is taken for UTF-8, and refused by the scan with its line.
                self.assertEqual(found, detected or "utf-8")
                self.assertEqual(run_import("h,k\n".encode() + head)[0]["type"], "result" if detected else "failure")


class Gzip(unittest.TestCase):
    def test_any_blocks_and_members(self):
        text = bytes(random.Random(3).choices(b"abc,\n", k=20_000))
        packed = b"".join(gzip.compress(part) for part in blocks_of(text, 4_999))
        for size in (1, 17, 1_000_000):
            with self.subTest(size=size), unittest.mock.patch.object(gzip_text, "OUTPUT_BYTES", 1_000):
                self.assertEqual(b"".join(gzip_text.inflate(blocks_of(packed, size), gzip_text.limit(len(packed)))), text)

    def test_cut_anywhere_it_is_refused_or_if_a_head_given_as_far_as_it_goes(self):
        text = b"a,b\n1,2\n3,4\n" * 20
        packed = gzip.compress(text)
        most = gzip_text.limit(len(packed))
        for size in range(1, len(packed)):
            with self.subTest(size=size):
                with self.assertRaises(ImportRefusal):
                    b"".join(gzip_text.inflate([packed[:size]], most))
                self.assertTrue(text.startswith(b"".join(gzip_text.inflate([packed[:size]], most, cut=True))))

    def test_a_bomb_is_given_up_at_the_limit(self):
        packed = gzip.compress(bytes(10_000_000))
        given = 0
        with self.assertRaisesRegex(ImportRefusal, "more than the limit of 1 MiB"):
            for text in gzip_text.inflate([packed], gzip_text.limit(len(packed), 1024 * 1024)):
                given += len(text)
        self.assertLessEqual(given, 1024 * 1024)

    def test_the_limit_is_a_thousandfold_beyond_a_gibibyte(self):
        for compressed, text_bytes, expected in ((10, 50 * 2**30, 2**30), (2**22, 50 * 2**30, 1000 * 2**22), (2**40, 50 * 2**30, 50 * 2**30), (10, 100, 100)):
            with self.subTest(compressed):
                self.assertEqual(gzip_text.limit(compressed, text_bytes).size_bytes, expected)

    def test_the_copy_is_removed(self):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as upload:
            upload.write(gzip.compress(b"a,b\n1,2\n"))
            upload.flush()
            source = text_source.open_text(upload.fileno(), None, f"{folder}/copy", {}, lambda _: None)
            self.assertEqual((source.compressed, source.copied, source.head(100)), (True, True, b"a,b\n1,2\n"))


if __name__ == "__main__":
    unittest.main()
