// Lighthouse on pages of a server on this machine, on its phone: node lighthouse.mjs CHROME CATEGORY,... URL...
// Prints for each {"url", "scores", "wrong"}: the categories in hundredths, and what kept one from 100.
// Its phone is four times slower than a quick desktop. On a slower machine, a page that has not 100 is measured again with
// what Lighthouse advises for that machine (docs/throttling.md, "Calibrating the CPU slowdown").
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
const slowdownFor = (benchmarkIndex) => (benchmarkIndex >= 1500 ? 4 : benchmarkIndex >= 800 ? 2 : 1);
const results = [];
for (const url of urls) {
  let { lhr } = await lighthouse(url, flags);
  const cpuSlowdownMultiplier = slowdownFor(lhr.environment.benchmarkIndex);
  const throttling = { ...defaultConfig.settings.throttling, cpuSlowdownMultiplier };
  if (lhr.categories.performance?.score < 1 && cpuSlowdownMultiplier < lhr.configSettings.throttling.cpuSlowdownMultiplier) {
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
