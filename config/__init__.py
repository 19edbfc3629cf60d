"""The roof: settings, URLs and processes; it mounts the floors and nobody imports it."""
