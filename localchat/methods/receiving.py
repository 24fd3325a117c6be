"""The bot itself, its webhook and its files. `getUpdates` waits, and is served where the requests are: server.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from localchat.errors import ApiError, bad_request
from localchat.files import LARGEST_DOWNLOAD, file_object
from localchat.journal import Json
from localchat.methods.call import Call
from localchat.updates import checked_kinds
from localchat.webhooks import Webhook

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_POLL_ENDED = ApiError(409, "Conflict: terminated by setWebhook request")


def get_me(call: Call) -> Json:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": call.world.reads_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**call.world.bot, **abilities}


def log_out(call: Call) -> bool:
    return True


def set_webhook(call: Call) -> bool:
    """Telegram takes HTTPS only; here plain HTTP is taken too, and nothing but this machine."""
    params, world = call.params, call.world
    if params.get("drop_pending_updates"):
        world.updates.clear()
    if not params.get("url"):
        return delete_webhook(call)
    url = urlsplit(params["url"])
    if url.scheme not in ("http", "https"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if url.hostname not in _LOOPBACK:
        raise bad_request("bad webhook: localchat delivers to this machine only")
    secret = params.get("secret_token", "")
    if secret and not _SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    if "allowed_updates" in params:
        world.updates.allow(checked_kinds(params["allowed_updates"]))
    world.updates.end_poll(_POLL_ENDED)
    world.set_webhook(Webhook(params["url"], secret, params.get("max_connections", 40)))
    return True


def delete_webhook(call: Call) -> bool:
    if call.params.get("drop_pending_updates"):
        call.world.updates.clear()
    call.world.set_webhook(None)
    return True


def get_webhook_info(call: Call) -> Json:
    world = call.world
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    webhook = world.webhook
    if webhook is not None:
        info.update({"url": webhook.url, "max_connections": webhook.max_connections, "ip_address": "127.0.0.1"})
        if webhook.last_error:
            info["last_error_date"], info["last_error_message"] = webhook.last_error
    if world.updates.named:
        info["allowed_updates"] = sorted(world.updates.named)
    return info


def get_file(call: Call) -> Json:
    stored = call.world.files.get(call.params["file_id"])
    if len(stored.data) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file_object(stored), "file_path": stored.path}


METHODS: dict[str, Callable[[Call], Any]] = {
    "getMe": get_me,
    "logOut": log_out,
    "close": log_out,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
}
