from django.http import HttpResponse


def followup(request, **kwargs):
    return HttpResponse('followup')
