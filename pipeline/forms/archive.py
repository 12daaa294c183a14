"""Pack files into a zip whose bytes depend on nothing but them."""

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PERMISSIONS = 0o644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack *files*, by name in their order, all with the same time and permissions."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _PERMISSIONS
            archive.writestr(entry, data)
    return stream.getvalue()
