"""The process that reads one uploaded file: a line of JSON and the file come in, a line of JSON goes out.

It has the time and the memory that an honest file needs. What goes wrong here ends here.
"""

import base64
import json
import resource
import sys
from datetime import datetime
from typing import Any

from asn1crypto import x509

from agreements.files.reader import read_document, read_signed
from agreements.files.reading import Reading

MOST_SECONDS = 40
MOST_MEMORY = 1536 * 1024 * 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked, _, data = sys.stdin.buffer.read().partition(b"\n")
    json.dump(_read(json.loads(asked), data).as_json(), sys.stdout)


def _read(asked: dict[str, Any], data: bytes) -> Reading:
    if not asked["at"]:
        return read_document(data)
    roots = [x509.Certificate.load(base64.b64decode(root)) for root in asked["roots"]]
    return read_signed(data, trust_roots=roots, at=datetime.fromisoformat(asked["at"]))


if __name__ == "__main__":
    main()
