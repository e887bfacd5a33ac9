// Receives the event of a new provider over the event-bus bridge, and reads it again.
// Usage: node bridge-client.js <server, such as http://127.0.0.1:9000>; the token is in TOKEN.
"use strict";

const assert = require("node:assert/strict");
const EventBus = require("@vertx/eventbus-bridge-client.js");

const server = process.argv[2];
const headers = { Authorization: `Bearer ${process.env.TOKEN}` };
// Without this option the client would treat a WebSocket that opens slowly as failed.
const bus = new EventBus(`${server}/eventbus`, { timeout: 15_000 });

async function createProvider() {
    const response = await fetch(`${server}/api/v3/providers/rac/`, {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json" },
        body: JSON.stringify({
            name: "made for the bridge client",
            authorization_flow: "0f10f10f-0000-4000-8000-000000000001",
        }),
    });
    assert.equal(response.status, 201);
}

function readAgain(event) {
    const body = { after: event.id - 1, limit: 1 };
    bus.send("rac.provider.events.read", body, headers, (error, reply) => {
        assert.ifError(error);
        assert.deepEqual(reply.body.events, [event]);
        bus.close();
        process.exit(0);
    });
}

bus.onopen = () => {
    bus.registerHandler("rac.provider.events", headers, (error, message) => {
        assert.ifError(error);
        assert.equal(message.body.model.name, "made for the bridge client");
        readAgain(message.body);
    });
    // A reply to a later message shows that the handler is registered.
    bus.send("rac.provider.events.read", {}, headers, (error) => {
        assert.ifError(error);
        createProvider();
    });
};
setTimeout(() => assert.fail("no event in time"), 60_000);
