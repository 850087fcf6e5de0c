"""What the portal changes of django-allauth's sign-in."""
