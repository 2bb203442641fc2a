"""The SQL system of record: tables, transactions, marks, identity vault, audit chain, jobs."""
