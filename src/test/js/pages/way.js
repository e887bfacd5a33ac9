// A way to the server that can be cut.
"use strict";

const net = require("node:net");

/** Opens a port of this host that leads to a server's; close it in the end. */
async function openWay(server) {
    const sockets = new Set();
    let isCut = false;
    const listener = net.createServer((client) => {
        const onward = net.connect(server.port, server.hostname);
        for (const [from, to] of [[client, onward], [onward, client]]) {
            sockets.add(from);
            from.pipe(to);
            from.on("error", () => {});
            from.on("close", () => sockets.delete(from) && to.destroy());
        }
        isCut && destroyAll();
    });
    const destroyAll = () => sockets.forEach((socket) => socket.destroy());
    await new Promise((listening) => listener.listen(0, "127.0.0.1", listening));
    return {
        url: `http://127.0.0.1:${listener.address().port}/`,
        cut() {
            isCut = true;
            destroyAll();
        },
        mend() {
            isCut = false;
        },
        close() {
            this.cut();
            listener.close();
        },
    };
}

module.exports = { openWay };
