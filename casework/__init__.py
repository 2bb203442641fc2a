"""What an office does with a petition: wiring, worker, batch resolution, notices, reports."""
