"""Several files of one filter, cut in one go."""

import tempfile
import unittest
from contextlib import ExitStack

import pyarrow as pa
import pyarrow.ipc

import cutting
from tests.support import parquet_file

TABLE = pa.table({"n": pa.array(range(1000), pa.int64()), "region": pa.array(["north", "south"] * 500)})
NORTH = [{"op": "in", "column": "region", "values": ["north"]}]


def answer(source_key, predicates, parts):
    """The frames that were sent, and the bytes of each file."""
    frames = []
    with ExitStack() as opened, parquet_file(TABLE) as source:
        outputs = [opened.enter_context(tempfile.TemporaryFile()) for _ in parts]
        body = {"sourceKey": source_key, "predicates": predicates, "parts": parts}
        cutting.answer(body, source.fileno(), [out.fileno() for out in outputs], frames.extend)
        for out in outputs:
            out.seek(0)
        return frames, [out.read() for out in outputs]


def cuts_of(frames):
    return {cut["part"]: cut for frame in frames if frame["type"] == "cuts" for cut in frame["cuts"]}


class Cutting(unittest.TestCase):
    def test_every_file_has_its_columns_and_is_told_once(self):
        frames, files = answer("several", NORTH, [["n"], ["region"], None])
        self.assertEqual(frames[-1], {"type": "result"})
        self.assertEqual(sum(len(frame.get("cuts", [])) for frame in frames), 3)
        tables = [pa.ipc.open_file(pa.BufferReader(content)).read_all() for content in files]
        self.assertEqual([table.column_names for table in tables], [["n"], ["region"], ["n", "region"]])
        for number, table in enumerate(tables):
            self.assertEqual(table.num_rows, 500)
            sizes = {"inputRows": 1000, "filteredRows": 500, "sizeBytes": len(files[number])}
            self.assertEqual(cuts_of(frames)[number], {"part": number, "sizes": sizes})

    def test_one_that_fails_takes_no_room_and_no_other_with_it(self):
        frames, files = answer("failing", NORTH, [["n"], ["nope"], ["region"]])
        cuts = cuts_of(frames)
        self.assertEqual((cuts[1]["failure"]["code"], cuts[1]["failure"]["column"]), ("unknown_column", "nope"))
        self.assertEqual(files[1], b"")
        self.assertIn("sizes", cuts[0])
        self.assertIn("sizes", cuts[2])

    def test_a_filter_on_a_column_that_is_not_there_fails_all(self):
        frames, _ = answer("unfiltered", [{"op": "in", "column": "nope", "values": []}], [["n"], ["region"]])
        self.assertEqual({cut["failure"]["code"] for cut in cuts_of(frames).values()}, {"unknown_column"})

    def test_text_of_many_distinct_values_and_empty_cells_is_filtered_like_any(self):
        for distinct in (3, 250, 255, 256, 300, 2000):
            names = [None if number % 7 == 0 else f"name {number % distinct}" for number in range(8000)]
            table = pa.table({"name": names, "n": range(8000)})
            for wanted in (["name 1", "name 2"], [None], ["name 1", None], []):
                with self.subTest(distinct=distinct, wanted=wanted), parquet_file(table) as source, tempfile.TemporaryFile() as out:
                    body = {"sourceKey": f"many-{distinct}", "predicates": [{"op": "in", "column": "name", "values": wanted}], "parts": [["n"]]}
                    cutting.answer(body, source.fileno(), [out.fileno()], lambda frames: None)
                    out.seek(0)
                    kept = pa.ipc.open_file(pa.BufferReader(out.read())).read_all()["n"].to_pylist()
                    self.assertEqual(kept, [number for number, name in enumerate(names) if name in wanted])


if __name__ == "__main__":
    unittest.main()
