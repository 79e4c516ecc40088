"""The printer: a finished leaflet to one of the machine's queues, through CUPS (the Common UNIX Printing System).

What is handed to CUPS are bytes that were proofed, not a file that may have changed since. The environment variable
CUPS_SERVER names another server than the machine's own.

- `ticket` says how a leaflet is printed: copies, sides, paper, and a title that tells nothing about the patient
- `lpstat` reads what CUPS says of its printers
- `cups` runs CUPS' programs
"""

from __future__ import annotations

from handouts.printing.cups import choose, find_printers, submit
from handouts.printing.lpstat import Printer
from handouts.printing.ticket import Sides, Ticket, job_title

__all__ = ["Printer", "Sides", "Ticket", "choose", "find_printers", "job_title", "submit"]
