from django.http import HttpResponse


def agreement(request, **kwargs):
    return HttpResponse('agreement')
