"""What happens to a find, one step per file; the order is in ``finder.settings.ITEM_PIPELINES``."""
