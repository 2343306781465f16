"""The schemes as graphs: the same triples, whoever reads the Turtle."""

from rdflib import Graph

from ontology.concepts import source
from ontology.schemes import graphs


def test_a_file_read_by_oxigraph_has_the_triples_that_rdflib_reads() -> None:
    assert set(graphs()["ns"]) == set(Graph().parse(data=source("xiangtu"), format="turtle"))
