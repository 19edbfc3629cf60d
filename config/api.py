"""The API's map: /api/v1/ and its schema."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from proposals.api.members import MemberViewSet, PhoneReadingViewSet
from proposals.api.rules import RuleViewSet
from proposals.api.sessions import SessionViewSet
from proposals.api.staffing import AppointmentViewSet
from proposals.api.topics import TopicViewSet
from proposals.api.units import UnitViewSet
from proposals.api.views import AssignmentViewSet, MaterialViewSet, ProposalViewSet
from replies.api.reading import LetterReading, LetterVerifying
from replies.api.views import CopyViewSet, PromiseViewSet, ReplyViewSet
from workflow.api.calendars import CalendarViewSet
from workflow.api.layouts import LayoutViewSet
from workflow.api.series import NumberViewSet, SeriesViewSet
from workflow.api.shifts import ShiftViewSet
from workflow.api.views import NothingHere

router = SimpleRouter()
router.register("proposals", ProposalViewSet)
router.register("assignments", AssignmentViewSet)
router.register("materials", MaterialViewSet)
router.register("replies", ReplyViewSet)
router.register("promises", PromiseViewSet)
router.register("copies", CopyViewSet)
router.register("departments", UnitViewSet)
router.register("appointments", AppointmentViewSet)
router.register("sessions", SessionViewSet)
router.register("members", MemberViewSet)
router.register("topics", TopicViewSet)
router.register("calendars", CalendarViewSet)
router.register("shifts", ShiftViewSet)
router.register("rules", RuleViewSet)
router.register("layouts", LayoutViewSet)
router.register("series", SeriesViewSet)
router.register("numbers", NumberViewSet)
router.register("phone_readings", PhoneReadingViewSet, basename="phone_reading")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("letters/read/", LetterReading.as_view(), name="letters-read"),
    path("letters/verify/", LetterVerifying.as_view(), name="letters-verify"),
    path("", include(router.urls)),
    re_path(r".*/$", NothingHere.as_view()),
]
