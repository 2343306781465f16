"""The graph for programs, as DataFrames of pandas: ``from serve.client import Graph``.

It needs ``pip install 'xiangtu[client]'``.
"""

from serve.client.graph import Graph
from serve.errors import QueryError

__all__ = ["Graph", "QueryError"]
