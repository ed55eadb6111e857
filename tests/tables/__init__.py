"""Tables of any origin: bytes in, rows and values out."""
