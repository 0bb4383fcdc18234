from django.http import HttpResponse


def january(request, **kwargs):
    return HttpResponse("january")


def january_draft(request, **kwargs):
    return HttpResponse("january_draft")
