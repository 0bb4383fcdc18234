from django.http import HttpResponse


def populations(request, **kwargs):
    return HttpResponse('populations')


def population_new(request, **kwargs):
    return HttpResponse('population_new')
