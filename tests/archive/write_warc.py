"""Writes a WARC file; run by the Python that has warcio.

python write_warc.py FILE      a JSON list of records on standard input: see tests/archive/pywb.py
"""

import base64
import io
import json
import sys

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def main() -> None:
    """Write the records in their order. A revisit says "as before" of the last capture of its address."""
    before = {}
    with open(sys.argv[1], "wb") as file:  # noqa: PTH123 - as warcio's manual has it
        writer = WARCWriter(file, gzip=True)
        for kept in json.load(sys.stdin):
            url, dated = kept["url"], {"WARC-Date": kept["at"]}
            if kept["revisit"]:
                record = writer.create_revisit_record(url, *before[url], warc_headers_dict=dated)
            else:
                headers = StatusAndHeaders(kept["status"], kept["headers"], protocol="HTTP/1.1")
                body = io.BytesIO(base64.b64decode(kept["body"]))
                record = writer.create_warc_record(
                    url, "response", payload=body, http_headers=headers, warc_headers_dict=dated
                )
            writer.write_record(record)
            before[url] = (record.rec_headers.get_header("WARC-Payload-Digest"), url, kept["at"])


main()
