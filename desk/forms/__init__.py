"""What people type on the desk, checked for form only; whether it is allowed is for the actions to say."""
