"""Form W-9: from a page of a PDF or a picture to fields with witnesses, findings and doubts."""

from extraction.w9.form import part_of, read_form, read_image, wrong_form_issue

__all__ = ["part_of", "read_form", "read_image", "wrong_form_issue"]
