"""What the bot is measured against: a bare Bolt app with Bolt's defaults, whose one listener acknowledges "ok"."""

import os
from threading import Event

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

if __name__ == "__main__":
    client = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["FOLLOWTHROUGH_SLACK_API_URL"])
    app = App(client=client)

    @app.command("/actions")
    def actions(ack):
        ack("ok")

    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).connect()
    Event().wait()
