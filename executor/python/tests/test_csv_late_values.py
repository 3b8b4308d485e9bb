"""What comes late in a file counts as what comes first: the answer is that of the whole file, wherever its blocks end."""

import datetime
import unittest
from decimal import Decimal

from tests.support import run_import

# So wide that the last row stands blocks below the first.
PADDING = "t" * 2_000
ROWS = 5_000
LATE = [
    ("a nanosecond behind the year 1", "0001-01-01 00:00:00", "2024-01-01 00:00:00.123456789", {}, "string"),
    ("the year 1 behind a nanosecond", "2024-01-01 00:00:00.123456789", "0001-01-01 00:00:00", {}, "string"),
    ("a nanosecond", "2024-01-01 00:00:00", "2024-01-01 00:00:00.123456789", {}, "timestamp"),
    ("a zone", "2024-01-01 00:00:00", "2024-01-01 00:00:00Z", {}, "string"),
    ("an impossible date", "2024-01-01", "2023-02-30", {}, "string"),
    ("a fraction behind exponents", "1E5", "1.5", {}, "double"),
    ("an exponent behind fractions", "1.5", "1E5", {}, "double"),
    ("an exponent behind whole numbers", "15", "1E5", {}, "string"),
    ("a long decimal", "1.5", "0.1234567890123456789", {}, "decimal"),
    ("2^53 + 1 behind fractions", "1.5", "9007199254740993", {}, "decimal"),
    ("a fraction behind 2^53 + 1", "9007199254740993", "1.5", {}, "decimal"),
    ("1e400", "1.5", "1e400", {}, "string"),
    ("negative zero", "5", "-0", {}, "double"),
    ("leading zeros", "5", "007", {}, "string"),
    ("a plus sign", "5", "+5", {}, "string"),
    ("a word of a number type", "1.5", "inf", {}, "string"),
    ("a token that is a number", "5", "-999", {"nullTokens": ["-999"]}, "int64"),
    ("a token that is a fraction", "5.5", "0.0", {"nullTokens": ["0.0"]}, "double"),
    ("a decimal comma", "5", "1,5", {"decimal": ","}, "double"),
    ("a decimal point among commas", "1,5", "1.5", {"decimal": ","}, "string"),
    ("a decimal point among whole numbers and commas by choice", "5", "1.5", {"decimal": ","}, "string"),
    ("thousands by choice", "5", "1.500", {"decimal": ","}, "int64"),
    ("a day that cannot be a month", "01/02/2024", "31/01/2024", {}, "date"),
    ("a month that cannot be one", "01/02/2024", "31/01/2024", {"dateOrder": "month_first"}, "string"),
]


class LateValues(unittest.TestCase):
    def test_table(self):
        for sentence, usual, last, options, expected in LATE:
            with self.subTest(sentence):
                answer, table = run_import("x;y\n" + f"{usual};{PADDING}\n" * ROWS + f"{last};t\n", **options)
                self.assertEqual((answer["rowCount"], answer["columns"][0]["type"]), (ROWS + 1, expected), answer)
                if expected == "string":
                    self.assertEqual((table["x"][0].as_py(), table["x"][-1].as_py()), (usual, last))
                    self.assertIn("Column “x” was kept as text", " ".join(answer["warnings"]))

    def test_values_come_through_as_they_are_written(self):
        for usual, last, options, expected in (
            ("1,5", "1.234,56", {"decimal": ","}, [1.5, 1234.56]),
            ("5", "1.500", {"decimal": ","}, [5, 1500]),
            ("1.5", "9007199254740993", {}, [Decimal("1.5"), Decimal("9007199254740993")]),
            ("01/02/2024", "31/01/2024", {}, [datetime.date(2024, 2, 1), datetime.date(2024, 1, 31)]),
            ("5", "-999", {"nullTokens": ["-999"]}, [5, None]),
            ("5.5", "0.0", {"nullTokens": ["0.0"]}, [5.5, None]),
            ("2024-01-01", "9999-12-31", {"nullTokens": ["9999-12-31"]}, [datetime.date(2024, 1, 1), None]),
            ("true", "false", {"nullTokens": ["false"]}, [True, None]),
            ("5", "NA", {}, [5, None]),
        ):
            with self.subTest(last):
                _, table = run_import("x;y\n" + f"{usual};{PADDING}\n" * ROWS + f"{last};t\n", **options)
                self.assertEqual([table["x"][0].as_py(), table["x"][-1].as_py()], expected)

    def test_a_type_that_a_late_value_does_not_fit_is_refused_with_its_line(self):
        for usual, last, wanted, options in (
            ("5", "5.5", "int64", {}),
            ("1.5", "9007199254740993", "double", {}),
            ("1.5", "1e5", "decimal", {}),
            ("2024-01-01", "2023-02-30", "date", {}),
            ("true", "1", "boolean", {}),
            ("2024-01-01 00:00:00", "2024-01-01 00:00:00Z", "timestamp", {}),
        ):
            with self.subTest(last):
                answer, _ = run_import("x;y\n" + f"{usual};{PADDING}\n" * ROWS + f"{last};t\n", types={"x": wanted}, **options)
                self.assertEqual((answer["type"], answer.get("line"), answer.get("column")), ("failure", ROWS + 2, "x"), answer)
                self.assertIn(f"“{last}”", answer["message"])

    def test_millions_of_empty_cells(self):
        answer, table = run_import("x,y\n" + ",\n" * 3_000_000 + "1,\n")
        self.assertEqual((answer["rowCount"], table["x"].null_count, table["x"][-1].as_py()), (3_000_001, 3_000_000, 1))

    def test_a_row_of_24_megabytes_among_short_ones(self):
        lengths = (12_000_000, 12_000_000)
        _, table = run_import("a,b,c\n" + "1,x,y\n" * 1000 + f"1,{'x' * lengths[0]},{'y' * lengths[1]}\n" + "1,x,y\n" * 1000)
        self.assertEqual((table.num_rows, len(table["b"][1000].as_py()), len(table["c"][1000].as_py())), (2001, *lengths))


if __name__ == "__main__":
    unittest.main()
