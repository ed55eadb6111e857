"""Search Console by its API: which property is ours, and what Google's answers say as rows of a supplier."""
