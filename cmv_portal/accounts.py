"""Accounts are made by the administrator; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
