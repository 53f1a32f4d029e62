// Plays LivePerson's tag and window, as far as its documentation describes them: calls the page's function, sends what it
// is given to LivePerson's service, and shows each step and the answer. The service is played by the same mock.
"use strict";

(() => {
    const settings = document.currentScript.dataset;
    const KEPT = "liveperson";

    // Invented; in LivePerson's world the tag's configuration has them.
    const ACCOUNT = "70001234";
    const CONNECTOR = "4711";

    const view = document.getElementById("liveperson");
    const log = view.querySelector("ol");

    /** Adds a step to what is shown. */
    function say(text, kind = "step") {
        const item = document.createElement("li");
        item.className = kind;
        item.textContent = text;
        log.append(item);
    }

    function end(outcome, text) {
        say(text, outcome);
        view.dataset.outcome = outcome;
    }

    const offline = (text) => end("offline", `${text} The consumer sees the offline survey.`);

    const post = async (path, body) => {
        const answer = await fetch(settings.liveperson + path, {
            method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
        });
        return { status: answer.status, body: await answer.json() };
    };

    /** Looks a dotted path up, as in "brand.chat.lpGetAuthenticationToken". */
    const method = (path) => path.split(".").reduce((object, name) => object?.[name], window);

    const phrase = (value) => {
        if (typeof value !== "string") return value instanceof Promise ? "a Promise" : `a value of type ${typeof value}`;
        if (value === "") return "an empty string";
        const dots = value.split(".").length - 1;
        return `a string of ${value.length} characters${dots === 2 || dots === 4 ? " that looks like a token" : ""}`;
    };

    async function embedded() {
        const called = method(settings.method);
        if (typeof called !== "function") {
            return offline(`There is no function window.${settings.method}.`);
        }
        const pkce = settings.flow === "code-pkce" ? (await post("/challenge", {})).body : {};
        const given = new Promise((resolve) => {
            let calls = 0;
            const callback = (value, error) => {
                calls += 1;
                if (calls > 1) say(`The page calls back again, call ${calls}.`, "remark");
                else resolve({ value, error });
            };
            const args = pkce.code_challenge ? [callback, pkce.code_challenge] : [callback];
            say(`LivePerson calls ${settings.method}(${["callback", "code_challenge"].slice(0, args.length).join(", ")}).`);
            try {
                remark(called(...args));
            } catch (error) {
                resolve({ thrown: error });
            }
        });
        say("Until the page calls back, the window waits.", "waiting");
        await received(await given, pkce.verifier);
    }

    // What a function returns goes nowhere; a page that returns its token has misunderstood.
    function remark(returned) {
        const told = (value) => value !== undefined && say(`The function returned ${phrase(value)}: only the callback is read.`, "remark");
        returned instanceof Promise ? returned.then(told, (error) => say(`The function failed: ${error.message}`, "remark")) : told(returned);
    }

    async function received({ value, error, thrown }, verifier) {
        if (thrown) return offline(`The function threw an exception: ${thrown.message}.`);
        // Any value but null and undefined is an error, the text "undefined" too.
        if (error !== null && error !== undefined) return offline(`The page reports an error: “${error}”.`);
        const isObject = typeof value === "object" && value !== null && !(value instanceof Promise);
        const { ssoKey, redirect_uri } = isObject ? value : { ssoKey: value };
        say(`The page calls back with ${phrase(ssoKey)}${redirect_uri ? ` and redirect_uri ${redirect_uri}` : ""}.`);
        if (typeof ssoKey !== "string" || ssoKey === "") return offline("That is neither a code nor a token.");
        await authenticate(ssoKey, redirect_uri, verifier);
    }

    async function authenticate(credential, redirect_uri, verifier) {
        const path = `/api/account/${ACCOUNT}/app/${CONNECTOR}/authenticate`;
        const implicit = settings.flow === "implicit";
        const body = implicit ? { id_token: credential } : { code: credential, redirect_uri, verifier };
        say(`The window sends it to LivePerson: POST …${path}?v=${implicit ? "3.0" : "2.0"}.`);
        const answer = await post(`${path}?v=${implicit ? "3.0" : "2.0"}`, { ...body, identity: await identity() });
        for (const step of answer.body.lpauth.steps) say(step);
        if (answer.status === 200) return end("accepted", `LivePerson accepts the consumer. ${answer.body.lpauth.agent}`);
        view.dataset.code = answer.body.internalErrorCode;
        const { name, findings } = answer.body.lpauth;
        say(`LivePerson answers HTTP ${answer.status}, internalErrorCode ${answer.body.internalErrorCode} (${name}, as far as its list of codes tells).`);
        for (const finding of findings) say(`${finding.id}: ${finding.title}. ${finding.hint ?? finding.fix}`, "finding");
        offline("The login is refused.");
    }

    /** What the page's identity function says of the consumer. */
    const identity = () => new Promise((resolve) => {
        const asked = window.lpTag?.identities?.at(-1);
        asked ? asked(resolve) : resolve(null);
    });

    /** Opens a window of LivePerson's own at the authorization endpoint, as far as its requests were captured. */
    async function external() {
        const pkce = settings.flow === "code-pkce" ? (await post("/challenge", {})).body : {};
        const connector = { id: Number(CONNECTOR), name: "Brand login", type: 2 };
        const state = JSON.stringify({
            lpUnifiedWindowConfig: { accountId: ACCOUNT, env: "prod", external: true, engConf: { lang: "en-US", connector } },
        });
        const url = new URL(settings.authorize);
        const sent = {
            response_type: settings.flow === "implicit" ? "id_token" : "code", client_id: settings.client, scope: "openid",
            redirect_uri: settings.redirect, state, parentWindowOrigin: location.origin,
            ...(pkce.code_challenge && { code_challenge: pkce.code_challenge, code_challenge_method: "S256" }),
        };
        Object.entries(sent).forEach(([name, value]) => url.searchParams.set(name, value));
        sessionStorage.setItem(KEPT, JSON.stringify({ state, flow: settings.flow, verifier: pkce.verifier }));
        if (!window.open(url, "liveperson", "popup,width=480,height=640")) return offline("The browser blocked the pop-up.");
        end("elsewhere", "LivePerson's own window opened at the authorization endpoint.");
    }

    /** The external window, back from the authorization endpoint. */
    async function returned() {
        const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
        settings.flow = kept.flow ?? "code";
        const query = new URLSearchParams(location.search);
        const fragment = new URLSearchParams(location.hash.slice(1));
        const answer = ["code", "id_token", "token", "error"].some((name) => query.has(name)) ? query : fragment;
        say(`The browser comes back with ${[...answer.keys()].join(", ") || "nothing"} in the ${answer === query ? "query" : "fragment"}.`);
        if (answer.has("error")) return offline(`The authorization server refuses: ${answer.get("error")}.`);
        const state = answer.get("state");
        if (state === null) return offline("No state came back, so that the window does not know whose login it is.");
        if (state !== kept.state) return offline("The state is not the one that was sent.");
        const credential = answer.get("id_token") ?? answer.get("token") ?? answer.get("code");
        if (!credential) return offline("There is neither a code nor a token.");
        await authenticate(credential, settings.redirect, kept.verifier);
    }

    const PARTS = { embedded, external, returned };

    const start = () => {
        view.hidden = false;
        view.dataset.outcome = "waiting";
        delete view.dataset.code;
        log.replaceChildren();
        const failed = (error) => end("failed", `The simulation itself failed: ${error.message}`);
        PARTS[settings.window]().catch(failed);
    };

    if (settings.window === "returned") start();
    else document.getElementById("chat").addEventListener("click", start);
})();
