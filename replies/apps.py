from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RepliesConfig(AppConfig):
    name = "replies"
    verbose_name = "答复"

    def ready(self) -> None:
        # Who reads a letter before it is signed gives itself to the flow; the seal system is checked.
        autodiscover_modules("linting", "seals")
