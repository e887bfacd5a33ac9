// Opens a page of the server in headless Chromium and records its errors and requests.
"use strict";

const assert = require("node:assert/strict");
const { chromium } = require("playwright-core");

const TIMEOUT = 90_000;
/** The page shortens its pauses by this factor, but not its timeouts, which are longer. */
const SPEED = 5;
const LONGEST_PAUSE = 3000;

/**
 * Runs steps on a page at the server's URL, which must log no error and send no request to another host.
 * A screenshot of the page is saved beside this file.
 */
async function onPage(url, name, options, steps) {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"], timeout: TIMEOUT });
    try {
        const page = await browser.newPage(options);
        page.setDefaultTimeout(TIMEOUT);
        await page.addInitScript(shortenPauses, { SPEED, LONGEST_PAUSE });
        const faults = [];
        page.on("pageerror", (error) => faults.push(`error: ${error}`));
        page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
        page.on("request", (request) => isForeign(request.url(), url) && faults.push(`request: ${request.url()}`));
        await page.goto(url);
        await steps(page, faults).finally(() => page.screenshot({ path: `${name}.png`, fullPage: true }));
        assert.deepEqual(faults, []);
    } finally {
        await browser.close();
    }
}

/** Runs in the page. */
function shortenPauses({ SPEED, LONGEST_PAUSE }) {
    const original = window.setTimeout;
    window.setTimeout = (run, millis, ...rest) => original(run, millis < LONGEST_PAUSE ? millis / SPEED : millis, ...rest);
}

function isForeign(address, page) {
    return !address.startsWith("data:") && new URL(address).origin !== new URL(page).origin;
}

module.exports = { onPage };
