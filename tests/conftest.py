"""What all tests share."""

pytest_plugins = ["tests.world.fixtures"]
