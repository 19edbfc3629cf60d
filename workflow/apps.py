from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = "机关"

    def ready(self) -> None:
        # The checks, reference tables and long works of every floor register themselves once all models are there.
        autodiscover_modules("checks", "admin", "jobs")
