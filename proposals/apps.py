from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "提案"

    def ready(self) -> None:
        # Each floor says what of its own goes along when a unit gives place to another.
        autodiscover_modules("actions.going_along")
