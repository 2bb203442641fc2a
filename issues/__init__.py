"""Common issues (共性问题): discovery, stable life, trends, ranking."""
