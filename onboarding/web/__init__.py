"""What every request meets, whichever surface it is for: size, session, second factor, failure, download."""
