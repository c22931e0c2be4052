"""The addresses of those who are asked to decide."""

from django.urls import path

from heard.deciding import approval

ONE = "approval/<str:public_id>/"

urlpatterns = [
    path("a/<str:secret>/", approval.link, name="approval-link"),
    path(ONE, approval.show, name="approval"),
    path(f"{ONE}decide/", approval.decide, name="approval-decide"),
    path(f"{ONE}hand/", approval.hand, name="approval-hand"),
]
