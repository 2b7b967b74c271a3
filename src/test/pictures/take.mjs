// Takes the pictures of the documents from a running Jenkins that has this plugin and the configuration of work/, and
// checks each page that it sees with axe. CONTRIBUTING.md tells how to run it.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { FORMS } from "./forms.mjs";
import { Jenkins } from "./jenkins.mjs";
import { startSimulator } from "./simulator.mjs";
import { FIRST_PORT, STATES, reach, simulatorFor } from "./states.mjs";

const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { width: 1280, height: 900 };
/** So tall that nothing of Jenkins lies over a form. */
const TALL = { width: 1000, height: 8000 };
const MARGIN = 6;
const NARROW = { width: 400, height: 860, isMobile: true, hasTouch: true };
const SERIOUS = new Set(["serious", "critical"]);
/** What the plugin draws; what Jenkins draws around it is not checked. */
const OURS = [".obshell-live", ".obshell-history", ".obshell-cluster"];

/** The colours of a dark theme, for a Jenkins without one. */
const DARK = `:root {
  color-scheme: dark;
  --background: #1c1d21; --white: #26272c; --black: #f2f2f7; --text-color: #f2f2f7; --secondary: #a8a8b3;
  --card-background: #26272c; --input-color: #26272c; --button-background: #33343a; --pre-background: #26272c;
  --table-background: #33343a; --table-body-background: #26272c; --light-grey: #33343a; --very-light-grey: #2b2c31;
  --accent-color: #7aa7ff; --blue: #7aa7ff; --green: #4cc77c; --red: #ff6961; --orange: #ffa94d;
}`;

/** Opens pages in a browser of its own, takes pictures, and gathers what axe finds. */
class Photographer {
  #browser;
  #jenkins;
  #findings = [];

  static async start(jenkins) {
    const made = new Photographer();
    made.#jenkins = jenkins;
    made.#browser = await puppeteer.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
    return made;
  }

  /** Takes the picture NAME of a page, from its top down to HEIGHT, or of the whole page; UNFOLDED selects what to unfold. */
  async take(name, path, { viewport = WIDE, language = "en", dark = false, height, refreshed = false, unfolded } = {}) {
    await this.#visit(name, path, viewport, language, async (page, file) => {
      if (dark) {
        await this.#darken(page);
      }
      if (refreshed) {
        await page.waitForResponse((answer) => answer.url().includes("/obshell/"), { timeout: 60_000 });
        await page.waitForNetworkIdle();
      }
      if (unfolded) {
        await page.$$eval(unfolded, (all) => all.forEach((details) => (details.open = true)));
      }
      await this.#inspect(page, name);
      const full = await page.evaluate(() => document.documentElement.scrollHeight);
      const { width } = viewport;
      await page.screenshot({ path: file, clip: { x: 0, y: 0, width, height: Math.min(full, height ?? full) } });
    });
  }

  /** Takes the picture of a form once it is filled in. */
  async takeForm({ name, path, fill }) {
    await this.#visit(name, path, TALL, "en", async (page, file) => {
      const { x, y, width, height } = await fill(page);
      await page.screenshot({
        path: file,
        clip: { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN },
      });
    });
  }

  async #visit(name, path, viewport, language, shoot) {
    const page = await this.#browser.newPage();
    try {
      await page.setViewport(viewport);
      page.on("console", (message) => this.#heed(name, message.text()));
      await page.setExtraHTTPHeaders({ ...this.#jenkins.headers, "Accept-Language": language });
      await page.goto(this.#jenkins.address(path), { waitUntil: "networkidle0" });
      const file = `${REPOSITORY}docs/images/${name}.png`;
      await shoot(page, file);
      compress(file);
      console.log(`docs/images/${name}.png`);
    } finally {
      await page.close();
    }
  }

  /** With the dark theme plugin, its own colours. */
  async #darken(page) {
    const theme = await fetch(this.#jenkins.address("theme-dark/theme.css"), { headers: this.#jenkins.headers });
    await page.addStyleTag({ content: theme.ok ? await theme.text() : DARK });
  }

  /** A browser says on its console what the policy of the page forbids. */
  #heed(name, text) {
    if (text.includes("Content Security Policy")) {
      this.#findings.push({ name, impact: "serious", text });
    }
  }

  async #inspect(page, name) {
    await page.evaluate(AXE);
    const violations = await page.evaluate(async (ours) => {
      const drawn = ours.filter((selector) => document.querySelector(selector));
      return drawn.length === 0 ? [] : (await window.axe.run(drawn)).violations;
    }, OURS);
    const broken = await page.$$eval("img", (images) => images.filter((image) => image.naturalWidth === 0).length);
    if (broken > 0) {
      this.#findings.push({ name, impact: "serious", text: `${broken} pictures of the page are broken` });
    }
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (sideways > 0) {
      this.#findings.push({ name, impact: "serious", text: `the page scrolls sideways by ${sideways} px` });
    }
    for (const { id, impact, help, nodes } of violations) {
      this.#findings.push({ name, impact, text: `${id}: ${help}\n    ${nodes.map((node) => node.html).join("\n    ")}` });
    }
  }

  /** Prints what was found; returns whether any of it is serious. */
  tell() {
    this.#findings.forEach(({ name, impact, text }) => console.log(`${name}: ${impact}: ${text}`));
    return this.#findings.some(({ impact }) => SERIOUS.has(impact));
  }

  async stop() {
    await this.#browser.close();
  }
}

/** Makes a picture smaller, where pngquant is installed. */
function compress(file) {
  try {
    execFileSync("pngquant", ["--force", "--skip-if-larger", "--strip", "--quality", "60-95", "--output", file, file]);
  } catch (error) {
    // 98 and 99: it would not get smaller, or not good enough.
    if (error.code !== "ENOENT" && error.status !== 98 && error.status !== 99) {
      throw error;
    }
  }
}

const PICTURES = {
  running: async (photographer, { build }) => {
    await photographer.take("backup-running", `${build}obshell/`, { refreshed: true });
    await photographer.take("build-summary", build, { height: 700, refreshed: true });
    await photographer.take("backup-running-dark", `${build}obshell/`, { dark: true });
    await photographer.take("backup-running-chinese", `${build}obshell/`, { language: "zh-CN" });
    await photographer.take("backup-running-narrow", `${build}obshell/`, { viewport: NARROW });
  },
  completed: async (photographer, { job, build }) => {
    await photographer.take("backup-completed", `${build}obshell/`, { height: 1340 });
    await photographer.take("job-page", job, { viewport: { width: 1100, height: 800 } });
    await photographer.take("console", `${build}console`, { height: 900 });
  },
  restorable: (photographer, { build }) => photographer.take("restorable", `${build}obshell/`, { unfolded: "[id$='-restore']" }),
  failed: (photographer, { build }) => photographer.take("backup-failed", `${build}obshell/`),
  "beyond-the-hour": (photographer, { build }) => photographer.take("backup-beyond-the-hour", `${build}obshell/`),
  "twelve-tenants": async (photographer, { build }) => {
    await photographer.take("backup-twelve-tenants", `${build}obshell/`);
    const cluster = await jenkins.readCluster("simulated");
    await photographer.take("cluster-page", cluster);
    await photographer.take("cluster-page-narrow", cluster, { viewport: NARROW });
  },
};

const SHOWN = [...Object.keys(PICTURES), "forms"];
const [url, ...wanted] = process.argv.slice(2);
if (!url || wanted.some((name) => !SHOWN.includes(name))) {
  console.error(`Usage: node take.mjs URL-OF-JENKINS [WHAT…]\nWhat: ${SHOWN.join(", ")}; all by default`);
  process.exit(2);
}
const jenkins = new Jenkins(url);
const states = STATES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const stopSimulator = await startSimulator(REPOSITORY, FIRST_PORT, simulatorFor(states));
try {
  const photographer = await Photographer.start(jenkins);
  try {
    for (const state of states) {
      await PICTURES[state.name](photographer, await reach(jenkins, state));
    }
    if (wanted.length === 0 || wanted.includes("forms")) {
      for (const form of FORMS) {
        await photographer.takeForm(form);
      }
    }
    process.exitCode = photographer.tell() ? 1 : 0;
  } finally {
    await photographer.stop();
  }
} finally {
  await stopSimulator();
}
