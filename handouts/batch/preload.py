"""What the fork server reads before it makes workers, so that each starts with it in memory.

Modules and tables only: Pango runs a thread for each font map, which a forked process would wait for in vain.
"""

from __future__ import annotations

import gc
import os
from contextlib import suppress

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads: one processor is a worker's share

from handouts.machine import searching_nowhere

with searching_nowhere():
    gc.disable()  # what is read stays, and looking through it takes a tenth of the time
    import handouts.batch.worker
    import handouts.imposition
    import handouts.proof.whole
    import handouts.typeset  # noqa: F401  # to be in memory
    from handouts.weasyprint_patches import apply_patches
from PIL import Image

from handouts.batch.heap import settle
from handouts.checks.identifier import model_code
from handouts.fonts import faces
from handouts.languages import find_language
from handouts.problems import HandoutsError
from handouts.template import Templates
from handouts.workspace import packaged

with suppress(HandoutsError):  # each leaflet says it
    faces("")  # lists the fonts of this machine
apply_patches()
Image.preinit()  # its readers and writers of usual pictures
Templates((packaged("templates"),)).compile()
find_language("en")  # reads what CLDR says of English and of all languages
model_code("en")  # opens the model, 70 MB that all workers share
settle()  # it is shared by all workers as long as the collector does not touch it
gc.enable()
