"""The parts of a hand-out: result frames in, markup or plain text out; see :mod:`gluteal.report`."""
