"""Parquet that others have written: damaged or lying files harm nobody but themselves."""

import random
import tempfile
import unittest

import pyarrow as pa
import pyarrow.parquet as pq

from cardloom import profile, query, slicer
from tests.support import import_file, import_libraries, parquet_bytes

ROWS = 20_000
TABLE = pa.table({"n": range(ROWS), "word": [f"word {n % 97}" for n in range(ROWS)]})


def lying(low: int, high: int) -> bytes:
    """The table, whose footer says that `n` lies between `low` and `high`."""
    good = parquet_bytes(TABLE)
    footer = len(good) - 8 - int.from_bytes(good[-8:-4], "little")
    told = good[footer:].replace((ROWS - 1).to_bytes(8, "little"), high.to_bytes(8, "little"))
    # The lowest, zero, is everywhere in a footer: the first of eight bytes behind its length is meant.
    told = told.replace(b"\x08" + (0).to_bytes(8, "little"), b"\x08" + low.to_bytes(8, "little"))
    return good[:footer] + told


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        import_libraries()

    def on_file(self, content, work):
        with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as out:
            file.write(content)
            file.flush()
            return work(file.fileno(), out.fileno())

    def test_damaged_row_groups_are_errors_of_their_job_and_end_nothing_else(self):
        good = parquet_bytes(TABLE, row_group_size=5_000, compression="zstd")
        pick = random.Random(13)
        for seed in range(150):
            broken = bytearray(good)
            for _ in range(pick.choice([1, 5, 50])):
                broken[pick.randrange(4, len(broken) - 8)] = pick.randrange(256)
            for work in (
                lambda source, out: slicer.slice(f"broken {seed}", source, [], ["n", "word"], out),
                lambda source, out: profile.profile(source),
                lambda source, out: query.preview({"limit": 100}, source),
            ):
                with self.subTest(seed=seed):
                    try:
                        self.on_file(bytes(broken), work)
                    except (pa.ArrowException, OSError, ValueError, KeyError, MemoryError, slicer.UnknownColumn):
                        pass
        # The one that serves all is still there.
        sizes = self.on_file(good, lambda source, out: slicer.slice("good", source, [], ["n"], out))
        self.assertEqual((sizes["inputRows"], sizes["filteredRows"]), (ROWS, ROWS))

    def test_a_profile_believes_the_values_and_not_the_statistics(self):
        file = lying(5, 7)
        told = pq.ParquetFile(pa.BufferReader(file)).metadata.row_group(0).column(0).statistics
        self.assertEqual((told.min, told.max), (5, 7))
        column = self.on_file(file, lambda source, out: profile.profile(source))["columns"][0]
        self.assertEqual((column["min"], column["max"], sum(bar["count"] for bar in column["histogram"])), (0, ROWS - 1, ROWS))

    def test_an_import_writes_statistics_of_its_own(self):
        answer, table, _ = import_file(lying(5, 7))
        self.assertEqual((answer["rowCount"], table["n"].to_pylist()), (ROWS, list(range(ROWS))))


if __name__ == "__main__":
    unittest.main()
