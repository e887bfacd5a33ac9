// Looks at the live page while providers come and connections go.
// Usage: node live-page.js <URL of the page> <phone or desktop>; the token is in TOKEN, the body of a create in BODY.
"use strict";

const assert = require("node:assert/strict");
const { onPage } = require("./browser.js");
const { openWay } = require("./way.js");

const SCREENS = {
    phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: "dark" },
    desktop: { viewport: { width: 1200, height: 800 }, colorScheme: "light" },
};
const STREAM = "**/providers/rac/events/";
const HTML = "<img src=x onerror=alert(1)>\u2028";
const [, , address, screen] = process.argv;

async function api(method, path, body) {
    const answer = await fetch(new URL(`/providers/rac/${path}`, address), {
        method,
        headers: { Authorization: `Bearer ${process.env.TOKEN}`, "Content-Type": "application/json" },
        body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
    return method === "DELETE" ? null : answer.json();
}

const create = (name) => api("POST", "", { ...JSON.parse(process.env.BODY), name: `${name}, ${screen}` });
const shows = (page, text) => page.locator("#changes").getByText(text).waitFor();
const says = (page, text) => page.getByRole("status").getByText(text).waitFor();

/** Only these faults were there, and they were meant. */
function forgive(faults, meant) {
    faults.splice(0).forEach((fault) => assert.match(fault, meant));
}

async function signsIn(page, token = process.env.TOKEN) {
    await page.getByLabel("Token", { exact: true }).fill(token);
    await page.getByRole("button", { name: "Watch" }).click();
}

async function refusesABadToken(page, faults) {
    await signsIn(page, "“no token”");
    await says(page, "This is not a token.");
    await signsIn(page, "no.to.ken");
    await says(page, "The token is refused: Token invalid/expired");
    forgive(faults, /403/);
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

async function saysThatTheTokenHasEnded(page, faults, way) {
    await signsIn(page);
    await says(page, "Live");
    await page.route(STREAM, (route) => route.fulfill({ status: 403, json: { detail: "Token invalid/expired" } }), { times: 1 });
    await losesTheConnection(page, faults, way);
    await says(page, "The token has ended.");
    // What the browser says of the connection may come late.
    forgive(faults, /ERR_|403/);
}

async function losesTheConnection(page, faults, way, meanwhile = () => {}) {
    way.cut();
    await says(page, "Connection lost.");
    await meanwhile();
    way.mend();
    await says(page, /Live|The token has ended/);
    forgive(faults, /ERR_|403/);
}

async function saysWhatIsNoLongerKept(page, faults, way) {
    const gone = (route) => {
        const newest = route.request().headers()["last-event-id"];
        return route.fulfill({ contentType: "text/event-stream", body: `event: gone\ndata: {"newest":${newest}}\n\n` });
    };
    await page.route(STREAM, gone, { times: 1 });
    await losesTheConnection(page, faults, way);
    await shows(page, "no longer kept");
    await says(page, "Live");
}

async function showsWhatComes(page) {
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

async function showsHowTheServerDoes(page) {
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

async function watches(way) {
    await onPage(way.url, `live-page-${screen}`, SCREENS[screen], async (page, faults) => {
        await refusesABadToken(page, faults);
        await forgetsTheToken(page);
        await saysThatTheTokenHasEnded(page, faults, way);
        await signsIn(page);
        await says(page, "Live");
        await losesTheConnection(page, faults, way, () => create("made before the first event was seen"));
        await shows(page, `made before the first event was seen, ${screen}`);
        await keepsTheNewest(page);
        await losesTheConnection(page, faults, way, () => create("made meanwhile"));
        await shows(page, `made meanwhile, ${screen}`);
        await saysWhatIsNoLongerKept(page, faults, way);
        await showsWhatComes(page);
        await showsHowTheServerDoes(page);
        await fitsTheScreen(page);
    });
}

openWay(new URL(address))
    .then((way) => watches(way).finally(() => way.close()))
    .catch((failure) => {
        console.error(failure);
        process.exitCode = 1;
    });
