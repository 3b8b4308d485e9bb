"""Every nasty file of the fixtures folder: imported exactly or refused, and seen alike from its first bytes."""

import tempfile
import unittest

from cardloom import inspect_file
from cardloom.columns import exact_cells
from cardloom.import_refusal import ImportRefusal
from tests.csv_fixtures import fixtures
from tests.support import run_import


def inspect(content, options, size_bytes=None):
    """The answer to an inspection, or the refusal."""
    with tempfile.TemporaryFile() as upload:
        upload.write(content)
        upload.flush()
        body = {"options": options, "sizeBytes": len(content) if size_bytes is None else size_bytes}
        try:
            return inspect_file.run(body, upload.fileno())
        except ImportRefusal as refusal:
            return refusal


class CsvFixtures(unittest.TestCase):
    maxDiff = None

    def assert_warnings(self, found, expected):
        self.assertEqual(len(found), len(expected), found)
        for sentence, part in zip(found, expected):
            self.assertIn(part, sentence)

    def test_imported(self):
        for fixture in fixtures():
            with self.subTest(fixture.name):
                answer, table = run_import(fixture.content, **fixture.options)
                expected = fixture.expected
                if "failure" in expected:
                    failure = expected["failure"]
                    self.assertEqual(answer["type"], "failure", answer)
                    self.assertIn(failure["message"], answer["message"])
                    self.assertEqual((answer.get("line"), answer.get("column")), (failure.get("line"), failure.get("column")))
                    continue
                self.assertEqual(answer["type"], "result", answer)
                self.assertEqual(answer["columns"], expected["columns"])
                rows = [list(row) for row in zip(*(exact_cells(column) for column in table.columns))]
                # An int and a double may be equal without being written alike.
                self.assertEqual(list(map(repr, rows)), list(map(repr, rows_as_doubles(expected))))
                self.assert_warnings(answer["warnings"], expected["warnings"])
                self.assertEqual(answer["dialect"], answer["dialect"] | expected.get("dialect", {}))

    def test_inspected_whole(self):
        for fixture in fixtures():
            expected = fixture.expected
            if "failure" in expected:
                continue
            with self.subTest(fixture.name):
                answer = inspect(fixture.content, fixture.options)
                self.assertNotIsInstance(answer, ImportRefusal, str(answer))
                self.assertEqual(answer["columns"], expected["columns"])
                self.assertEqual(list(map(repr, answer["rows"])), list(map(repr, rows_as_doubles(expected)))[:100])
                self.assertEqual(answer["dialect"], answer["dialect"] | expected.get("dialect", {}))
                self.assertTrue(answer["complete"])

    def test_a_head_that_is_cut_anywhere_is_answered_or_refused(self):
        for fixture in fixtures():
            for size in range(1, min(len(fixture.content), 400), 3):
                with self.subTest(fixture.name, size=size):
                    answer = inspect(fixture.content[:size], fixture.options, len(fixture.content))
                    if not isinstance(answer, ImportRefusal):
                        self.assertFalse(answer["complete"])
                        self.assertTrue(all(len(row) == len(answer["columns"]) for row in answer["rows"]))


def rows_as_doubles(expected):
    """JSON writes the double 5.0 as 5."""
    doubles = {position for position, column in enumerate(expected["columns"]) if column["type"] == "double"}
    return [[float(cell) if position in doubles and isinstance(cell, int) else cell for position, cell in enumerate(row)] for row in expected["rows"]]


if __name__ == "__main__":
    unittest.main()
