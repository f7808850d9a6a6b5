"""The zip that a package is: stored, as zlib libraries compress to different bytes, and of no date or machine."""

import io
import zipfile
from collections.abc import Iterable


def zipped(members: Iterable[tuple[str, bytes | bytearray]]) -> bytes:
    """Return the zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name)  # of 1980-01-01
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return buffer.getvalue()
