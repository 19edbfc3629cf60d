"""Where every door is."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from config import health
from portal import feedback
from workflow.site import site

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/v1/", include("config.api")),
    path("portal/", include("portal.urls")),
    path("f/<str:token>/", feedback.page, name="feedback"),
    path("f/<str:token>/thanks/", feedback.thanks, name="feedback-thanks"),
    # Whoever comes in begins with what waits for them, not with a list of tables.
    path("admin/", site.admin_view(RedirectView.as_view(pattern_name="desk:work"))),
    path("admin/desk/", include("desk.urls")),
    path("admin/", site.urls),
]
