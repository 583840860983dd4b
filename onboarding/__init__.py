"""Vendor onboarding: the Django project and its only app."""

from onboarding.celery import app as celery_app

__all__ = ["celery_app"]
