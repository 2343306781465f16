"""Names in an article: documents, programmes and organisations."""

from pipeline.names.documents import read_documents
from pipeline.names.organisations import read_organisations
from pipeline.names.programs import read_programs

__all__ = ["read_documents", "read_organisations", "read_programs"]
