"""Where every door is."""

from django.urls import URLPattern, URLResolver, include, path

from config import health
from portal import feedback

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/v1/", include("config.api")),
    path("portal/", include("portal.urls")),
    path("f/<str:token>/", feedback.page, name="feedback"),
    path("f/<str:token>/thanks/", feedback.thanks, name="feedback-thanks"),
]
