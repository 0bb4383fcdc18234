from django.http import HttpResponse


def charge_zip(request, **kwargs):
    return HttpResponse("charge_zip")


def charge_xlsx(request, **kwargs):
    return HttpResponse("charge_xlsx")


def charge_csv(request, **kwargs):
    return HttpResponse("charge_csv")
