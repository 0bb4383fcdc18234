from django.http import HttpResponse


def charges(request, **kwargs):
    return HttpResponse('charges')


def charge_new(request, **kwargs):
    return HttpResponse('charge_new')
