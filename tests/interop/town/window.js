// LivePerson's window: hands what it is given, or what came back to it, to LivePerson's service.
"use strict";

(() => {
    const REDIRECT = location.origin + location.pathname;
    const say = (outcome, text) => {
        document.body.dataset.outcome = outcome;
        document.getElementById("status").textContent = text;
        if (parent !== window) parent.postMessage({ outcome, text }, "*");
    };

    async function authenticate({ ssoKey, redirect_uri, verifier, flow, app }) {
        const implicit = flow === "implicit";
        const url = `https://lo.idp.liveperson.net/api/account/70001234/app/${app}/authenticate?v=${implicit ? "3.0" : "2.0"}`;
        const body = implicit ? { id_token: ssoKey } : { code: ssoKey, redirect_uri, verifier };
        const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
        const said = await answer.json();
        if (answer.ok) say("accepted", "How can we help?");
        else say("offline", `The offline survey (${said.internalErrorCode}).`);
    }

    const failed = (error) => say("failed", error.message);
    addEventListener("message", ({ data }) => authenticate(data).catch(failed));

    const query = new URLSearchParams(location.search);
    const fragment = new URLSearchParams(location.hash.slice(1));
    const of = (name) => query.get(name) ?? fragment.get(name);
    const value = of("id_token") ?? of("token") ?? of("code");
    if (of("error")) return say("offline", "The offline survey.");
    if (!value) return say("idle", "");
    try {
        const config = of("state") ? JSON.parse(of("state")).lpUnifiedWindowConfig : JSON.parse(query.get("lpUnifiedWindowConfig"));
        const flow = of("code") === value ? "code" : "implicit";
        authenticate({ ssoKey: value, redirect_uri: REDIRECT, flow, verifier: config.engConf.verifier, app: config.engConf.connector.id }).catch(failed);
    } catch (error) {
        failed(error);
    }
})();
