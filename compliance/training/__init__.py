"""How the shipped classifier is made and measured. Not needed to run the product."""
