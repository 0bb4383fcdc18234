from django.http import HttpResponse


def credit_new(request, **kwargs):
    return HttpResponse("credit_new")
