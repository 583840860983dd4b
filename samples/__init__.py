"""Documents drawn by the project itself, with invented companies: for the demonstration and for the tests."""
