"""The rigid track: which moves are legal, and what the facts lead to. Pure; no clock, database or model."""
