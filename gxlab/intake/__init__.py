"""Intake (导入): bytes to rows, nothing lost and nothing guessed.

``archive`` keeps the bytes, ``reader`` turns them into a grid of texts, ``recognise`` finds the
layout, ``extract`` gives rows and problems, ``quarantine`` writes the annotated copy back;
``propose`` drafts a layout for an unknown form and ``templates`` writes workbooks to fill.
"""
