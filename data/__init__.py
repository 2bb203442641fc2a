"""Data that comes with the product: the invented demo office and the policy packages."""
