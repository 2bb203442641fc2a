"""Words beside vectors: encoder, index, fusion, explanations, precedents and statutes."""
