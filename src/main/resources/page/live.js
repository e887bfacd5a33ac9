"use strict";

const POLL_MILLIS = 2000;
const RENDER_MILLIS = 250;
const LONGEST_PAUSE_MILLIS = 10_000;
/** The timeout of a request, and of the status of a node. */
const TIMEOUT_MILLIS = 10_000;
/** The server sends a keep-alive every 15 s. */
const SILENCE_MILLIS = 40_000;
const ROWS = 50;
const TREND_POINTS = 60;
const TOKEN = "rac-token";

const element = (id) => document.getElementById(id);
const api = element("api").href;
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** The server does not accept the token, or no longer. */
class Refused extends Error {}

/** Follows events and status with one token, until the token is refused. */
class Watch {
    /** The id of the last event. A new token continues after it. */
    static last = null;

    #end = new AbortController();
    #token;
    #opened = false;
    #losses = 0;

    constructor(token) {
        this.#token = token;
    }

    start() {
        say("waiting", "Connecting");
        this.#untilRefused(() => this.#follow());
        this.#untilRefused(() => this.#poll());
    }

    get #ended() {
        return this.#end.signal.aborted;
    }

    async #untilRefused(steps) {
        try {
            await steps();
        } catch (failure) {
            if (!(failure instanceof Refused)) {
                throw failure;
            }
            if (!this.#ended) {
                this.#end.abort();
                forget();
                say("refused", this.#opened ? "The token has ended. Paste a new one." : `The token is refused: ${failure.message}`);
            }
        }
    }

    /** Reconnects after each loss, and continues after the last event. */
    async #follow() {
        for (; !this.#ended; this.#losses++) {
            await this.#ignoringFailures(() => this.#read());
            const millis = Math.min(LONGEST_PAUSE_MILLIS, 1000 * 2 ** this.#losses) * (0.75 + Math.random() / 4);
            if (!this.#ended) {
                say("waiting", `Connection lost. Trying again in ${Math.round(millis / 1000)} s.`);
                await pause(millis);
            }
        }
    }

    /** Reads events until the connection ends. */
    async #read() {
        const response = await this.#ask("providers/rac/events/", Watch.last && { "Last-Event-ID": Watch.last });
        this.#opened = true;
        this.#losses = 0;
        say("live", "Live");
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let text = ""; ;) {
            const silence = setTimeout(() => reader.cancel(), SILENCE_MILLIS);
            const { done, value } = await reader.read().finally(() => clearTimeout(silence));
            if (done) {
                return;
            }
            const blocks = (text + value).split("\n\n");
            text = blocks.pop();
            blocks.forEach((block) => this.#take(block));
        }
    }

    #take(block) {
        const { id, event, data } = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)));
        Watch.last = id ?? Watch.last;
        if (event === "gone") {
            Watch.last = String(JSON.parse(data).newest);
            changes.add({ note: "Some changes before this one are no longer kept." });
        } else if (data) {
            changes.add(JSON.parse(data));
        }
    }

    async #poll() {
        for (; !this.#ended; await pause(POLL_MILLIS)) {
            if (!document.hidden) {
                await this.#ignoringFailures(async () => nodes.update((await (await this.#ask("status/")).json()).nodes));
                nodes.show();
            }
        }
    }

    /** Ignores all failures except a refused token, because the caller tries again. */
    async #ignoringFailures(steps) {
        try {
            await steps();
        } catch (failure) {
            if (failure instanceof Refused) {
                throw failure;
            }
        }
    }

    async #ask(path, headers) {
        const timeout = new AbortController();
        const timer = setTimeout(() => timeout.abort(), TIMEOUT_MILLIS);
        const response = await fetch(new URL(path, api), {
            cache: "no-store",
            headers: { ...headers, Authorization: `Bearer ${this.#token}` },
            signal: AbortSignal.any([this.#end.signal, timeout.signal]),
        }).finally(() => clearTimeout(timer));
        if (response.status === 403) {
            throw new Refused((await response.json()).detail);
        }
        if (!response.ok) {
            throw new Error(`${path} has status ${response.status}`);
        }
        return response;
    }
}

/** The newest changes. The list is rendered at most four times a second. */
const changes = {
    waiting: [],
    timer: null,

    add(change) {
        this.waiting = [...this.waiting.slice(1 - ROWS), change];
        this.timer ??= setTimeout(() => this.show(), RENDER_MILLIS);
    },

    show() {
        const list = element("changes");
        list.prepend(...this.waiting.reverse().map((change) => (change.note ? note(change.note) : this.row(change))));
        while (list.children.length > ROWS) {
            list.lastElementChild.remove();
        }
        this.waiting = [];
        this.timer = null;
    },

    row({ type, model, changed, subject, created }) {
        const what = type.split(".").pop();
        const row = filled("change", {
            pk: `#${model.pk}`,
            name: model.name,
            type: what,
            fields: changed?.join(", ") ?? "",
            who: `by ${subject}`,
            when: new Date(created).toLocaleTimeString(),
        });
        row.querySelector(".type").dataset.is = what;
        row.querySelector(".when").dateTime = created;
        return row;
    },
};

/** The latest status of each node. Servers that share no event bus report one at a time. */
const nodes = {
    known: new Map(),
    rates: [],

    update(statuses) {
        statuses.forEach((status) => this.known.set(status.id, { ...status, received: Date.now() }));
    },

    show() {
        this.known.forEach((node, id) => Date.now() - node.received > TIMEOUT_MILLIS && this.known.delete(id));
        const all = [...this.known.values()].sort((a, b) => a.name.localeCompare(b.name));
        const rate = all.reduce((sum, node) => sum + node.requests_per_second, 0);
        element("rate").textContent = all.length ? number(rate) : "–";
        element("p50").textContent = millis(greatest(all, "p50_ms"));
        element("p99").textContent = millis(greatest(all, "p99_ms"));
        element("creates").textContent = number(all.length ? all.reduce((sum, node) => sum + node.creates_waiting, 0) : null);
        element("events").textContent = number(greatest(all, "events_waiting"));
        element("nodes").replaceChildren(...(all.length ? all.map(this.row) : [note("No node reports its status.")]));
        this.rates = [...this.rates.slice(1 - TREND_POINTS), rate];
        this.draw();
    },

    row(node) {
        const row = filled("node", {
            name: node.name,
            status: node.status,
            rate: `${number(node.requests_per_second)} a second`,
            latency: `p99 ${millis(node.p99_ms)}`,
            creates: `${number(node.creates_waiting)} waiting`,
            connections: `${number(node.connections)} connection${node.connections === 1 ? "" : "s"}`,
        });
        row.querySelector(".status").dataset.is = node.status;
        return row;
    },

    draw() {
        const top = Math.max(1, ...this.rates);
        const step = 100 / (TREND_POINTS - 1);
        const left = 100 - step * (this.rates.length - 1);
        const points = this.rates.map((rate, i) => `${left + step * i} ${29 - (28 * rate) / top}`).join("L");
        element("line").setAttribute("d", `M${points}`);
        element("area").setAttribute("d", `M${left} 30L${points}L100 30Z`);
    },
};

function number(value) {
    return value === null ? "–" : value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
}

function millis(value) {
    return value === null ? "–" : `${number(value)} ms`;
}

/** Null if no node has a value. */
function greatest(all, key) {
    const values = all.map((node) => node[key]).filter((value) => value !== null);
    return values.length ? Math.max(...values) : null;
}

/** A copy of a template with these texts, which are not parsed as HTML. */
function filled(template, texts) {
    const row = element(template).content.firstElementChild.cloneNode(true);
    Object.entries(texts).forEach(([name, text]) => (row.querySelector(`.${name}`).textContent = text));
    return row;
}

function note(text) {
    const row = document.createElement("li");
    row.className = "note";
    row.textContent = text;
    return row;
}

function say(state, text) {
    element("state").dataset.is = state;
    element("state").textContent = text;
}

function begin(token) {
    sessionStorage.setItem(TOKEN, token);
    show(true);
    new Watch(token).start();
}

function forget() {
    sessionStorage.removeItem(TOKEN);
    show(false);
    element("token").value = "";
    element("token").focus();
}

function show(live) {
    element("live").hidden = !live;
    element("forget").hidden = !live;
    element("sign-in").hidden = live;
}

element("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    const token = element("token").value.trim().replace(/^Bearer +/i, "");
    if (/^[\w.-]+$/.test(token)) {
        begin(token);
    } else {
        say("refused", "This is not a token.");
    }
});

/** Also clears what the token has shown. */
element("forget").addEventListener("click", () => {
    sessionStorage.removeItem(TOKEN);
    location.reload();
});

const stored = sessionStorage.getItem(TOKEN);
if (stored) {
    begin(stored);
} else {
    forget();
}
