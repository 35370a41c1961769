"""Files of self-management: plain PDF documents as they are, photos drawn anew, under names nobody can guess.

What an upload is, its first bytes say (`commitments/proofs.py`).
"""

from typing import Any, BinaryIO

from django.http import FileResponse, Http404

from tripartite.commitments import proofs
from tripartite.commitments.models import Evidence


def read_document(upload: BinaryIO | None) -> tuple[bytes, str] | None:
    """The bytes to keep and their suffix; None for no upload. Refused for what is neither a plain PDF nor a photo."""
    if upload is None:
        return None
    proof = proofs.take(upload)
    return proof.data, "pdf" if proof.kind == Evidence.Kind.DOCUMENT else "jpg"


def download(file: Any, name: str, *, inline: bool = False, public: bool = False) -> FileResponse:
    """A stored file handed out: photos in the page, documents as downloads."""
    photo = bool(file) and file.name.endswith(".jpg")
    try:
        opened = file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(
        opened,
        as_attachment=not (inline and photo),
        content_type="image/jpeg" if photo else "application/pdf",
        filename=f"{name}.{'jpg' if photo else 'pdf'}",
    )
    response.headers["Cache-Control"] = "private, no-cache" if public else "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
