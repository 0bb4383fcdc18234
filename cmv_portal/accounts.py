"""Accounts are made by the administrator; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False


class ForgottenPassword(ResetPasswordForm):
    """The library's own form, with a label spelled as the rest of the portal spells it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-postadress"
