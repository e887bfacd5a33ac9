// Opens a page of the server in headless Chromium and watches what it does.
"use strict";

const assert = require("node:assert/strict");
const { chromium } = require("playwright-core");

const PATIENCE = 90_000;

/**
 * Runs steps on a page at the server's URL, which must log no error and ask no other host for anything.
 * A picture of the page is left beside this file.
 */
async function onPage(url, name, options, steps) {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"], timeout: PATIENCE });
    try {
        const page = await browser.newPage(options);
        page.setDefaultTimeout(PATIENCE);
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

function isForeign(address, page) {
    return !address.startsWith("data:") && new URL(address).origin !== new URL(page).origin;
}

module.exports = { onPage };
