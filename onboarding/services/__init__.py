"""What the product does, one topic a file. Services write; selectors read. Arguments are keyword-only."""
