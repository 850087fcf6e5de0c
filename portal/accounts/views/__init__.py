"""The pages of the accounts app that are the portal's own."""
