import json
import os
import struct
import unittest

import protocol

GOOD = {"job": "j1", "kind": "card", "deadlineMs": 1000, "memoryBytes": 1 << 30, "files": []}
IMPORT = {**GOOD, "kind": "import", "scratch": "run_0123", "scratchBytes": 1 << 30}


def header(**changes):
    return json.dumps({**GOOD, **changes}).encode()


def slice_header(**changes):
    return header(**{"kind": "slice", "files": [{"kind": "data", "id": "dv_0123abcd"}], "slices": ["0" * 32], **changes})


class Headers(unittest.TestCase):
    def test_a_good_one_names_paths_by_id(self):
        parsed = protocol.parse_header(
            header(files=[{"kind": "slice", "id": "0" * 32}, {"kind": "data", "id": "dv_0123abcd"}])
        )
        self.assertEqual(parsed.files, ("/slices/" + "0" * 32, "/data/dv_0123abcd.parquet"))

    def test_an_import_names_its_scratch_folder(self):
        self.assertEqual(protocol.parse_header(json.dumps(IMPORT).encode()).scratch, "run_0123")

    def test_a_slice_job_names_the_files_it_fills(self):
        self.assertEqual(protocol.parse_header(slice_header(slices=["0" * 32, "1" * 32])).slices, ("0" * 32, "1" * 32))

    def test_everything_else_is_refused(self):
        for what, raw in {
            "not JSON": b"{",
            "not an object": b"[]",
            "a path instead of an id": header(files=[{"kind": "data", "id": "../../etc/passwd"}]),
            "an id with a newline behind it": header(files=[{"kind": "data", "id": "dv_0123\n"}]),
            "an id with a zero in it": header(files=[{"kind": "upload", "id": "up_0123\0"}]),
            "an id of another kind": header(files=[{"kind": "data", "id": "up_0123"}]),
            "an unknown kind of file": header(files=[{"kind": "secret", "id": "dv_0123"}]),
            "files that are no list": header(files="dv_0123"),
            "too many files": header(files=[{"kind": "data", "id": "dv_0123"}] * 65),
            "an unknown kind of job": header(kind="shell"),
            "a kind that is no text": header(kind=["card"]),
            "no deadline": header(deadlineMs=None),
            "a deadline of true": header(deadlineMs=True),
            "a deadline in the past": header(deadlineMs=-1),
            "endless memory": header(memoryBytes=1 << 60),
            "a job id with a slash": header(job="a/b"),
            "a card with a scratch folder": header(scratch="run_0123"),
            "a scratch folder outside": json.dumps({**IMPORT, "scratch": "run_0123/../.."}).encode(),
            "an import without one": header(kind="import"),
            "an export without one": header(kind="export"),
            "an inspection with one": header(kind="inspect", scratch="run_0123"),
            "a slice without a name": slice_header(slices=[]),
            "a slice with a name that is a path": slice_header(slices=["../data/dv_0123"]),
            "slices that are no list": slice_header(slices="0" * 32),
            "too many slices": slice_header(slices=["0" * 32] * 65),
            "a slice of nothing": slice_header(files=[]),
            "a card that makes slices": header(slices=["0" * 32]),
        }.items():
            with self.subTest(what), self.assertRaises(protocol.BadFrame):
                protocol.parse_header(raw)


class Reading(unittest.TestCase):
    def setUp(self):
        self.ours, self.theirs = os.pipe()
        os.set_blocking(self.ours, False)

    def tearDown(self):
        os.close(self.ours)

    def test_a_header_is_read_to_its_end_and_not_one_byte_further(self):
        reader = protocol.HeaderReader()
        frame = struct.pack("<I", 5) + b"hello"
        for byte in frame[:-1]:
            os.write(self.theirs, bytes([byte]))
            self.assertIsNone(reader.read(self.ours))
        os.write(self.theirs, frame[-1:] + b"what follows is not for the zygote")
        os.close(self.theirs)
        self.assertEqual(reader.read(self.ours), b"hello")
        self.assertEqual(os.read(self.ours, 100), b"what follows is not for the zygote")

    def test_a_header_of_a_refused_size_is_not_waited_for(self):
        for size in (0, protocol.MAX_HEADER_BYTES + 1, 0xFFFF_FFFF):
            os.write(self.theirs, struct.pack("<I", size))
            with self.subTest(size), self.assertRaises(protocol.BadFrame):
                protocol.HeaderReader().read(self.ours)
        os.close(self.theirs)

    def test_one_who_leaves_in_the_middle_is_noticed(self):
        os.write(self.theirs, b"\x05\x00")
        os.close(self.theirs)
        with self.assertRaises(EOFError):
            protocol.HeaderReader().read(self.ours)

    def test_nothing_that_is_not_json_is_sent(self):
        os.close(self.theirs)
        with self.assertRaises(ValueError):
            protocol.encode_frame({"value": float("nan")})


if __name__ == "__main__":
    unittest.main()
