"""Batch (批量): editions planned, executed by papermill, and put in place under a journal."""
