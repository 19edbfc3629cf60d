"""The pages of the desk, one module a page: read input, call one action, translate the refusal."""
