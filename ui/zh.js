// Served as /xf/zh.js before the page's own scripts: starts older browsers, then keeps built-in strings in Chinese.
(function () {
  "use strict";
  // Chromium 109 (the last one for Windows 7) does not know the flag `v`; the patterns in use mean the same with `u`.
  try {
    new RegExp("", "v");
  } catch (unknownFlag) {
    const Native = RegExp;
    const Patched = function (pattern, flags) {
      if (typeof flags === "string" && flags.includes("v")) {
        try {
          return new Native(pattern, flags.replace("v", "u"));
        } catch (stricter) {
          return new Native(pattern, flags.replace("v", ""));
        }
      }
      return new.target ? Reflect.construct(Native, arguments, new.target === Patched ? Native : new.target)
        : Native(pattern, flags);
    };
    Patched.prototype = Native.prototype;
    Object.setPrototypeOf(Patched, Native);
    Native.prototype.constructor = Patched;
    window.RegExp = Patched;
  }

  const words = __WORDS__;
  const exact = new Map();
  const patterns = [];
  for (const key of Object.keys(words)) {
    const cut = words[key].indexOf("=>");
    const from = words[key].slice(0, cut).trim();
    const to = words[key].slice(cut + 2).trim();
    if (from.startsWith("^")) patterns.push([new RegExp(from), to]);
    else exact.set(from, to);
  }
  const attributes = ["aria-label", "placeholder", "title", "alt"];
  // What people wrote is never touched.
  const own = "[data-testid=stMarkdownContainer], [data-testid=stText], textarea, pre, code, canvas";
  // Except here, where the framework writes its own words the same way.
  const theirs = "[data-testid=stFileUploader], [data-testid=stStatusWidget], [data-testid=stConnectionStatus]";

  function chinese(text) {
    const bare = text.trim();
    if (!bare || !/[A-Za-z]/.test(bare)) return null;
    if (exact.has(bare)) return text.replace(bare, exact.get(bare));
    for (const [pattern, to] of patterns) if (pattern.test(bare)) return text.replace(bare, bare.replace(pattern, to));
    return null;
  }
  function translateText(node) {
    const parent = node.parentElement;
    if (!parent || (parent.closest(own) && !parent.closest(theirs))) return;
    const better = chinese(node.nodeValue);
    if (better !== null) node.nodeValue = better;
  }
  function translateElement(element) {
    for (const name of attributes) {
      const value = element.getAttribute(name);
      const better = value === null ? null : chinese(value);
      if (better !== null) element.setAttribute(name, better);
    }
  }
  function translateBelow(root) {
    if (root.nodeType === Node.TEXT_NODE) return translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    translateElement(root);
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      if (walk.currentNode.nodeType === Node.TEXT_NODE) translateText(walk.currentNode);
      else translateElement(walk.currentNode);
    }
  }
  const watcher = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") translateText(change.target);
      else if (change.type === "attributes") translateElement(change.target);
      else change.addedNodes.forEach(translateBelow);
    }
  });
  const watch = () => {
    translateBelow(document.body);
    watcher.observe(document.body, {
      childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: attributes,
    });
  };
  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
})();
