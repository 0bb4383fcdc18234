from django.http import HttpResponse


def organisations(request, **kwargs):
    return HttpResponse('organisations')
