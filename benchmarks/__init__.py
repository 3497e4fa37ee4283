"""Measurements of the library: `python -m benchmarks` for all of them, `--help` for parts and sizes.

`python -m benchmarks.history` and `python -m benchmarks.memory` look closer at what a history costs, and at memory.
"""
