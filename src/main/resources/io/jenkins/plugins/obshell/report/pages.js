(function () {
  "use strict";

  const PAUSE = 5000;
  const LONGEST_PAUSE = 60000;

  /** What somebody has unfolded or folded stays so; what nobody has touched follows its default. */
  function keepFolds(part) {
    part.querySelectorAll("details[id]").forEach((details) => {
      const known = document.getElementById(details.id);
      if (known !== null && String(known.open) !== known.dataset.obshellOpen) {
        details.open = known.open;
      }
    });
  }

  /** Puts a part in the place of an older one; its logs stay where somebody has scrolled them to. */
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

  /** Puts what has changed in the place of what is shown, but for what somebody is in; tells whether that is all. */
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

  /** Gives the buttons and tooltips of Jenkins in it their behaviour. */
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
      setTimeout(look, pause);
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

    function look() {
      if (document.hidden) {
        again();
        return;
      }
      fetch(shown.dataset.obshellSource, { headers: { Accept: "text/html" } })
        .then((answer) => {
          if (!answer.ok) {
            throw new Error(answer.statusText);
          }
          return answer.text();
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
