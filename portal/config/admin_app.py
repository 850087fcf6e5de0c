"""Django's admin, with the portal's own door."""

from django.contrib.admin.apps import AdminConfig


class PortalAdmin(AdminConfig):
    """The admin app with the site of ``admin_site.py``."""

    default_site = "portal.config.admin_site.PortalAdminSite"
