// Hands an authorization response to the page that asked for it; after a login in the foreground, goes back to the page,
// whose own query travelled in `state`.
"use strict";

if (parent === window) {
    const state = new URLSearchParams(location.search).get("state");
    location.replace(`${document.currentScript.dataset.page}?${state ?? ""}`);
} else {
    parent.postMessage(location.hash.slice(1) || location.search.slice(1), location.origin);
}
