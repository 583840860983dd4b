"""What must never get out: sealing, keys, masks and scrubbed logs. Knows nothing else of the house."""
