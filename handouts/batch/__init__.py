"""The batch: many leaflets, as few of them as is right, on all processors, and nothing lost.

- `model` has what goes to a worker and what comes back
"""
