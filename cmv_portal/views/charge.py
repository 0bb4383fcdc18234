from django.http import HttpResponse


def charge(request, **kwargs):
    return HttpResponse("charge")


def charge_draft(request, **kwargs):
    return HttpResponse("charge_draft")


def charge_attest(request, **kwargs):
    return HttpResponse("charge_attest")


def charge_return(request, **kwargs):
    return HttpResponse("charge_return")


def charge_issue(request, **kwargs):
    return HttpResponse("charge_issue")


def draft_pdf(request, **kwargs):
    return HttpResponse("draft_pdf")
