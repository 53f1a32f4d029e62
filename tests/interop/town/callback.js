"use strict";
if (parent === window) location.replace(`/chat?${new URLSearchParams(location.search).get("state") ?? ""}`);
else parent.postMessage(location.hash.slice(1) || location.search.slice(1), location.origin);
