"""The admin site: read-mostly. Every action calls a service; nobody edits history."""

from onboarding.admin import cases, deliveries, model_calls, people, policies, proposals, trail

__all__ = ["cases", "deliveries", "model_calls", "people", "policies", "proposals", "trail"]
