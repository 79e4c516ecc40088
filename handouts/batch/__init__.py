"""The batch: many leaflets, as few of them as is right, on all processors, and nothing lost.

- `model` has what goes to a worker and what comes back
- `state` remembers what files hold, `inputs` knows which files leaflets are made of
- `meaning` and `machine` say what these files and the machine come to, `fingerprint` puts that together for a leaflet
- `plan` says which leaflets are due and why, `run` has them made, stores and lists them
- `lots` parts what is due, so that a worker needs few languages at a time; tasks wait on a `desk`
- `lock` keeps a second build out, `prune` takes away what nobody can ask for any more
- `worker` prints tasks (`thumbnail` its pictures): here, in a `pool` of processes or on a `cluster`
- `memory` and `processors` are what the machine tells, `heap` gives memory back to it
"""
