from django.http import HttpResponse


def distribution_pdf(request, **kwargs):
    return HttpResponse("distribution_pdf")
