"""Sending words, places, contacts and signs of life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localchat.errors import bad_request
from localchat.journal import Json
from localchat.methods.call import Call, deliver, open_chat, text_of
from localchat.names import names

_ACTIONS = frozenset(
    names(
        "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
        "choose_sticker find_location record_video_note upload_video_note"
    )
)


def send_message(call: Call) -> Json:
    chat = open_chat(call)
    return deliver(call, chat, text_of(call.world, call.params)).message


def send_location(call: Call) -> Json:
    chat = open_chat(call)
    return deliver(call, chat, {"location": location_of(call.params)}).message


def location_of(params: Json) -> Json:
    latitude, longitude = params["latitude"], params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("invalid location specified")
    location: Json = {"latitude": latitude, "longitude": longitude}
    for key in ("horizontal_accuracy", "live_period", "heading", "proximity_alert_radius"):
        if key in params:
            location[key] = params[key]
    return location


def send_venue(call: Call) -> Json:
    chat = open_chat(call)
    return deliver(call, chat, venue_of(call.params)).message


def venue_of(params: Json) -> Json:
    """Messages with a venue carry its place as a location too."""
    location = location_of(params)
    venue: Json = {"location": location, "title": params["title"], "address": params["address"]}
    for key in ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type"):
        if key in params:
            venue[key] = params[key]
    return {"venue": venue, "location": location}


def send_contact(call: Call) -> Json:
    chat = open_chat(call)
    return deliver(call, chat, {"contact": contact_of(call.params)}).message


def contact_of(params: Json) -> Json:
    keys = ("phone_number", "first_name", "last_name", "user_id", "vcard")
    return {key: params[key] for key in keys if key in params}


def send_chat_action(call: Call) -> bool:
    action = call.params["action"]
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.tell("action", open_chat(call), action=action)
    return True


METHODS: dict[str, Callable[[Call], Any]] = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
    "sendChatAction": send_chat_action,
}
COUNTED = frozenset(METHODS) - {"sendChatAction"}
