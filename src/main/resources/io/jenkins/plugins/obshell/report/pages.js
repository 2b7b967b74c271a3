(function () {
  "use strict";

  const PAUSE = 5000;
  const LONGEST_PAUSE = 60000;

  /** Puts what has changed in the place of what is shown, and leaves logs open that somebody has opened. */
  function refresh(shown, fresh) {
    fresh.querySelectorAll("[data-obshell-part]").forEach((part) => {
      const name = part.dataset.obshellPart;
      const old = shown.querySelector(`[data-obshell-part="${CSS.escape(name)}"]`);
      if (old === null || old.outerHTML === part.outerHTML) {
        return;
      }
      part.querySelectorAll("details[id]").forEach((details) => {
        const known = document.getElementById(details.id);
        if (known !== null) {
          details.open = known.open;
        }
      });
      if (!old.contains(document.activeElement)) {
        old.replaceWith(document.adoptNode(part));
      }
    });
  }

  function count(element) {
    return element.querySelectorAll("[data-obshell-part]").length;
  }

  function follow(shown) {
    let pause = PAUSE;

    function again() {
      setTimeout(look, pause);
    }

    function show(text) {
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".obshell-live");
      if (fresh === null) {
        return;
      }
      pause = PAUSE;
      if (count(fresh) === count(shown)) {
        refresh(shown, fresh);
      } else {
        shown.replaceChildren.apply(shown, Array.from(fresh.childNodes));
      }
      if (fresh.dataset.obshellRunning === "true") {
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
