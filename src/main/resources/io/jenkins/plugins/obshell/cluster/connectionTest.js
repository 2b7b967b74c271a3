(function () {
  "use strict";

  /** Adds the keys that a test has shown to the field of the form; the user saves them. */
  function pin(button) {
    const cluster = button.closest(".repeated-chunk");
    const field = cluster.querySelector("textarea[name='_.agentFingerprints']");
    const pinned = field.value.split("\n").filter((line) => line.trim() !== "");
    const known = new Set(pinned.map(digits));
    const added = button.dataset.obshellKeys.split(" ").filter((key) => !known.has(digits(key)));
    field.value = pinned.concat(added).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    button.nextElementSibling.textContent = button.dataset.obshellDone;
  }

  /** The hexadecimal digits of a fingerprint, however it is written. */
  function digits(fingerprint) {
    return fingerprint.replace(/^\s*sha-?256\s*[:=]?/i, "").replace(/[:\s]/g, "").toLowerCase();
  }

  Behaviour.specify("button[data-obshell-keys]", "obshell-pin", 0, (button) => {
    button.onclick = () => pin(button);
  });
})();
