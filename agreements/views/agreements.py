from django.http import HttpResponse


def agreements(request, **kwargs):
    return HttpResponse('agreements')
