"""Texts of the invented county's package and the writer of its docx and pdf members."""
