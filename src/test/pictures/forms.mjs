// The forms that the documents show, filled in as a person does.

/** How much of the page a label takes above its field. */
const LABEL = 40;

async function press(form, title) {
  const buttons = await form.$$("button");
  for (const button of buttons) {
    if ((await button.isVisible()) && (await button.evaluate((it) => it.textContent.trim())).startsWith(title)) {
      await button.evaluate((it) => it.click());
      return;
    }
  }
  throw new Error(`The form has no button “${title}”`);
}

/** Until every answer is there and has unfolded. */
async function settled(page) {
  await page.waitForNetworkIdle();
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((it) => it.effect.getComputedTiming().endTime < Infinity);
    return Promise.allSettled(ending.map((it) => it.finished)).then(() => undefined);
  });
}

async function seen(form, selector) {
  for (const found of await form.$$(selector)) {
    if (await found.isVisible()) {
      return found;
    }
  }
  return undefined;
}

/** The form of the cluster with all its fields and the answer of its test. */
async function cluster(page) {
  const form = await page.waitForSelector(".repeated-chunk:has(textarea[name='_.endpoints'])");
  await press(form, "Advanced");
  await press(form, "Test connection");
  await page.waitForFunction((it) => it.innerText.includes("The password is accepted"), {}, form);
  await settled(page);
  return form.boundingBox();
}

/** The form of the step in the snippet generator, with the help of one field and what it generates. */
async function step(page) {
  const form = await page.waitForSelector("form[name='config']");
  const steps = await form.$("select.dropdownList");
  await steps.evaluate((it) => {
    it.selectedIndex = [...it.options].findIndex((option) => option.text.startsWith("obshellBackup:"));
    it.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const visible = (selector) => page.waitForFunction(
    (it, wanted) => [...it.querySelectorAll(wanted)].find((found) => found.offsetParent), {}, form, selector);
  await (await visible("[name='_.tenant']")).type("tenant1");
  await page.waitForNetworkIdle();
  await (await seen(form, "select[name='_.cluster']")).select("simulated");
  const newer = await seen(form, "[name='_.unlessNewerThan']");
  await newer.type("12h");
  await newer.evaluate((it) => it.closest(".jenkins-form-item").querySelector(".jenkins-help-button").click());
  await press(form, "Generate Pipeline Script");
  await page.waitForFunction(() => document.querySelector("#prototypeText").value.startsWith("obshellBackup"));
  await settled(page);
  const first = await steps.boundingBox();
  const last = await (await form.$("#prototypeText")).boundingBox();
  const top = first.y - LABEL;
  return { x: last.x, y: top, width: last.width, height: last.y + last.height - top };
}

/** Each form: the name of its picture, the page on which it is, and what fills it in and tells which part of it to show. */
export const FORMS = [
  { name: "cluster-form", path: "manage/configure", fill: cluster },
  { name: "step-form", path: "pipeline-syntax/", fill: step },
];
