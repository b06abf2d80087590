// Lighthouse on pages of a server on this machine, on its phone: node lighthouse.mjs CHROME URL...
// Prints for each {"url", "scores", "wrong"}: the four categories in hundredths, and what kept one from 100.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, ...urls] = process.argv.slice(2);
// The server's certificate signs itself, and the pages are our own: CI runs as root.
const chromeFlags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors"];
const chrome = await launch({ chromePath, chromeFlags, logLevel: "silent" });
const flags = {
  port: chrome.port,
  logLevel: "silent",
  onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
  disableFullPageScreenshot: true,
};
const results = [];
for (const url of urls) {
  const { lhr } = await lighthouse(url, flags);
  const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  const weighed = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight));
  const wrong = weighed
    .map(({ id }) => lhr.audits[id])
    .filter(({ score, scoreDisplayMode }) => score < 1 && scoreDisplayMode !== "notApplicable")
    .map(({ id, displayValue, details }) => `${id} ${displayValue ?? ""} ${JSON.stringify(details?.items ?? "").slice(0, 300)}`);
  results.push({ url, scores, wrong, error: lhr.runtimeError?.message ?? "" });
}
chrome.kill();
console.log(JSON.stringify(results));
process.exit(0);
