// LivePerson's tag, as far as its documentation describes it: calls the page's function, and opens the window.
"use strict";

(() => {
    const ACCOUNT = "70001234";
    const WINDOW = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html";
    const button = document.getElementById("chat");
    const status = document.getElementById("status");
    const say = (outcome, text) => { document.body.dataset.outcome = outcome; status.textContent = text; };

    const connector = async () => {
        const answer = await fetch(`https://accdn.lpsnmedia.net/api/account/${ACCOUNT}/configuration/le-connectors/all-connectors`);
        return (await answer.json())[0];
    };
    const challenge = async () => {
        const answer = await fetch(`https://lo.idp.liveperson.net/api/account/${ACCOUNT}/challenge`, { method: "POST", body: "{}" });
        return answer.json();
    };

    async function embedded(flow) {
        const known = await connector();
        const pkce = flow === "code-pkce" ? await challenge() : {};
        document.querySelector("iframe.lp")?.remove();
        const frame = document.createElement("iframe");
        frame.className = "lp";
        frame.src = `${WINDOW}?lpUnifiedWindowConfig=${encodeURIComponent(JSON.stringify({ accountId: ACCOUNT, env: "prod", external: false }))}`;
        frame.addEventListener("load", () => {
            const hand = (value, error) => {
                const { ssoKey, redirect_uri } = typeof value === "object" && value ? value : { ssoKey: value };
                if (error || typeof ssoKey !== "string" || ssoKey === "") return say("offline", `The offline survey: ${error ?? "nothing came"}`);
                frame.contentWindow.postMessage({ ssoKey, redirect_uri, verifier: pkce.verifier, flow, app: known.id }, new URL(WINDOW).origin);
            };
            try {
                window.lpGetAuthenticationToken(hand, ...(pkce.code_challenge ? [pkce.code_challenge] : []));
            } catch (error) {
                say("offline", `The offline survey: ${error.message}`);
            }
        });
        document.body.append(frame);
    }

    async function external(flow, mode) {
        const known = await connector();
        const pkce = flow === "code-pkce" ? await challenge() : {};
        const config = {
            accountId: ACCOUNT, env: "prod", clickedChannel: "-lpuw-authMessaging", external: true, supportBlockCCPattern: false, scp: "uw",
            secureStorageType: "indexedDB",
            engConf: {
                async: true, scid: "2", cid: 3785316114, eid: 3785316214, lang: "en-US", svid: "U3ZTgxMzcyNGE1Mzc2M2Fm", ssid: "kkJqoqyQQLm3nYdeqZzMdQ",
                lewid: 3785309314, connector: known, allowUnauthMsg: false, availabilityPolicy: 1, skill: "Service", skillId: 3785309514,
            },
        };
        config.engConf.verifier = pkce.verifier;
        const { authorizationEndpoint, clientId } = known.configuration;
        const url = new URL(authorizationEndpoint);
        const isToken = flow === "implicit";
        const sent = mode === "openid" ? {
            response_type: isToken ? "token" : "code", client_id: clientId, scope: "openid",
            redirect_uri: `${WINDOW}?lpUnifiedWindowConfig=${encodeURIComponent(JSON.stringify(config))}`,
        } : {
            response_type: isToken ? "id_token" : "code", client_id: clientId, scope: "openid", redirect_uri: WINDOW,
            state: JSON.stringify({ lpUnifiedWindowConfig: config }), parentWindowOrigin: location.origin,
            ...(pkce.code_challenge && { code_challenge: pkce.code_challenge, code_challenge_method: "S256" }),
        };
        Object.entries(sent).forEach(([name, value]) => url.searchParams.set(name, value));
        if (!window.open(url, "liveperson", "popup,width=480,height=640")) return say("blocked", "The pop-up was blocked.");
        say("elsewhere", "LivePerson's own window is open.");
    }

    addEventListener("message", ({ data, origin }) => {
        if (origin === new URL(WINDOW).origin) say(data.outcome, data.text);
    });
    button.addEventListener("click", () => {
        say("waiting", "One moment…");
        const { flow, window: kind, mode } = button.dataset;
        (kind === "external" ? external(flow, mode) : embedded(flow)).catch((error) => say("failed", error.message));
    });
})();
