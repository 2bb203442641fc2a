"""The product beside other systems: same machine, same questions, same vectors, one run."""
