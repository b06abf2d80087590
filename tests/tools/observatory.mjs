// MDN's HTTP Observatory against a server on this machine: node observatory.mjs HOSTNAME HTTP_PORT HTTPS_PORT
// Prints {"score", "grade", "failed"}. It is `scan` of the package's scanner, which takes no ports.
import { existsSync, writeFileSync } from "node:fs";

// The package fetches this list when it is installed; nobody has preloaded a host on loopback.
const preloaded = new URL("node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json", import.meta.url);
if (!existsSync(preloaded)) writeFileSync(preloaded, "{}");

const source = "./node_modules/@mdn/mdn-http-observatory/src";
const { retrieve } = await import(`${source}/retriever/retriever.js`);
const { ALL_TESTS } = await import(`${source}/constants.js`);
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(`${source}/grader/charts.js`);
const { getGradeForScore, getScoreModifier } = await import(`${source}/grader/grader.js`);

const [hostname, httpPort, httpsPort] = process.argv.slice(2);
const answers = await retrieve(hostname, { httpPort, httpsPort });
const results = ALL_TESTS.map((test) => test(answers)).filter((each) => each.result);
const modifiers = results.map((each) => getScoreModifier(each.result));
const sum = (numbers) => numbers.reduce((a, b) => a + b, 100);
const uncurved = sum(modifiers.filter((each) => each < 0));
const { score, grade } = getGradeForScore(uncurved >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(modifiers) : uncurved);
const failed = results.filter((each) => !each.pass).map((each) => each.result);
console.log(JSON.stringify({ score, grade, failed, results: results.map((each) => each.result) }));
process.exit(0);
