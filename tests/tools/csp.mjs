// Google's CSP Evaluator: node csp.mjs POLICY... Prints a list of findings for each.
import { CspEvaluator } from "./node_modules/csp_evaluator/dist/evaluator.js";
import { CspParser } from "./node_modules/csp_evaluator/dist/parser.js";

console.log(JSON.stringify(process.argv.slice(2).map((each) => new CspEvaluator(new CspParser(each).csp).evaluate())));
