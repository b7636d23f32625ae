"""What the bot is measured against: a bare Bolt app with Bolt's defaults, which says "ok" and opens an empty form."""

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

    @app.command("/remit")
    def button(ack):
        words = {"type": "plain_text", "text": "Open"}
        ack(blocks=[{"type": "actions", "elements": [{"type": "button", "text": words, "action_id": "update"}]}])

    @app.action("update")
    def form(ack, body, client):
        title = {"type": "plain_text", "text": "Empty"}
        client.views_open(trigger_id=body["trigger_id"], view={"type": "modal", "title": title, "blocks": []})
        ack()

    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).connect()
    Event().wait()
