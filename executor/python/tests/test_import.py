"""CSV import: loaded exactly, or refused with the line and what to change."""

import csv
import io
import os
import random
import tempfile
import unittest
import unittest.mock
from datetime import date, datetime, timezone
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from cardloom import csv_blocks, jobs
from cardloom.csv_kinds import survives_double
from tests.support import run_import

D = Decimal
UTC = timezone.utc

REFUSED = [
    ("an empty file", "", None, "empty"),
    ("blank lines only", "\n\r\n", None, "blank lines"),
    ("a header only", "a,b\n", 1, "header but no rows"),
    ("a header without a line break", "a,b", 1, "header but no rows"),
    ("a header and blank lines", "a,b\n\n\n", 1, "header but no rows"),
    ("a short row", "a,b,c\n1,2,3\n1,2\n", 3, "has 2 fields, but the header has 3"),
    ("a long row", "a,b\n1,2\n1,2,3\n", 3, "has 3 fields"),
    ("a short row after a quoted line break", 'a,b\n"x\ny",2\n1\n', 4, "has 1 field,"),
    ("a trailing delimiter", "a,b\n1,2,\n", 2, "has 3 fields"),
    ("an unclosed quote", 'a,b\n1,"x\n2,y\n3,z\n', 2, "never closed"),
    ("a quote closed by the next one", 'a,b\n1,"x\n2,"y"\n', 2, "line 2 to line 3"),
    ("text behind a closing quote", 'a,b\n1,2\n1,"x"y\n', 3, "goes on after"),
    ("an unclosed quote far down", "a,b\n" + "1,x\n" * 9 + '1,"x\n', 11, "never closed"),
    ("Latin-1", "a,b\n1,2\n1,café\n".encode("latin-1"), 3, "not valid UTF-8"),
    ("a character cut off at the end", "a,b\n1,é".encode()[:-1], 2, "not valid UTF-8"),
    ("a zero byte", b"a,b\n1,2\n\x00,2\n", 3, "zero byte"),
    ("a PDF", b"%PDF-1.4\n", None, "PDF"),
    ("a picture", b"\x89PNG\r\n\x1a\n", None, "PNG"),
    ("a workbook", b"PK\x03\x04", None, "Excel"),
    ("a web page", "\n<!DOCTYPE html><html>", None, "HTML"),
    ("JSON", '[{"a": 1}]', None, "JSON"),
    ("two kinds of row ends", "a,b\n1,2\r3,4\n", 2, "line ending"),
    ("too many columns", ",".join(f"c{n}" for n in range(2001)) + "\n", 1, "2,001 columns"),
]

EXACT = [
    ("whole numbers", ["1", "-2", "0"], "int64", [1, -2, 0]),
    ("the ends of int64", ["9223372036854775807", "-9223372036854775808"], "int64", [2**63 - 1, -(2**63)]),
    ("beyond int64", ["9223372036854775808", "1"], "decimal", [D(2**63), D(1)]),
    ("beyond 38 digits", ["9" * 39, "1"], "string", ["9" * 39, "1"]),
    ("leading zeros", ["007", "12"], "string", ["007", "12"]),
    ("zero itself", ["0", "0.5"], "double", [0.0, 0.5]),
    ("a plus sign", ["+44", "1"], "string", ["+44", "1"]),
    ("hexadecimal", ["0x1F", "1"], "string", ["0x1F", "1"]),
    ("negative zero", ["-0", "1"], "double", [-0.0, 1.0]),
    ("fractions", ["1.50", "0.1", ".5", "2."], "double", [1.5, 0.1, 0.5, 2.0]),
    ("whole numbers and fractions", ["1", "2.5"], "double", [1.0, 2.5]),
    ("17 digits that survive", ["0.30000000000000004", "0.1"], "double", [0.30000000000000004, 0.1]),
    ("19 digits that don't", ["0.1234567890123456789", "1.5"], "decimal", [D("0.1234567890123456789"), D("1.5")]),
    ("cents of a large sum", ["12345678901234567.89", "0.01"], "decimal", [D("12345678901234567.89"), D("0.01")]),
    ("2^53 + 1 beside a fraction", ["9007199254740993", "2.5"], "decimal", [D("9007199254740993"), D("2.5")]),
    ("exponents", ["1e-05", "2.5E+3"], "double", [1e-05, 2500.0]),
    ("too large for a double", ["1e400", "1.5"], "string", ["1e400", "1.5"]),
    ("too small for a double", ["1e-400", "1.5"], "string", ["1e-400", "1.5"]),
    ("codes like 1E5", ["12345", "1E5"], "string", ["12345", "1E5"]),
    ("infinity", ["1.5", "inf"], "string", ["1.5", "inf"]),
    ("thousands", ['"1,234"', "5"], "string", ["1,234", "5"]),
    ("booleans", ["True", "false", "TRUE"], "boolean", [True, False, True]),
    ("yes and no", ["yes", "no"], "string", ["yes", "no"]),
    ("dates", ["2024-02-29", "0001-01-01"], "date", [date(2024, 2, 29), date(1, 1, 1)]),
    ("an impossible date", ["2024-01-31", "2024-02-30"], "string", ["2024-01-31", "2024-02-30"]),
    ("a year that never was", ["0000-01-01", "2024-02-29"], "string", ["0000-01-01", "2024-02-29"]),
    ("day first", ["31/01/2024", "1/2/2024"], "date", [date(2024, 1, 31), date(2024, 2, 1)]),
    ("month first", ["01/31/2024", "1/2/2024"], "date", [date(2024, 1, 31), date(2024, 1, 2)]),
    ("either", ["01/02/2024", "03/04/2024"], "string", ["01/02/2024", "03/04/2024"]),
    ("both", ["31/01/2024", "01/31/2024"], "string", ["31/01/2024", "01/31/2024"]),
    ("day first and impossible", ["31/02/2024", "1/2/2024"], "string", ["31/02/2024", "1/2/2024"]),
    ("year first", ["2024/1/5", "2024/12/31"], "date", [date(2024, 1, 5), date(2024, 12, 31)]),
    ("times", ["2024-01-01 10:00:00", "2024-01-01T10:00:00.123456"], "timestamp", [datetime(2024, 1, 1, 10), datetime(2024, 1, 1, 10, 0, 0, 123456)]),
    ("instants", ["2024-01-01T10:00:00Z", "2024-01-01T10:00:00+02:00"], "timestamptz", [datetime(2024, 1, 1, 10, tzinfo=UTC), datetime(2024, 1, 1, 8, tzinfo=UTC)]),
    ("times with and without zone", ["2024-01-01T10:00Z", "2024-01-01T10:00"], "string", ["2024-01-01T10:00Z", "2024-01-01T10:00"]),
    ("null tokens among numbers", ["1", "NA", "-", "NaN"], "int64", [1, None, None, None]),
    ("null tokens and nothing between spaces", ["1", " NA", "  ", "- "], "int64", [1, None, None, None]),
    ("null tokens among text", ["NA", "US", "Null"], "string", ["NA", "US", "Null"]),
    ("null tokens alone", ["NA", "NA"], "string", ["NA", "NA"]),
    ("nothing at all", ["", ""], "string", [None, None]),
    ("spaces around numbers", [" 1", "2 "], "int64", [1, 2]),
    ("spaces around text", [" a", "b "], "string", [" a", "b "]),
    ("an emoji", ["😀", "é"], "string", ["😀", "é"]),
    ("a quoted number", ['"1"', "2"], "int64", [1, 2]),
    ("a doubled quote", ['"a ""b"""', "c"], "string", ['a "b"', "c"]),
]


class Refusals(unittest.TestCase):
    def test_table(self):
        for sentence, content, line, message in REFUSED:
            with self.subTest(sentence):
                answer, _ = run_import(content)
                self.assertEqual((answer["type"], answer.get("code"), answer.get("line")), ("failure", "invalid_file", line))
                self.assertIn(message, answer["message"])


class Types(unittest.TestCase):
    def test_table(self):
        for sentence, values, expected, loaded in EXACT:
            # A second column, or an empty line would stand for an empty cell.
            with self.subTest(sentence):
                answer, table = run_import("x,y\n" + "".join(f"{value},t\n" for value in values))
                self.assertEqual((answer["columns"][0]["type"], table["x"].to_pylist()), (expected, loaded))

    def test_what_comes_late_counts_as_what_comes_first(self):
        rows = 300_000
        for sentence, last, expected, loaded in (
            ("a fraction", "1.5", "double", 1.5),
            ("leading zeros", "007", "string", "007"),
            ("beyond int64", str(2**64), "decimal", D(2**64)),
            ("a word", "x", "string", "x"),
            ("an empty cell", "", "int64", None),
            ("not available", "N/A", "int64", None),
        ):
            with self.subTest(sentence), unittest.mock.patch.object(csv_blocks, "BLOCK_BYTES", 100_000):
                answer, table = run_import("x,y\n" + "5,t\n" * rows + f"{last},t\n")
                self.assertEqual((answer["rowCount"], answer["columns"][0]["type"], table["x"][-1].as_py()), (rows + 1, expected, loaded))
                self.assertEqual(str(table["x"][0].as_py()), "5.0" if expected == "double" else "5")
                self.assertEqual(table["x"].null_count, 1 if loaded is None else 0)

    def test_why_a_column_stayed_text_is_said_with_its_line(self):
        answer, _ = run_import("x\n" + "1\n" * 30 + "oops\n")
        self.assertIn("“oops” on line 32", answer["warnings"][0])

    def test_types_asked_for(self):
        answer, table = run_import("a,b\n1,2\n3,4\n", types={"a": "string", "b": "double"})
        self.assertEqual(table.to_pydict(), {"a": ["1", "3"], "b": [2.0, 4.0]})
        answer, _ = run_import("a\n1\nx\n", types={"a": "int64"})
        self.assertEqual((answer["type"], answer["line"], answer["column"]), ("failure", 3, "a"))
        answer, _ = run_import("a\n1\n", types={"b": "int64"})
        self.assertEqual((answer["type"], answer["column"]), ("failure", "b"))

    def test_a_double_is_used_only_where_it_gives_the_number_back(self):
        for text, survives in (("0.1", True), ("1e400", False), ("5e-324", True), ("3e-324", False), ("0.1000000000000000055511151231257827", True), ("9007199254740993", False), ("1e22", True), ("123456789012345680", True), ("0e500", True)):
            with self.subTest(text):
                self.assertEqual(survives_double(text), survives)


class Dialects(unittest.TestCase):
    def test_delimiters(self):
        for delimiter in ",;\t|":
            answer, table = run_import(f"a{delimiter}b\n1{delimiter}x\n2{delimiter}y\n")
            self.assertEqual((answer["dialect"]["delimiter"], table.to_pydict()), (delimiter, {"a": [1, 2], "b": ["x", "y"]}))
        self.assertEqual(run_import("a;b\n1,5;2\n")[1].to_pydict(), {"a": [1.5], "b": [2]})
        self.assertEqual(run_import("sep=;\na;b\n1;2\n")[1].to_pydict(), {"a": [1], "b": [2]})
        self.assertEqual(run_import("a;b\n1;2\n", delimiter=",")[1].to_pydict(), {"a;b": ["1;2"]})

    def test_line_endings_marks_and_blank_lines(self):
        for content in ("a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r\n1,2\n3,4\n", "\ufeffa,b\n1,2\n3,4\n", "a,b\r1,2\r3,4\r", "\n\na,b\n1,2\n\n3,4\n\n"):
            with self.subTest(content):
                self.assertEqual(run_import(content)[1].to_pydict(), {"a": [1, 3], "b": [2, 4]})

    def test_quotes_in_fields_that_are_not_quoted_are_text(self):
        answer, table = run_import('a,b\n1,5" pipe\n2,"3"\n')
        self.assertEqual(table["b"].to_pylist(), ['5" pipe', "3"])
        self.assertIn("quotation marks", answer["warnings"][0])

    def test_line_breaks_in_quotes(self):
        self.assertEqual(run_import('a,b\n1,"x\r\n\ny"\n')[1]["b"].to_pylist(), ["x\r\n\ny"])

    def test_headers(self):
        answer, table = run_import("a,a,,a_2\n1,2,3,4\n")
        self.assertEqual(table.column_names, ["a", "a_3", "column_3", "a_2"])
        self.assertEqual(len(answer["warnings"]), 2)
        self.assertEqual(run_import("1,2\n3,4\n")[1].to_pydict(), {"column_1": [1, 3], "column_2": [2, 4]})
        self.assertEqual(run_import("1,2\n3,4\n", header=True)[1].to_pydict(), {"1": [3], "2": [4]})
        self.assertEqual(run_import("a,b\n3,4\n", header=False)[1].to_pydict(), {"column_1": ["a", "3"], "column_2": ["b", "4"]})


class WholeFiles(unittest.TestCase):
    def test_random_files_equal_the_standard_parser(self):
        pick = random.Random(7)
        alphabet = ["a", "b", ",", '"', "\n", "\r\n", "é", "1", " ", "😀", "", "x" * 50]
        with unittest.mock.patch.object(csv_blocks, "BLOCK_BYTES", 4_096), unittest.mock.patch("cardloom.csv_structure.BLOCK_BYTES", 97):
            for seed in range(150):
                rows = [["".join(pick.choices(alphabet, k=pick.randint(0, 6))) for _ in range(3)] for _ in range(pick.randint(1, 60))]
                text = io.StringIO()
                csv.writer(text, quoting=pick.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), lineterminator=pick.choice(["\n", "\r\n"])).writerows([["h1", "h2", "h3"], *rows])
                with self.subTest(seed=seed):
                    answer, table = run_import(text.getvalue(), types={name: "string" for name in ("h1", "h2", "h3")})
                    self.assertEqual(answer["type"], "result", answer)
                    self.assertEqual([[cell or "" for cell in row.values()] for row in table.to_pylist()], rows)

    def test_broken_files_are_refused_or_read_as_the_strict_standard_parser_does(self):
        pick = random.Random(11)
        with unittest.mock.patch("cardloom.csv_structure.BLOCK_BYTES", 13):
            for seed in range(2_000):
                body = "".join(pick.choices(["a", "b", ",", ",", '"', "\n", "\n"], k=pick.randint(1, 40)))
                content = f"h1,h2\n{body}\n"
                try:
                    rows = [row for row in csv.reader(io.StringIO(content, newline=""), strict=True) if row][1:]
                    readable = bool(rows) and all(len(row) == 2 for row in rows)
                except csv.Error:
                    readable = False
                with self.subTest(seed=seed, content=content):
                    answer, table = run_import(content)
                    self.assertEqual(answer["type"] == "result", readable, answer)
                    if table is not None:
                        self.assertEqual([[cell or "" for cell in row.values()] for row in table.to_pylist()], rows)

    def test_a_large_file_equals_pandas(self):
        random_numbers = np.random.default_rng(3)
        rows = 200_000
        frame = pd.DataFrame(
            {
                "id": np.arange(rows),
                "amount": np.round(random_numbers.gamma(2, 50, rows), 2),
                "noise": random_numbers.normal(size=rows) * 10.0 ** random_numbers.integers(-30, 30, rows),
                "region": random_numbers.choice(["north", "sou,th", 'we"st', "line\nbreak"], rows),
                "day": pd.Timestamp("2020-01-01") + pd.to_timedelta(random_numbers.integers(0, 900, rows), unit="D"),
            }
        )
        answer, table = run_import(frame.to_csv(index=False), sortBy=None)
        self.assertEqual([column["type"] for column in answer["columns"]], ["int64", "double", "double", "string", "date"])
        for name in ("id", "amount", "noise"):
            np.testing.assert_array_equal(table[name].to_numpy(), frame[name].to_numpy())
        self.assertEqual(table["region"].to_pylist(), frame["region"].tolist())
        self.assertEqual(table["day"].to_pylist(), frame["day"].dt.date.tolist())
        self.assertEqual(answer["warnings"], [])

    def test_progress_grows_and_the_report_fits_the_file(self):
        messages = []
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as upload:
            upload.write(b"a,b\n" + b"1,2\n" * 100_000)
            upload.flush()
            out = os.path.join(folder, "data.parquet")
            jobs.run("import", {"options": {}}, [upload.fileno()], messages.append, out)
            self.assertEqual(messages[-1]["sizeBytes"], os.path.getsize(out))
            self.assertEqual(pq.ParquetFile(out).metadata.num_rows, 100_000)
        progress = [(message["stage"], message["done"]) for message in messages[:-1]]
        self.assertEqual(sorted({stage for stage, _ in progress}), ["checking", "converting", "profiling"])
        self.assertEqual(max(done for stage, done in progress if stage == "converting"), 400_004)


if __name__ == "__main__":
    unittest.main()
