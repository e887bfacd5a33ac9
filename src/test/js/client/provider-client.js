// Manages a provider with authentik's own TypeScript client.
// Usage: node provider-client.js <base URL, such as http://127.0.0.1:9000/api/v3> [valid]
// The token is in TOKEN. "valid" omits requests that authentik's OpenAPI document does not allow.
"use strict";

const assert = require("node:assert/strict");
const { Configuration, ProvidersApi, ResponseError, RootApi } = require("@goauthentik/api");

const FLOW = "0f10f10f-0000-4000-8000-000000000001";
const OTHER_FLOW = "0f10f10f-0000-4000-8000-000000000002";
const MAPPING = "0ba9ba9b-0000-4000-8000-000000000001";

const configuration = new Configuration({
    basePath: process.argv[2],
    accessToken: process.env.TOKEN,
});
const api = new ProvidersApi(configuration);
const name = "made by the TypeScript client";

async function creates() {
    const created = await api.providersRacCreate({
        rACProviderRequest: {
            name,
            authorizationFlow: FLOW,
            propertyMappings: [MAPPING],
            settings: { hostname: "vm.example", "enable-sftp": true, nested: { snake_case: 1, camelCase: 2 } },
        },
    });
    assert.equal(typeof created.pk, "number");
    assert.equal(created.name, name);
    assert.deepEqual(created.settings.nested, { snake_case: 1, camelCase: 2 });
    assert.equal(created.connectionExpiry, "hours=8");
    assert.equal(created.assignedApplicationSlug, null);
    return created;
}

async function lists(created) {
    const found = await api.providersRacList({ search: name, ordering: "-pk", pageSize: 5 });
    assert.deepEqual(found.results, [created]);
    assert.equal(found.pagination.count, 1);
    assert.deepEqual(found.autocomplete, {});
    const exact = await api.providersRacList({ nameIexact: name.toUpperCase(), applicationIsnull: true });
    assert.deepEqual(exact.results, [created]);
    const second = await api.providersRacList({ page: 2, pageSize: 4 });
    assert.equal(second.pagination.previous, 1);
    assert.equal(second.results.length, 4);
}

async function reads(created) {
    assert.deepEqual(await api.providersRacRetrieve({ id: created.pk }), created);
    const base = await api.providersAllRetrieve({ id: created.pk });
    assert.equal(base.metaModelName, "authentik_providers_rac.racprovider");
    const types = await api.providersAllTypesList();
    assert.deepEqual(types.map((type) => type.component), ["ak-provider-rac-form"]);
    const config = await new RootApi(configuration).rootConfigRetrieve();
    assert.equal(config.errorReporting.enabled, false);
}

async function changes(created) {
    const replaced = await api.providersRacUpdate({
        id: created.pk,
        rACProviderRequest: { name: `${name}, replaced`, authorizationFlow: OTHER_FLOW },
    });
    assert.deepEqual(replaced, { ...created, name: `${name}, replaced`, authorizationFlow: OTHER_FLOW });
    const patched = await api.providersRacPartialUpdate({
        id: created.pk,
        patchedRACProviderRequest: { connectionExpiry: "days=1", deleteTokenOnDisconnect: true },
    });
    assert.deepEqual(patched, { ...replaced, connectionExpiry: "days=1", deleteTokenOnDisconnect: true });
}

async function saysWhatUsesIt(created) {
    const users = await api.providersRacUsedByList({ id: created.pk });
    assert.deepEqual(
        users.map(({ app, modelName, pk, action }) => ({ app, modelName, pk, action })),
        [{ app: "authentik_core", modelName: "propertymapping", pk: MAPPING, action: "cascade_many" }],
    );
}

async function deletes(created) {
    await api.providersRacDestroy({ id: created.pk });
    await refused(404, api.providersRacRetrieve({ id: created.pk }), {
        detail: "No RACProvider matches the given query.",
    });
}

async function refusesAnInvalidCreate() {
    await refused(400, api.providersRacCreate({ rACProviderRequest: { name: "", connectionExpiry: "soon" } }), {
        name: ["This field may not be blank."],
        authorization_flow: ["This field is required."],
        connection_expiry: ["soon is not in the correct format of 'hours=3;minutes=1'."],
    });
}

async function refused(status, request, body) {
    const error = await request.then(() => assert.fail("not refused"), (reason) => reason);
    assert.ok(error instanceof ResponseError, error);
    assert.equal(error.response.status, status);
    assert.deepEqual(await error.response.json(), body);
}

async function main() {
    const created = await creates();
    await lists(created);
    await reads(created);
    await changes(created);
    await saysWhatUsesIt(created);
    await deletes(created);
    if (process.argv[3] !== "valid") {
        await refusesAnInvalidCreate();
    }
}

main().catch((failure) => {
    console.error(failure);
    process.exitCode = 1;
});
