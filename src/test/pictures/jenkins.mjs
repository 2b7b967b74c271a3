// A running Jenkins over its REST API.
import { setTimeout as pause } from "node:timers/promises";

const PATIENCE = 600_000;
const escape = (text) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);

export class Jenkins {
  #url;
  #headers = {};

  /** @param url the address of Jenkins; JENKINS_USER and JENKINS_TOKEN say who logs in, where that is needed */
  constructor(url, environment = process.env) {
    this.#url = url.endsWith("/") ? url : `${url}/`;
    if (environment.JENKINS_USER) {
      const account = `${environment.JENKINS_USER}:${environment.JENKINS_TOKEN ?? ""}`;
      this.#headers.Authorization = `Basic ${Buffer.from(account).toString("base64")}`;
    }
  }

  address(path) {
    return this.#url + path;
  }

  get headers() {
    return this.#headers;
  }

  /** Makes the job anew, so that its history begins here. */
  async createPipeline(name, script) {
    await this.#login();
    await this.#call("POST", `job/${name}/doDelete`).catch(() => undefined);
    const xml = `<?xml version="1.1" encoding="UTF-8"?>
<flow-definition><definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition">
<script>${escape(script)}</script><sandbox>true</sandbox></definition></flow-definition>`;
    await this.#call("POST", `createItem?name=${name}`, xml, { "Content-Type": "application/xml" });
  }

  /** Builds a job until its console matches, or to its end; returns the address of the build. */
  async build(job, { until }) {
    const queued = await this.#call("POST", `job/${job}/build?delay=0sec`);
    const item = new URL(queued.headers.get("Location")).pathname.replace(new URL(this.#url).pathname, "");
    const number = await this.#eventually(`${job} starts`, async () => {
      return (await this.#json(`${item}api/json`)).executable?.number;
    });
    const build = `job/${job}/${number}/`;
    await this.#eventually(`${build} is as far as it is to be`, async () => {
      const { building } = await this.#json(`${build}api/json?tree=building`);
      const console = await (await this.#call("GET", `${build}consoleText`)).text();
      if (!building && until) {
        throw new Error(`${build} ended before its picture was taken:\n${console}`);
      }
      return until ? until.test(console) : !building;
    });
    return build;
  }

  /** Has a cluster read; returns the address of its page. */
  async readCluster(name) {
    await this.#login();
    const page = `manage/obshell-backups/cluster/${name}/`;
    await this.#call("POST", `${page}refresh`);
    return page;
  }

  async #login() {
    const answer = await fetch(this.address("crumbIssuer/api/json"), { headers: this.#headers });
    if (answer.ok) {
      const { crumb, crumbRequestField } = await answer.json();
      this.#headers[crumbRequestField] = crumb;
      this.#headers.Cookie ??= answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");
    }
  }

  async #call(method, path, body, headers) {
    const answer = await fetch(this.address(path), { method, body, headers: { ...this.#headers, ...headers } });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: HTTP ${answer.status}`);
    }
    return answer;
  }

  async #json(path) {
    return (await this.#call("GET", path)).json();
  }

  async #eventually(what, look) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const found = await look();
      if (found) {
        return found;
      }
      if (Date.now() > end) {
        throw new Error(`Not seen within ${PATIENCE / 1000} s: ${what}`);
      }
      await pause(500);
    }
  }
}
