"""What a vendor can type."""

from django import forms

from onboarding.wording import CONFIRMED_FIELDS, field_label


class MessageForm(forms.Form):
    text = forms.CharField(
        label="Your message", max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000})
    )


class CorrectionForm(forms.Form):
    name = forms.ChoiceField(
        label="Which line?", choices=[(name, field_label(name)) for name in CONFIRMED_FIELDS]
    )
    value = forms.CharField(
        label="What should it say?", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
