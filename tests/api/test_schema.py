import yaml
from django.core.management import call_command

from workflow.checks import all_flows

ROOMS = {
    "proposal": "proposals",
    "assignment": "assignments",
    "material": "materials",
    "reply": "replies",
    "promise": "promises",
    "copy": "copies",
}
# What begins a row is a POST to its list, or to a verb of the list.
ENTRIES = {
    "/api/v1/proposals/{uid}/register/",
    "/api/v1/materials/{uid}/collect/",
    "/api/v1/replies/{uid}/draft/",
    "/api/v1/replies/{uid}/give_opinion/",
}


def test_the_schema_is_open_to_all(client, db):
    answer = client.get("/api/v1/schema/")
    schema = yaml.safe_load(answer.content)
    assert (answer.status_code, schema["openapi"]) == (200, "3.1.0")


def test_the_schema_is_valid_and_without_warnings(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_every_move_stands_in_the_schema_with_its_refusals(client, db):
    paths = yaml.safe_load(client.get("/api/v1/schema/").content)["paths"]
    moves = {path: methods["post"] for path, methods in paths.items() if "{uid}" in path and "post" in methods}
    offered = {f"/api/v1/{ROOMS[flow.name]}/{{uid}}/{row.name}/" for flow in all_flows() for row in flow if row.offered}
    assert offered - moves.keys() <= ENTRIES
    for path, move in moves.items():
        refusals = {"401", "403", "404", "409", "422"}
        assert set(move["responses"]) - {"200", "201", "204"} == refusals, path
        if path.split("/")[3] not in ROOMS.values():
            continue  # acts on units and people: no flow, no version
        assert "200" in move["responses"], path
        assert [each["name"] for each in move["parameters"] if each["in"] == "header"] == ["If-Match"], path
