from django.http import HttpResponse


def costs(request, **kwargs):
    return HttpResponse('costs')
