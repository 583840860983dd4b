"""Files to pages of words."""
