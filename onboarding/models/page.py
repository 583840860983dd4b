"""One page of a long scan: work for any worker, and what it read until the document is joined."""

from django.db import models

from onboarding.models.document import Document
from onboarding.models.encrypted import EncryptedField
from onboarding.models.work import Work


class PageRun(Work):
    """The reading of one page (1-based) by one version of the reader.

    ``reading`` is sealed: it holds the text of the page, tax ids included. The rows of a document are deleted
    in the transaction that joins them.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="page_runs")
    number = models.PositiveIntegerField()
    reader = models.CharField(max_length=120)
    reading = EncryptedField(blank=True)

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number", "reader"], name="one_run_a_page")
        ]
