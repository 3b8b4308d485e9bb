"""What the executor tells the zygote, as one JSON argument."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    socket_path: str
    spares: int
    tmp_bytes: int
    slicer_memory_bytes: int

    @staticmethod
    def parse(text: str) -> Settings:
        fields = json.loads(text)
        return Settings(fields["socketPath"], fields["spares"], fields["tmpBytes"], fields["slicerMemoryBytes"])
