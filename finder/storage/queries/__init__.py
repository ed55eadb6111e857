"""What people ask the database: leads, what is behind one, targets, how far a crawl is. Only reading."""
