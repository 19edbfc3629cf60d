"""Addresses of the public pages, under /portal/."""

from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.places, name="places"),
    path("<slug:code>/", views.replies, name="replies"),
    path("<slug:code>/<uuid:uid>/", views.reply, name="reply"),
]
