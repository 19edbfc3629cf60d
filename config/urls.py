"""Where every door is."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from workflow.site import site

urlpatterns: list[URLPattern | URLResolver] = [
    # Whoever comes in begins with what waits for them, not with a list of tables.
    path("admin/", site.admin_view(RedirectView.as_view(pattern_name="desk:work"))),
    path("admin/desk/", include("desk.urls")),
    path("admin/", site.urls),
]
