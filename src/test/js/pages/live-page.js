// Checks the live page while providers change and connections are lost.
// Usage: node live-page.js <URL of the page> <phone or desktop>; the token is in TOKEN, the body of a create in BODY.
"use strict";

const assert = require("node:assert/strict");
const { onPage } = require("./browser.js");
const { openProxy } = require("./proxy.js");

const SCREENS = {
    phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: "dark" },
    desktop: { viewport: { width: 1200, height: 800 }, colorScheme: "light" },
};
const STREAM = "**/providers/rac/events/";
const HTML = "<img src=x onerror=alert(1)>\u2028";
const [, , address, screen] = process.argv;

async function api(method, path, body) {
    const response = await fetch(new URL(`/providers/rac/${path}`, address), {
        method,
        headers: { Authorization: `Bearer ${process.env.TOKEN}`, "Content-Type": "application/json" },
        body: JSON.stringify(body),
    });
    assert.ok(response.ok, `${method} ${path}: ${response.status}`);
    return method === "DELETE" ? null : response.json();
}

const create = (name) => api("POST", "", { ...JSON.parse(process.env.BODY), name: `${name}, ${screen}` });
const shows = (page, text) => page.locator("#changes").getByText(text).waitFor();
const says = (page, text) => page.getByRole("status").getByText(text).waitFor();

/** Removes the errors of the browser, which must all be expected. */
function expectFaults(faults, expected) {
    faults.splice(0).forEach((fault) => assert.match(fault, expected));
}

async function signsIn(page, token = process.env.TOKEN) {
    await page.getByLabel("Token", { exact: true }).fill(token);
    await page.getByRole("button", { name: "Watch" }).click();
}

async function refusesAnInvalidToken(page, faults) {
    await signsIn(page, "“no token”");
    await says(page, "This is not a token.");
    await signsIn(page, "no.to.ken");
    await says(page, "The token is refused: Token invalid/expired");
    expectFaults(faults, /403/);
}

async function forgetsTheToken(page) {
    await signsIn(page);
    await says(page, "Live");
    assert.ok(!page.url().includes(process.env.TOKEN));
    await page.reload();
    await says(page, "Live");
    await page.getByRole("button", { name: "Forget token" }).click();
    await page.getByLabel("Token", { exact: true }).waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
}

async function saysThatTheTokenHasExpired(page, faults, proxy) {
    await signsIn(page);
    await says(page, "Live");
    const expired = (route) => route.fulfill({ status: 403, json: { detail: "Token invalid/expired" } });
    await losesTheConnection(page, faults, proxy, () => page.route(STREAM, expired, { times: 1 }));
    await says(page, "The token has ended.");
    // The browser may report the lost connection late.
    expectFaults(faults, /ERR_|403/);
}

/** The page cannot reconnect, and so says that the connection is lost, before the steps have run. */
async function losesTheConnection(page, faults, proxy, whileDisconnected = () => {}) {
    proxy.interrupt();
    await says(page, "Connection lost.");
    await whileDisconnected();
    proxy.resume();
    await says(page, /Live|The token has ended/);
    expectFaults(faults, /ERR_|403/);
}

async function saysWhatIsNoLongerKept(page, faults, proxy) {
    const gone = (route) => {
        const newest = route.request().headers()["last-event-id"];
        return route.fulfill({ contentType: "text/event-stream", body: `event: gone\ndata: {"newest":${newest}}\n\n` });
    };
    await losesTheConnection(page, faults, proxy, () => page.route(STREAM, gone, { times: 1 }));
    await shows(page, "no longer kept");
    await says(page, "Live");
}

async function showsChanges(page) {
    const { pk } = await create("changed");
    await shows(page, `changed, ${screen}`);
    await create(HTML);
    await shows(page, `${HTML}, ${screen}`);
    assert.equal(await page.locator("#changes img").count(), 0);
    await api("PATCH", `${pk}/`, { connection_expiry: "hours=1" });
    await shows(page, "connection_expiry");
    await api("DELETE", `${pk}/`);
    await shows(page, "deleted");
}

async function showsTheStatus(page) {
    await page.waitForFunction(() => parseFloat(document.getElementById("rate").textContent) > 0);
    await page.waitForFunction(() => document.getElementById("p99").textContent.endsWith(" ms"));
    await page.locator("#nodes").getByText("up", { exact: true }).waitFor();
}

async function keepsTheNewest(page) {
    await Promise.all(Array.from({ length: 60 }, (_, i) => create(`one of many, ${i}`)));
    await create("one more");
    await shows(page, `one more, ${screen}`);
    assert.equal(await page.locator("#changes > li").count(), 50);
}

async function fitsTheScreen(page) {
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), SCREENS[screen].viewport.width);
}

async function checksThePage(proxy) {
    await onPage(proxy.url, `live-page-${screen}`, SCREENS[screen], async (page, faults) => {
        await refusesAnInvalidToken(page, faults);
        await forgetsTheToken(page);
        await saysThatTheTokenHasExpired(page, faults, proxy);
        await signsIn(page);
        await says(page, "Live");
        await losesTheConnection(page, faults, proxy, () => create("made before the first event was seen"));
        await shows(page, `made before the first event was seen, ${screen}`);
        await keepsTheNewest(page);
        await losesTheConnection(page, faults, proxy, () => create("made meanwhile"));
        await shows(page, `made meanwhile, ${screen}`);
        await saysWhatIsNoLongerKept(page, faults, proxy);
        await showsChanges(page);
        await showsTheStatus(page);
        await fitsTheScreen(page);
    });
}

openProxy(new URL(address))
    .then((proxy) => checksThePage(proxy).finally(() => proxy.close()))
    .catch((failure) => {
        console.error(failure);
        process.exitCode = 1;
    });
