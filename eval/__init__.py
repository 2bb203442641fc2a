"""Measuring how well search, common issues and suggestions do on gold sets (评测), and the gate for changes."""
