import yaml
from django.core.management import call_command


def test_the_schema_is_open_to_all(client, db):
    answer = client.get("/api/v1/schema/")
    schema = yaml.safe_load(answer.content)
    assert (answer.status_code, schema["openapi"]) == (200, "3.1.0")


def test_the_schema_is_valid_and_without_warnings(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_every_move_stands_in_the_schema_with_its_refusals(client, db):
    paths = yaml.safe_load(client.get("/api/v1/schema/").content)["paths"]
    moves = {path: methods["post"] for path, methods in paths.items() if "{uid}" in path and "post" in methods}
    assert len(moves) == 24
    for path, move in moves.items():
        assert set(move["responses"]) == {"200", "401", "403", "404", "409", "422"}, path
        assert [each["name"] for each in move["parameters"] if each["in"] == "header"] == ["If-Match"], path
