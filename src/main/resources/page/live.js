"use strict";

const POLL_MILLIS = 2000;
const RENDER_MILLIS = 250;
const LONGEST_PAUSE_MILLIS = 10_000;
/** Within this time an answer must begin, and a node be heard of. */
const PATIENCE_MILLIS = 10_000;
/** The server sends something every 15 s. */
const SILENCE_MILLIS = 40_000;
const ROWS = 50;
const TREND_POINTS = 60;
const TOKEN = "rac-token";

const element = (id) => document.getElementById(id);
const api = element("api").href;
const pause = (millis) => new Promise((over) => setTimeout(over, millis));

/** The token is not, or no longer, good for this page. */
class Refused extends Error {}

/** What is seen with one token, until it is refused. */
class Watch {
    /** The id of the last event; with another token it goes on behind it. */
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

    /** Comes back after each loss, and misses nothing meanwhile. */
    async #follow() {
        for (; !this.#ended; this.#losses++) {
            await this.#survives(() => this.#read());
            const millis = Math.min(LONGEST_PAUSE_MILLIS, 1000 * 2 ** this.#losses) * (0.75 + Math.random() / 4);
            if (!this.#ended) {
                say("waiting", `Connection lost. Trying again in ${Math.round(millis / 1000)} s.`);
                await pause(millis);
            }
        }
    }

    /** Reads until the connection ends. */
    async #read() {
        const answer = await this.#ask("providers/rac/events/", Watch.last && { "Last-Event-ID": Watch.last });
        this.#opened = true;
        this.#losses = 0;
        say("live", "Live");
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
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
                await this.#survives(async () => nodes.hear((await (await this.#ask("status/")).json()).nodes));
                nodes.show();
            }
        }
    }

    /** All failures but a refusal pass. */
    async #survives(steps) {
        try {
            await steps();
        } catch (failure) {
            if (failure instanceof Refused) {
                throw failure;
            }
        }
    }

    async #ask(path, headers) {
        const late = new AbortController();
        const timer = setTimeout(() => late.abort(), PATIENCE_MILLIS);
        const answer = await fetch(new URL(path, api), {
            cache: "no-store",
            headers: { ...headers, Authorization: `Bearer ${this.#token}` },
            signal: AbortSignal.any([this.#end.signal, late.signal]),
        }).finally(() => clearTimeout(timer));
        if (answer.status === 403) {
            throw new Refused((await answer.json()).detail);
        }
        if (!answer.ok) {
            throw new Error(`${path} is answered ${answer.status}`);
        }
        return answer;
    }
}

/** The newest changes; however many come, they are shown a few times a second. */
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

/** What the nodes said last. Servers that share no event bus are heard of one at a time. */
const nodes = {
    known: new Map(),
    rates: [],

    hear(statuses) {
        statuses.forEach((status) => this.known.set(status.id, { ...status, heard: Date.now() }));
    },

    show() {
        this.known.forEach((node, id) => Date.now() - node.heard > PATIENCE_MILLIS && this.known.delete(id));
        const all = [...this.known.values()].sort((a, b) => a.name.localeCompare(b.name));
        const rate = all.reduce((sum, node) => sum + node.requests_per_second, 0);
        element("rate").textContent = all.length ? number(rate) : "–";
        element("p50").textContent = millis(greatest(all, "p50_ms"));
        element("p99").textContent = millis(greatest(all, "p99_ms"));
        element("creates").textContent = number(all.length ? all.reduce((sum, node) => sum + node.creates_waiting, 0) : null);
        element("events").textContent = number(greatest(all, "events_waiting"));
        element("nodes").replaceChildren(...(all.length ? all.map(this.row) : [note("No node is heard of.")]));
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

/** Null where no node has a number. */
function greatest(all, key) {
    const values = all.map((node) => node[key]).filter((value) => value !== null);
    return values.length ? Math.max(...values) : null;
}

/** A copy of a template with these texts; whatever they hold, they stay texts. */
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

/** With the token goes what was seen with it. */
element("forget").addEventListener("click", () => {
    sessionStorage.removeItem(TOKEN);
    location.reload();
});

const kept = sessionStorage.getItem(TOKEN);
if (kept) {
    begin(kept);
} else {
    forget();
}
