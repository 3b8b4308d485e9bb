"""Generated files, as many as CARDLOOM_TEST_FILES says: the quick way, the careful way and a slow reader that is plainly right must agree."""

import csv
import io
import os
import random
import unittest
import unittest.mock
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pyarrow as pa

from cardloom import csv_blocks, csv_rows
from cardloom.csv_blocks import NotPlain
from tests.support import run_import

FILES = int(os.environ.get("CARDLOOM_TEST_FILES", "300"))
TOKENS = ("NA", "N/A", "NULL", "null", "NaN", "-")

SAME = ("columns", "rowCount", "dialect", "sortedBy")

Maker = Callable[[random.Random], str]


def _number(pick: random.Random, digits: int, scale: int) -> str:
    return f"{pick.choice(['', '', '-'])}{pick.randrange(10**digits)}.{pick.randrange(10**scale):0{scale}}"


def _day(pick: random.Random) -> date:
    return date(1, 1, 1) + timedelta(days=pick.choice([pick.randrange(3_652_059), pick.randrange(730_000, 745_000)]))


PLAIN: dict[str, Maker] = {
    "int": lambda pick: str(pick.choice([pick.randrange(-50, 50), pick.randrange(-(10**9), 10**9), 0])),
    "big": lambda pick: str(pick.randrange(-(2**63), 2**63)),
    "money": lambda pick: _number(pick, 5, 2),
    "double": lambda pick: repr(pick.uniform(-1000, 1000)),
    "wide": lambda pick: _number(pick, 18, 4),
    "date": lambda pick: _day(pick).isoformat(),
    "time": lambda pick: f"{_day(pick)}{pick.choice(' T')}{pick.randrange(24):02}:{pick.randrange(60):02}{pick.choice(['', ':07', ':59.5', ':00.123456'])}",
    "instant": lambda pick: f"{_day(pick).replace(year=2024, day=1)}T10:00:00{pick.choice(['Z', 'Z', 'Z', '+02:00'])}",
    "boolean": lambda pick: pick.choice(["true", "false", "True", "FALSE"]),
    "category": lambda pick: pick.choice(["north", "south", "süd", "日本"]),
    "text": lambda pick: "".join(pick.choices(["a", " ", ",", '"', "\n", "\r\n", "é", "7", "😀", "-"], k=pick.randint(0, 8))),
}
# What a later row may bring that the first ones did not promise.
ODD = [
    "", "", "", "007", "-0", "0.0", "+5", " 5", "5 ", "0x1F", "1e5", "1E5", "1.5e-7", "5.", ".5", "-.5", "1.50", "nan", "NaN", "inf", "NA", "-", "N/A", "null", "NULL", " NA",
    "9007199254740993", "9223372036854775808", "-9223372036854775809", "123456789012345.6", "0.1234567890123456789", "1.2.3", "1-2", "--1", "1,5", "12:30",
    "0000-01-01", "2024-02-30", "2024-1-5", "2024/1/5", "31/12/2024", "2024-01-01", "2024-01-01 10", "2024-01-01 10:00", "2024-01-01T10:00Z", "2024-01-01 10+09:00",
    "2024-01-01 10:00:00.1234567", "1600-01-01 10:00", "1", "0", "yes", "true", "x", "é", 'say "x"',
]


def _file(pick: random.Random) -> tuple[str, list[list[str]]]:
    makers = [pick.choice([*PLAIN.values()]) for _ in range(pick.randint(2, 5))]
    late = [pick.random() < 0.5 for _ in makers]
    empty = [pick.choice([0, 0, 0.3]) for _ in makers]
    rows = [["" if pick.random() < share else maker(pick) for maker, share in zip(makers, empty)] for _ in range(pick.randint(1, 60))]
    for row in rows[len(rows) // 2 :]:
        for index, is_late in enumerate(late):
            if is_late and pick.random() < 0.08:
                row[index] = pick.choice(ODD)
    out = io.StringIO()
    writer = csv.writer(out, quoting=pick.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), lineterminator=pick.choice(["\n", "\r\n"]))
    writer.writerows([[f"column {index}" for index in range(len(makers))], *rows])
    return out.getvalue(), rows


def _means(text: str, value: object, column: pa.Field) -> bool:
    """Is the value what the text says, to the last digit? Slow, and without a thought for speed."""
    arrow_type = column.type
    if value is None:
        return text == "" or (not pa.types.is_string(arrow_type) and text.strip() in TOKENS)
    if pa.types.is_string(arrow_type):
        return value == text
    text = text.strip()
    if pa.types.is_int64(arrow_type):
        return str(value) == text
    if pa.types.is_floating(arrow_type):
        return value == float(text) and (text.startswith("-") == str(value).startswith("-")) and len(text.strip("-0.")) > 0 or value == 0 == Decimal(text)
    if pa.types.is_decimal(arrow_type):
        return value == Decimal(text)
    if pa.types.is_boolean(arrow_type):
        return str(value).lower() == text.lower()
    if pa.types.is_date(arrow_type):
        return value in _days(text)
    return value == _moment(text, arrow_type.tz)


def _days(text: str) -> list[date]:
    found = []
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y"):
        try:
            found.append(datetime.strptime(text, form).date())
        except ValueError:
            continue
    return found


def _moment(text: str, zone: str | None) -> object:
    digits = text.partition(".")[2].rstrip("Z")
    if len(digits) > 6:
        import pandas as pd

        return pd.Timestamp(text)
    moment = datetime.fromisoformat(text)
    return moment.astimezone(timezone.utc) if zone else moment


class Differential(unittest.TestCase):
    def test_every_cell_of_every_file_is_what_its_text_says_whichever_way_it_was_read(self):
        pick = random.Random(2024)
        types: set[str] = set()
        for seed in range(FILES):
            content, rows = _file(pick)
            expected = [row for row in rows if row != [""]]
            quick = unittest.mock.patch.object(csv_blocks, "BLOCK_BYTES", pick.choice([40, 97, 400, 2_000]))
            careful = unittest.mock.patch.object(csv_blocks, "prove", side_effect=NotPlain)
            with self.subTest(seed=seed, content=content):
                with quick:
                    answer, table = run_import(content, sortBy=None)
                with careful, unittest.mock.patch.object(csv_rows, "BLOCK_BYTES", 1_000_000):
                    careful_answer, careful_table = run_import(content, sortBy=None)
                self.assertEqual(answer["type"], "result", answer)
                # The sentences may point at other values: where blocks end, a column that is text already is looked at no more.
                self.assertEqual({key: answer[key] for key in SAME}, {key: careful_answer[key] for key in SAME})
                self.assertEqual(table.schema, careful_table.schema)
                self.assertEqual(repr(table.to_pydict()), repr(careful_table.to_pydict()))
                for field, column, texts in zip(table.schema, table.columns, zip(*expected)):
                    types.add(str(field.type))
                    wrong = [(text, value) for text, value in zip(texts, column.to_pylist(), strict=True) if not _means(text, value, field)]
                    self.assertEqual(wrong, [], field)
        self.assertGreaterEqual(types, {"int64", "double", "bool", "date32[day]", "string", "timestamp[us]", "timestamp[us, tz=UTC]"})


if __name__ == "__main__":
    unittest.main()
