"""The nouns, one file each."""

from onboarding.models.case import Case, Requirement
from onboarding.models.check import Check
from onboarding.models.clause import Clause
from onboarding.models.decision import Decision
from onboarding.models.document import Document, Part
from onboarding.models.erp import ErpPush, VendorRecord
from onboarding.models.event import Event, EventChain
from onboarding.models.field import TIN_FIELDS, Field
from onboarding.models.finding import Finding
from onboarding.models.idempotency import IdempotentRequest
from onboarding.models.link import PortalLink
from onboarding.models.mail import Mail
from onboarding.models.note import Note
from onboarding.models.page import PageRun
from onboarding.models.policy import Policy, SanctionsList
from onboarding.models.precedent import Precedent
from onboarding.models.proposal import Proposal, Threshold
from onboarding.models.reveal import TinReveal
from onboarding.models.review import ReviewItem
from onboarding.models.step import StepRun
from onboarding.models.usage import ModelGate, ModelUsage
from onboarding.models.user import Role, User
from onboarding.models.version import Comparison, EarlierDecision
from onboarding.models.view import SavedView
from onboarding.models.webhook import WebhookDelivery, WebhookEndpoint
from onboarding.models.work import Work, WorkState

__all__ = [
    "TIN_FIELDS",
    "Case",
    "Check",
    "Clause",
    "Comparison",
    "Decision",
    "Document",
    "EarlierDecision",
    "ErpPush",
    "Event",
    "EventChain",
    "Field",
    "Finding",
    "IdempotentRequest",
    "Mail",
    "ModelGate",
    "ModelUsage",
    "Note",
    "PageRun",
    "Part",
    "Policy",
    "PortalLink",
    "Precedent",
    "Proposal",
    "Requirement",
    "ReviewItem",
    "Role",
    "SanctionsList",
    "SavedView",
    "StepRun",
    "Threshold",
    "TinReveal",
    "User",
    "VendorRecord",
    "WebhookDelivery",
    "WebhookEndpoint",
    "Work",
    "WorkState",
]
