from django.http import HttpResponse


def distribution(request, **kwargs):
    return HttpResponse('distribution')


def distribution_file(request, **kwargs):
    return HttpResponse('distribution_file')
