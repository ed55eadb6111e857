"""Are the contacts of a page found, and only those? Made-up pages with every disguise and false friend."""
