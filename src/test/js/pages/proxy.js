// A TCP proxy in front of the server that can be interrupted.
"use strict";

const net = require("node:net");

/** Opens a port that forwards to the server. Call close() at the end. */
async function openProxy(server) {
    const sockets = new Set();
    let isInterrupted = false;
    const listener = net.createServer((client) => {
        const upstream = net.connect(server.port, server.hostname);
        for (const [from, to] of [[client, upstream], [upstream, client]]) {
            sockets.add(from);
            from.pipe(to);
            from.on("error", () => {});
            from.on("close", () => sockets.delete(from) && to.destroy());
        }
        isInterrupted && destroyAll();
    });
    const destroyAll = () => sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
    return {
        url: `http://127.0.0.1:${listener.address().port}/`,
        interrupt() {
            isInterrupted = true;
            destroyAll();
        },
        resume() {
            isInterrupted = false;
        },
        close() {
            this.interrupt();
            listener.close();
        },
    };
}

module.exports = { openProxy };
