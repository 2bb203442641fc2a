"""What a petition is linked to, one noun a module: units, places, respondents, class, citations, matter, petitioner."""
