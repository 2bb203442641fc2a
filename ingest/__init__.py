"""From a file to facts: petitions, policy packages, law, linking, quarantine."""
