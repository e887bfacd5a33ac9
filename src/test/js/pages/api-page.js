// Creates a provider on the API page.
// Usage: node api-page.js <URL of the page>; the token is in TOKEN, the body of the create in BODY.
"use strict";

const assert = require("node:assert/strict");
const { onPage } = require("./browser.js");

async function authorizes(page) {
    await page.getByRole("button", { name: "Authorize" }).first().click();
    const dialog = page.locator(".modal-ux");
    await dialog.getByRole("textbox").fill(process.env.TOKEN);
    await dialog.getByRole("button", { name: "Apply credentials" }).click();
    await dialog.getByRole("button", { name: "Close" }).click();
}

async function creates(page) {
    const create = page.locator("#operations-rac-providers_rac_create");
    await create.locator(".opblock-summary-control").click();
    await create.locator("textarea.body-param__text").fill(process.env.BODY);
    const [response] = await Promise.all([
        page.waitForResponse((candidate) => candidate.request().method() === "POST"),
        create.getByRole("button", { name: "Execute" }).click(),
    ]);
    assert.equal(response.status(), 201);
    await create.locator(".live-responses-table .response-col_status").getByText("201").waitFor();
}

onPage(process.argv[2], "api-page", { viewport: { width: 1200, height: 900 } }, async (page) => {
    await authorizes(page);
    await creates(page);
}).catch((failure) => {
    console.error(failure);
    process.exitCode = 1;
});
