"""Adapters towards the system that pays vendors: one Protocol, one file an adapter."""
