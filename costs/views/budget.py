from django.http import HttpResponse


def budget(request, **kwargs):
    return HttpResponse('budget')


def budget_edit(request, **kwargs):
    return HttpResponse('budget_edit')


def outcome_new(request, **kwargs):
    return HttpResponse('outcome_new')
