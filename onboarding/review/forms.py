"""What staff can type."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from onboarding.models import ReviewItem, User
from onboarding.services.review import REASON_CODES

MOST_AT_ONCE = 100
OUTCOMES = (
    ("accept", "Accept the risk", "Goes on as it is"),
    ("ask_vendor", "Ask the vendor", "Sends your words"),
    ("reject", "Reject the vendor", "Ends the case"),
    ("escalate", "Escalate", "To a manager"),
)


class QueueFilter(forms.Form):
    """The filters of the queue, all in the address."""

    q = forms.CharField(
        label="Search", required=False, widget=forms.TextInput(attrs={"type": "search", "data-search": ""})
    )
    severity = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Any"),
            ("critical", "Critical"),
            ("high", "High"),
            ("medium", "Medium"),
            ("low", "Low"),
        ],
    )
    holder = forms.ChoiceField(required=False, choices=[("", "Anyone"), ("me", "Me"), ("free", "Nobody")])
    due = forms.ChoiceField(
        label="Time left",
        required=False,
        choices=[("", "Any"), ("late", "Late"), ("day", "Due within a day")],
    )


def _reason_choices() -> list[tuple[str, Any]]:
    """Grouped by outcome, so that the list reads as the four buttons do."""
    groups = {value: label for value, label, _ in OUTCOMES}
    grouped = [(groups[outcome], list(codes)) for outcome, codes in REASON_CODES.items() if outcome in groups]
    return [("", "Choose a reason"), *grouped]


class DecideForm(forms.Form):
    """A decision. ``text`` is what the vendor reads; ``note`` stays with us."""

    outcome = forms.ChoiceField(choices=[(value, label) for value, label, _ in OUTCOMES])
    reason_code = forms.ChoiceField(label="Reason", required=False)
    text = forms.CharField(
        label="Words for the vendor",
        required=False,
        max_length=2000,
        help_text="Sent only when you ask the vendor.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note = forms.CharField(
        label="Note for the file", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["reason_code"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = _reason_choices()

    def words(self) -> str:
        """The note that goes with the outcome."""
        key = "text" if self.cleaned_data["outcome"] == ReviewItem.Outcome.ASK_VENDOR else "note"
        return str(self.cleaned_data[key])


class KeyingForm(forms.Form):
    """The second keying of a tax id."""

    kind = forms.ChoiceField(
        label="Which box is filled in?",
        choices=[("ssn", "Social security number"), ("ein", "Employer identification number")],
    )
    tin = forms.RegexField(
        r"^\s*(\d[\s-]*){9}$",
        label="The nine digits",
        error_messages={"invalid": "A tax id has nine digits."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "class": "input-tin", "maxlength": 14}
        ),
    )


class ValueForm(forms.Form):
    """A value of the form as a person reads it; tax ids have their own form."""

    value = forms.CharField(
        label="What you read there", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class RevealForm(forms.Form):
    reason = forms.CharField(
        label="Why do you need it?",
        min_length=5,
        max_length=300,
        help_text="It is kept with your name and the time.",
    )


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        label="Give to", queryset=User.objects.filter(is_active=True).order_by("username")
    )


class BulkForm(forms.Form):
    """What to do with the chosen items of the queue; ``to`` only when they are given to somebody."""

    items = forms.TypedMultipleChoiceField(
        coerce=UUID, error_messages={"required": "Choose at least one item first."}
    )
    do = forms.ChoiceField(
        label="With the chosen items",
        choices=[
            ("claim", "Hold them myself"),
            ("release", "Give them back"),
            ("assign", "Give them to"),
            ("snooze", "Put them aside for a day"),
        ],
    )
    to = forms.ModelChoiceField(
        label="Person",
        required=False,
        empty_label="Choose a person",
        queryset=User.objects.filter(is_active=True).order_by("username"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.getlist("items") if isinstance(self.data, QueryDict) else []
        chooser = self.fields["items"]
        assert isinstance(chooser, forms.TypedMultipleChoiceField)
        chooser.choices = [(value, value) for value in chosen[:MOST_AT_ONCE]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("do") == "assign" and data.get("to") is None:
            raise forms.ValidationError("Please choose a person.")
        return data


class ViewForm(forms.Form):
    name = forms.CharField(label="Name of this view", max_length=60)


class SnoozeForm(forms.Form):
    hours = forms.ChoiceField(
        label="For how long?", choices=[("4", "4 hours"), ("24", "1 day"), ("72", "3 days")]
    )


class InviteForm(forms.Form):
    """A new vendor."""

    vendor_name = forms.CharField(label="Vendor", max_length=200)
    vendor_email = forms.EmailField(label="E-mail of your contact there")
    contract_required = forms.BooleanField(
        label="We also need a signed agreement", required=False, initial=True
    )
    contract_value = forms.DecimalField(
        label="Value of the contract in US dollars",
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text="Leave it empty if you do not know it yet. Larger contracts are looked at more strictly.",
    )
    due_days = forms.IntegerField(label="Days to answer", min_value=1, max_value=90, initial=14)


class QuestionForm(forms.Form):
    q = forms.CharField(
        label="Your question",
        max_length=300,
        widget=forms.TextInput(attrs={"type": "search", "data-search": ""}),
    )
