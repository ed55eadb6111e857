"""A look with a browser, for pages that their scripts write: found on the machine, begun only when needed."""
