"""System checks: what a production run must not start with."""
