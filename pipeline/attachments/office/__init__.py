"""Workbooks, documents and tables as text: each read into lines and tables as a reader sees them."""
