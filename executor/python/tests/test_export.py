"""CSV export: what is read back is what was there, except formulas, which are guarded."""

import csv
import io
import math
import random
import unittest
import unittest.mock
from datetime import date, datetime, timezone
from decimal import Decimal

import pyarrow as pa

from cardloom import csv_export
from cardloom.columns import cells
from tests.support import run_export, run_import

D = Decimal
UTC = timezone.utc
ROUND_TRIPS = {
    "int64": ["0", "-1", "9223372036854775807", "-9223372036854775808", "9007199254740993", ""],
    "double": ["0.1", "-0", "1e-320", "5e-324", "1.7976931348623157e+308", "123456789012345680", "1e22", "2.0", ""],
    "decimal": ["0.1234567890123456789", "12345678901234567.89", "-0.0000000000000000001", ""],
    "wide": [str(2**64), "-" + "9" * 38, "0", ""],
    "boolean": ["true", "FALSE", ""],
    "date": ["0001-01-01", "9999-12-31", "2024-02-29", ""],
    "timestamp": ["0001-01-01 00:00:00", "9999-12-31T23:59:59.999999", "2024-01-01 10:00", ""],
    "nanos": ["2024-01-01T10:00:00.123456789", "2024-01-01T10:00:00.100000000", ""],
    "timestamptz": ["2024-01-01T10:00:00+09:00", "1969-12-31T23:59:59.5Z", ""],
    "text": ["a,b", 'say "hi"', "line\r\nbreak", "😀", "שלום", " padded ", "NA", "007", "'quoted'", "x" * 100_000, ""],
}


def as_csv(columns):
    rows = max(map(len, columns.values()))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*columns, "last"])
    for row in range(rows):
        writer.writerow([*(values[row] if row < len(values) else "" for values in columns.values()), "."])
    return text.getvalue()


class Export(unittest.TestCase):
    def test_what_was_imported_comes_back_the_same(self):
        first, table = run_import(as_csv(ROUND_TRIPS))
        self.assertEqual(first["type"], "result", first)
        again, back = run_import(run_export(table))
        self.assertEqual(again["columns"], first["columns"])
        for name in table.column_names:
            with self.subTest(name):
                self.assertEqual([str(cell) for cell in cells(back[name])], [str(cell) for cell in cells(table[name])])

    def test_random_doubles_keep_every_bit(self):
        pick = random.Random(3)
        doubles = [pick.choice([-1, 1]) * pick.random() * 10.0 ** pick.randint(-300, 300) for _ in range(20_000)]
        lines = run_export(pa.table({"x": doubles})).decode().split("\r\n")[1:-1]
        self.assertEqual([float(line) for line in lines], doubles)

    def test_formulas_are_guarded_and_numbers_are_not(self):
        for text, written in (
            ("=1+2", "'=1+2"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", '"\'\rx"'),
            ('=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'),
            ("-5", "-5"),
            ("+44", "+44"),
            ("-1.5e-3", "-1.5e-3"),
            ("-", "'-"),
            ("a=b", "a=b"),
        ):
            with self.subTest(text):
                self.assertEqual(run_export(pa.table({"x": [text]})).decode(), f"x\r\n{written}\r\n")
        self.assertEqual(run_export(pa.table({"=a": [-1], "b": [-1.5], "c": [D("-2.50")]})).decode(), "'=a,b,c\r\n-1,-1.5,-2.50\r\n")

    def test_empty_text_is_not_an_empty_cell(self):
        self.assertEqual(run_export(pa.table({"x": ["", None, "a"], "y": [1, None, 3]})).decode(), 'x,y\r\n"",1\r\n,\r\na,3\r\n')

    def test_what_no_csv_import_makes_is_written_all_the_same(self):
        table = pa.table({"real": [math.inf, -math.inf, math.nan], "dictionary": pa.array(["a", None, "=b"]).dictionary_encode()})
        self.assertEqual(run_export(table).decode(), "real,dictionary\r\ninf,a\r\n-inf,\r\nnan,'=b\r\n")

    def test_the_standard_parser_reads_the_same_cells(self):
        pick = random.Random(9)
        alphabet = ["a", ",", '"', "\n", "\r", "é", " ", "😀", ""]
        values = ["".join(pick.choices(alphabet, k=pick.randint(1, 6))) or "x" for _ in range(3_000)]
        with unittest.mock.patch.object(csv_export, "MAX_BATCH_BYTES", 1_000), unittest.mock.patch.object(csv_export, "BATCH_ROWS", 700):
            written = run_export(pa.table({"x": values, "y": values})).decode()
        rows = [*csv.reader(io.StringIO(written, newline=""))][1:]
        self.assertEqual([[cell.removeprefix("'") for cell in row] for row in rows], [[value, value] for value in values])

    def test_rows_of_2000_columns(self):
        table = pa.table({f"c{n}": [n, None] for n in range(2_000)})
        lines = run_export(table).decode().split("\r\n")
        self.assertEqual((lines[1], lines[2]), (",".join(str(n) for n in range(2_000)), "," * 1_999))

    def test_times_and_dates(self):
        table = pa.table({"d": [date(2024, 1, 1)], "t": [datetime(2024, 1, 1, 10, 20, 30)], "z": pa.array([datetime(2024, 1, 1, 10, 0, 0, 500_000, tzinfo=UTC)], pa.timestamp("us", "UTC"))})
        self.assertEqual(run_export(table).decode(), "d,t,z\r\n2024-01-01,2024-01-01T10:20:30,2024-01-01T10:00:00.5Z\r\n")


if __name__ == "__main__":
    unittest.main()
