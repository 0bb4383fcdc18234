"""The files of issued documents: below MEDIA_ROOT, written whole, read back byte for byte."""

import os
from pathlib import Path

from django.conf import settings

from costs.models import Document, NumberSeries


def folder_of(series: NumberSeries) -> str:
    """Where a series keeps its files below MEDIA_ROOT."""
    return f"documents/{series.issuer.slug}/{series.year}/{series.kind}"


def path_of(document: Document) -> Path:
    return Path(settings.MEDIA_ROOT) / document.file_name


def read_file(document: Document) -> bytes:
    """The stored bytes of an issued document. Raises OSError when the file is gone."""
    return path_of(document).read_bytes()


def write_file(name: str, data: bytes) -> None:
    """Write a file so that it is whole on the disk or not there at all, also after a power cut."""
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sweep(series: NumberSeries) -> list[str]:
    """Remove a dead run's files, those no document names. The caller holds the series' lock."""
    folder = Path(settings.MEDIA_ROOT) / folder_of(series)
    if not folder.is_dir():
        return []
    known = set(Document.objects.filter(series=series).values_list("file_name", flat=True))
    strays = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix in (".pdf", ".part") and f"{folder_of(series)}/{path.name}" not in known
    ]
    for path in strays:
        path.unlink()
    return [path.name for path in strays]
