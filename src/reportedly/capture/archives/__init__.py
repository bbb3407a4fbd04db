"""Web archives: WARC and WACZ, in as pages with the account of their capture, and out."""

from reportedly.capture.archives._pack import write_wacz
from reportedly.capture.archives._records import Page
from reportedly.capture.archives._wacz import read_wacz
from reportedly.capture.archives._warc import Heard, looks_like_warc, read_warc
from reportedly.capture.archives._write import Outgoing

__all__ = ["Heard", "Outgoing", "Page", "looks_like_warc", "read_wacz", "read_warc", "write_wacz"]
