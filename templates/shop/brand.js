// The brand's side of the page: is the consumer logged in, who is it, and the function that LivePerson's window calls.
//
// Everything goes through the authorization endpoint, as on a page of your own: a hidden frame asks with `prompt=none`, and
// `shop/callback` hands back what came. What the page does wrong on purpose (`data-mistake`) is one row of `MISTAKES`.
"use strict";

(() => {
    const settings = document.currentScript.dataset;

    /** Asks the authorization endpoint without showing anything; gives the parameters of its answer. */
    function ask(parameters) {
        const state = random();
        const url = new URL(settings.authorize);
        const sent = {
            client_id: settings.client, scope: "openid", redirect_uri: settings.callback, response_mode: "fragment",
            prompt: "none", state, ...parameters,
        };
        Object.entries(sent).forEach(([name, value]) => url.searchParams.set(name, value));
        const frame = document.createElement("iframe");
        frame.hidden = true;
        frame.src = url;
        return new Promise((resolve, reject) => {
            addEventListener("message", function answered(event) {
                const answer = new URLSearchParams(event.origin === location.origin ? event.data : "");
                if (answer.get("state") !== state) return;
                removeEventListener("message", answered);
                frame.remove();
                answer.has("error") ? reject(new Error(answer.get("error"))) : resolve(Object.fromEntries(answer));
            });
            document.body.append(frame);
        });
    }

    const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

    const idToken = async () => (await ask({ response_type: "id_token", nonce: random() })).id_token;
    const accessToken = async () => (await ask({ response_type: "id_token token", nonce: random() })).access_token;
    const code = async (challenge) => {
        const pkce = challenge ? { code_challenge: challenge, code_challenge_method: "S256" } : {};
        return (await ask({ response_type: "code", ...pkce })).code;
    };

    /** What LivePerson is to be given in this flow, in the form it takes. */
    async function credential(challenge) {
        if (settings.flow === "implicit") return idToken();
        return { ssoKey: await code(challenge), redirect_uri: settings.callback };
    }

    let kept;

    /** What pages of this world get wrong, by name; each is the whole function. */
    const MISTAKES = {
        "none": async (callback, challenge) => {
            try {
                callback(await credential(challenge));
            } catch (error) {
                callback("", error.message);
            }
        },
        "callback-never": async (callback, challenge) => { await credential(challenge); },
        "returned-instead": async (callback, challenge) => credential(challenge),
        "promise-given": (callback, challenge) => callback(credential(challenge)),
        "exception": () => { throw new Error("the session has no user"); },
        "error-given": (callback) => callback("", "the consumer is not logged in"),
        "error-always": async (callback, challenge) => callback(await credential(challenge), String(undefined)),
        "nothing-given": (callback) => callback(""),
        "token-for-code": async (callback) => callback(await idToken()),
        "code-for-token": async (callback, challenge) => callback(await code(challenge)),
        "access-token": async (callback) => callback(await accessToken()),
        "name-wrong": async (callback, challenge) => callback({ code: await code(challenge), redirect_uri: settings.callback }),
        "redirect-uri-missing": async (callback, challenge) => callback({ ssoKey: await code(challenge) }),
        "redirect-uri-slash": async (callback, challenge) =>
            callback({ ssoKey: await code(challenge), redirect_uri: `${settings.callback}/` }),
        "challenge-ignored": async (callback) => callback({ ssoKey: await code(), redirect_uri: settings.callback }),
        "code-kept": async (callback, challenge) => {
            kept ??= await credential(challenge);
            callback(kept);
        },
        "called-twice": async (callback, challenge) => {
            const given = await credential(challenge);
            callback(given);
            callback(given);
        },
        "method-missing": undefined,
        "identity-differs": async (callback, challenge) => callback(await credential(challenge)),
    };

    if (MISTAKES[settings.mistake]) {
        window.lpGetAuthenticationToken = MISTAKES[settings.mistake];
    }

    const claims = (token) => JSON.parse(new TextDecoder().decode(bytes(token.split(".")[1])));
    const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

    window.lpTag = { identities: [] };
    const who = document.getElementById("who");

    idToken().then((token) => {
        const { iss, sub, name } = claims(token);
        const identity = { iss, acr: "loa1", sub: settings.mistake === "identity-differs" ? "920001" : sub };
        window.lpTag.identities.push((callback) => callback(identity));
        who.textContent = `You are logged in as ${name ?? sub}.`;
        document.body.dataset.session = "in";
    }).catch((error) => {
        window.lpTag.identities.push((callback) => callback(null));
        who.textContent = `You are not logged in (${error.message}).`;
        document.body.dataset.session = "out";
    });
})();
