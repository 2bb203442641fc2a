"""The knowledge graph: one port, SQL links and Neo4j behind it, measures on top."""
