// Lighthouse on pages of a server on this machine, on its phone: node lighthouse.mjs CHROME CATEGORY,... URL...
// Prints for each {"url", "scores", "wrong"}: the categories in hundredths, and what kept one from 100.
// Its phone is four times slower than the machine it was measured on. A machine that is itself slower than that one
// (Lighthouse warns of it) is asked again as a machine that is fewer times faster than the phone.
import { launch } from "chrome-launcher";
import lighthouse, { defaultConfig } from "lighthouse";

const [chromePath, categories, ...urls] = process.argv.slice(2);
// The server's certificate signs itself, and the pages are our own: CI runs as root.
const chromeFlags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors"];
const audits = Object.values(defaultConfig.categories).flatMap(({ auditRefs }) => auditRefs);
const weighed = new Set(audits.filter(({ weight }) => weight).map(({ id }) => id));
const chrome = await launch({ chromePath, chromeFlags, logLevel: "silent" });
const flags = {
  port: chrome.port,
  logLevel: "silent",
  onlyCategories: categories.split(","),
  skipAudits: [...new Set(audits.map(({ id }) => id).filter((id) => !weighed.has(id)))], // no score depends on them
  disableFullPageScreenshot: true,
};
const USUAL_BENCHMARK = 1000; // as Lighthouse's docs/throttling.md has it for the machine of its multiplier
const USUAL_SLOWDOWN = 4;
const results = [];
for (const url of urls) {
  let { lhr } = await lighthouse(url, flags);
  const speed = lhr.environment.benchmarkIndex / USUAL_BENCHMARK;
  if (lhr.categories.performance?.score < 1 && speed < 1) {
    const cpuSlowdownMultiplier = Math.max(1, USUAL_SLOWDOWN * speed);
    const throttling = { ...defaultConfig.settings.throttling, cpuSlowdownMultiplier };
    ({ lhr } = await lighthouse(url, { ...flags, throttling }));
  }
  const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  const wrong = Object.values(lhr.categories)
    .flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight))
    .map(({ id }) => lhr.audits[id])
    .filter(({ score, scoreDisplayMode }) => score < 1 && scoreDisplayMode !== "notApplicable")
    .map(({ id, displayValue, details }) => `${id} ${displayValue ?? ""} ${JSON.stringify(details?.items ?? "").slice(0, 300)}`);
  results.push({ url, scores, wrong, error: lhr.runtimeError?.message ?? "" });
}
chrome.kill();
console.log(JSON.stringify(results));
process.exit(0);
