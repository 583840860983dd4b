"""What `manage.py up` is made of: processes, sample vendors, running commentary."""
