from django.http import HttpResponse


def documents(request, **kwargs):
    return HttpResponse('documents')


def document(request, **kwargs):
    return HttpResponse('document')


def document_pdf(request, **kwargs):
    return HttpResponse('document_pdf')


def payment_new(request, **kwargs):
    return HttpResponse('payment_new')
