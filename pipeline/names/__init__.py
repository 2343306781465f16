"""Names in an article: documents, programmes and organisations."""

from pipeline.names.documents import read_documents
from pipeline.names.organisations import (
    BodySuggestions,
    read_organisations,
    settle_organisations,
    suggest_organisations,
)
from pipeline.names.programs import ProgramSuggestions, read_programs, settle_programs, suggest_programs

__all__ = [
    "BodySuggestions",
    "ProgramSuggestions",
    "read_documents",
    "read_organisations",
    "read_programs",
    "settle_organisations",
    "settle_programs",
    "suggest_organisations",
    "suggest_programs",
]
