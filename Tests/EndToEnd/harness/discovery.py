"""Requests and answers held against Google's official description of the Calendar API, as Google's own client package ships it."""

import json
import re
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qsl, unquote

SCOPES = "https://www.googleapis.com/auth/"


@cache
def document() -> dict:
    return json.loads(files("googleapiclient").joinpath("discovery_cache/documents/calendar.v3.json").read_text())


@cache
def methods() -> dict[str, dict]:
    """Every method by its id."""
    found: dict[str, dict] = {}

    def collect(resource: dict) -> None:
        for method in resource.get("methods", {}).values():
            found[method["id"]] = method
        for inner in resource.get("resources", {}).values():
            collect(inner)

    collect(document())
    return found


def scopes_of(method: str) -> set[str]:
    return set(methods()[method]["scopes"])


def _pattern(path: str) -> re.Pattern:
    return re.compile("/calendar/v3/" + re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(path)))


def method_of(verb: str, path: str) -> str | None:
    """The id of the method that a request means; a literal path counts before one with a parameter in its place."""
    matching = [
        (method["path"].count("{"), id)
        for id, method in methods().items()
        if method["httpMethod"] == verb and _pattern(method["path"]).fullmatch(path)
    ]
    return min(matching)[1] if matching else None


def findings_of_request(request: dict) -> list[str]:
    """What a recorded request has that the description does not, or lacks that it demands."""
    place = f"{request['verb']} {request['path']}"
    id = method_of(request["verb"], request["path"])
    if id is None:
        return [f"{place}: the API has no such method"]
    findings = []
    if request.get("method") != id.removeprefix("calendar."):
        findings.append(f"{place}: taken for {request.get('method')}, which is {id}")
    method = methods()[id]
    known = document()["parameters"] | method.get("parameters", {})
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(request["query"], keep_blank_values=True, strict_parsing=bool(request["query"])):
        given.setdefault(name, []).append(value)
    for name, values in given.items():
        if name not in known or known[name].get("location") != "query":
            findings.append(f"{place}: unknown parameter {name}")
            continue
        if len(values) > 1 and not known[name].get("repeated"):
            findings.append(f"{place}: {name} stands {len(values)} times")
        findings += [f"{place}: {name}={value!r} {fault}" for value in values if (fault := _fault_of_text(value, known[name]))]
    for name, parameter in method.get("parameters", {}).items():
        if parameter.get("required") and parameter["location"] == "query" and name not in given:
            findings.append(f"{place}: the required parameter {name} is missing")
    findings += _findings_of_body(place, request.get("body") or "", method)
    if request["status"] not in (401, 403) and not scopes_of(id) & set(request["scopes"]):
        findings.append(f"{place}: answered without a scope that allows it: {request['scopes']}")
    if unquote(request["path"]) != request["path"] and "%2F" in request["path"]:
        findings.append(f"{place}: a slash within an id")
    return findings


def _findings_of_body(place: str, body: str, method: dict) -> list[str]:
    schema = method.get("request")
    if not schema:
        return [f"{place}: a body where none belongs"] if body else []
    if not body:
        return []
    return findings_of_value(json.loads(body), schema, f"{place}: body")


def findings_of_answer(method: str, answer: object) -> list[str]:
    """What an answer has that the description does not."""
    schema = methods()[method].get("response")
    if schema is None:
        return [] if answer in (None, "") else [f"{method}: an answer where none belongs: {answer!r}"]
    return findings_of_value(answer, schema, method)


def findings_of_value(value: object, schema: dict, place: str) -> list[str]:
    if "$ref" in schema:
        return findings_of_value(value, document()["schemas"][schema["$ref"]], place)
    kind = schema.get("type", "any")
    # A patch takes a member away by saying null.
    if value is None or kind == "any":
        return []
    if kind == "object":
        if not isinstance(value, dict):
            return [f"{place} is no object: {value!r}"]
        findings = []
        for name, member in value.items():
            inner = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
            if name == "dateTime" and "timeZone" in value:
                # "A time zone offset is required unless a time zone is explicitly specified in timeZone."
                inner = {"type": "string"}
            findings += [f"{place} has an unknown member {name}"] if inner is None else findings_of_value(member, inner, f"{place}.{name}")
        return findings
    if kind == "array":
        if not isinstance(value, list):
            return [f"{place} is no list: {value!r}"]
        found = [findings_of_value(element, schema["items"], f"{place}[{index}]") for index, element in enumerate(value)]
        return [finding for findings in found for finding in findings]
    if kind == "string":
        fault = _fault_of_text(value, schema) if isinstance(value, str) else "is no text"
        return [f"{place}={value!r} {fault}"] if fault else []
    expected = {"boolean": bool, "integer": int, "number": (int, float)}[kind]
    if not isinstance(value, expected) or (kind == "integer" and isinstance(value, bool)):
        return [f"{place}={value!r} is no {kind}"]
    return []


def _fault_of_text(text: str, schema: dict) -> str | None:
    if "enum" in schema and text not in schema["enum"]:
        return f"is none of {schema['enum']}"
    kind, form = schema.get("type"), schema.get("format")
    try:
        if kind == "boolean" and text not in ("true", "false"):
            return "is no boolean"
        if kind == "integer" or form == "int64":
            number = int(text)
            if not int(schema.get("minimum", number)) <= number <= int(schema.get("maximum", number)):
                return f"is not within {schema.get('minimum')}..{schema.get('maximum')}"
        if form == "date":
            date.fromisoformat(text)
        if form == "date-time" and datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is None:
            return "has no offset"
    except ValueError:
        return f"is no {form or kind}"
    return None
