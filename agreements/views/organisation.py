from django.http import HttpResponse


def organisation(request, **kwargs):
    return HttpResponse('organisation')


def organisation_edit(request, **kwargs):
    return HttpResponse('organisation_edit')
