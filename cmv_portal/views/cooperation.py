from django.http import HttpResponse


def cooperation(request, **kwargs):
    return HttpResponse("cooperation")
