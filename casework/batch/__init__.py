"""Batch resolution (批量办理): plan → dry run → apply → result per case → undo, with a ledger that misses nobody."""
