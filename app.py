"""Entry of the screens: `streamlit run app.py` serves the ASGI app; each visitor's run draws the page frame."""

import logging

import streamlit as st

log = logging.getLogger(__name__)

if __name__ == "__main__":
    from ui.frame import draw

    draw()
else:
    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    from anyio import to_thread
    from starlette.middleware import Middleware

    from ui.auth import routes, who
    from ui.gate import Gate
    from ui.incidents import on_script_error

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        """Opens the office and loads what the first page would wait for; frozen objects cost no later collections."""
        from ui.warm import warm_up

        await to_thread.run_sync(warm_up)
        yield

    app = st.App(
        __file__,
        lifespan=lifespan,
        routes=routes(),
        middleware=[Middleware(Gate, who=who)],
        on_script_error=on_script_error,
    )
