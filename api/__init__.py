"""The HTTP side of Sitgraph: a SPARQL endpoint, resources as JSON and RDF, plain questions, and the page."""
