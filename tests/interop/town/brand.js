// The brand's part of the page: the function that LivePerson's tag calls, right or wrong in one way.
"use strict";

(() => {
    const settings = document.currentScript.dataset;
    const CALLBACK = `${location.origin}/callback`;
    const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

    /** Asks the authorization endpoint in a hidden frame. */
    function framed(parameters) {
        const url = new URL(settings.authorize);
        const sent = { client_id: settings.client, scope: "openid", redirect_uri: CALLBACK, state: random(), ...parameters };
        Object.entries(sent).forEach(([name, value]) => url.searchParams.set(name, value));
        const frame = document.createElement("iframe");
        frame.hidden = sent.prompt === "none";
        frame.src = url;
        return new Promise((resolve, reject) => {
            addEventListener("message", ({ data, origin }) => {
                const answer = new URLSearchParams(origin === location.origin ? data : "");
                if (answer.get("state") !== sent.state) return;
                answer.has("error") ? reject(new Error(answer.get("error"))) : resolve(Object.fromEntries(answer));
            });
            document.body.append(frame);
        });
    }

    /** Asks the brand's own server. */
    async function served(path) {
        const answer = await fetch(path, { headers: { accept: "application/json" } });
        if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
        return answer.json();
    }

    const challenged = (challenge) => challenge ? { code_challenge: challenge, code_challenge_method: "S256" } : {};

    /** Where the page gets what LivePerson is to be given. */
    const WAYS = {
        "token": async () => (await served("/api/lp-token")).id_token,
        "token-text": async () => (await fetch("/api/lp-token?as=text")).text(),
        "access-token": async () => (await served("/api/lp-token")).access_token,
        "code": async () => ({ ssoKey: (await served("/api/lp-code")).code, redirect_uri: CALLBACK }),
        "code-alone": async () => (await served("/api/lp-code")).code,
        "frame-token": async () => (await framed({ response_type: "id_token", response_mode: "fragment", nonce: random(), prompt: "none" })).id_token,
        "frame-code": async (challenge) => ({
            ssoKey: (await framed({ response_type: "code", prompt: "none", ...challenged(challenge) })).code, redirect_uri: CALLBACK,
        }),
        "frame-code-unchallenged": async () => ({ ssoKey: (await framed({ response_type: "code", prompt: "none" })).code, redirect_uri: CALLBACK }),
        "frame-login": async () => ({ ssoKey: (await framed({ response_type: "code" })).code, redirect_uri: CALLBACK }),
        "fetch-code": async () => {
            const url = new URL(settings.authorize);
            const sent = { client_id: settings.client, scope: "openid", redirect_uri: CALLBACK, state: random(), response_type: "code", prompt: "none" };
            Object.entries(sent).forEach(([name, value]) => url.searchParams.set(name, value));
            const answer = await fetch(url, { credentials: "include" });
            return { ssoKey: new URL(answer.url).searchParams.get("code"), redirect_uri: CALLBACK };
        },
        "redeem": async () => {
            const { code } = await framed({ response_type: "code", prompt: "none" });
            const body = new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: CALLBACK, client_id: settings.client });
            const answer = await fetch(settings.endpoint, { method: "POST", body });
            return (await answer.json()).id_token;
        },
    };
    const given = WAYS[settings.how];

    let kept;
    const MISTAKES = {
        "none": async (callback, challenge) => {
            try {
                callback(await given(challenge));
            } catch (error) {
                callback("", error.message);
            }
        },
        "never": async (_, challenge) => { await given(challenge); },
        "returned": (_, challenge) => given(challenge),
        "throws": () => { throw new Error("the session has no user"); },
        "kept": async (callback, challenge) => {
            kept ??= await given(challenge);
            callback(kept);
        },
        "slash": async (callback, challenge) => {
            const { ssoKey, redirect_uri } = await given(challenge);
            callback({ ssoKey, redirect_uri: `${redirect_uri}/` });
        },
    };
    window.lpGetAuthenticationToken = MISTAKES[settings.mistake];
})();
