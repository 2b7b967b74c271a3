(function () {
  "use strict";

  const PAUSE = 5000;
  const LONGEST_PAUSE = 60000;

  /** Keeps what the user has folded or unfolded; everything else follows its default. */
  function keepFolds(part) {
    part.querySelectorAll("details[id]").forEach((details) => {
      const known = document.getElementById(details.id);
      if (known !== null && String(known.open) !== known.dataset.obshellOpen) {
        details.open = known.open;
      }
    });
  }

  /** Replaces a part and keeps the scroll positions of its logs. */
  function replace(old, part) {
    const scrolled = new Map();
    old.querySelectorAll("details[id] > pre").forEach((log) => scrolled.set(log.parentElement.id, log.scrollTop));
    keepFolds(part);
    old.replaceWith(document.adoptNode(part));
    part.querySelectorAll("details[id] > pre").forEach((log) => {
      log.scrollTop = scrolled.get(log.parentElement.id) || 0;
    });
    enliven(part);
  }

  /** Replaces the parts that have changed, except one that has the focus. Returns whether all of them were replaced. */
  function refresh(shown, fresh, last) {
    let all = true;
    fresh.querySelectorAll("[data-obshell-part]").forEach((part) => {
      const name = part.dataset.obshellPart;
      const text = part.outerHTML;
      const old = shown.querySelector(`[data-obshell-part="${CSS.escape(name)}"]`);
      if (old === null || last.get(name) === text) {
        return;
      }
      if (old.contains(document.activeElement)) {
        all = false;
        return;
      }
      replace(old, part);
      last.set(name, text);
    });
    return all;
  }

  /** Activates the Jenkins buttons and tooltips in an element. */
  function enliven(element) {
    if (window.Behaviour !== undefined) {
      window.Behaviour.applySubtree(element, true);
    }
  }

  function count(element) {
    return element.querySelectorAll("[data-obshell-part]").length;
  }

  function follow(shown) {
    const last = new Map();
    let pause = PAUSE;

    function again() {
      setTimeout(poll, pause);
    }

    function show(text) {
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".obshell-live");
      if (fresh === null) {
        return;
      }
      let all = true;
      pause = PAUSE;
      if (count(fresh) === count(shown)) {
        all = refresh(shown, fresh, last);
      } else {
        shown.replaceChildren.apply(shown, Array.from(fresh.childNodes));
        enliven(shown);
      }
      if (fresh.dataset.obshellRunning === "true" || !all) {
        again();
      }
    }

    function poll() {
      if (document.hidden) {
        again();
        return;
      }
      fetch(shown.dataset.obshellSource, { headers: { Accept: "text/html" } })
        .then((response) => {
          if (!response.ok) {
            throw new Error(response.statusText);
          }
          return response.text();
        })
        .then(show)
        .catch(() => {
          pause = Math.min(pause * 2, LONGEST_PAUSE);
          again();
        });
    }

    again();
  }

  function begin() {
    document.querySelectorAll('.obshell-live[data-obshell-source][data-obshell-running="true"]').forEach(follow);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
