// Starts Sveltia CMS with the forms that `aimaq cms` has made, and with a button that inserts a figure's marker.
import CMS from "./sveltia/index.js";

const read = async (name) => (await fetch(new URL(name, import.meta.url))).json();
const [config, figures] = await Promise.all([read("config.json"), read("figures.json")]);

const forms = figures.forms.map(({ value }) => value.replaceAll("|", "\\|")).filter(Boolean).join("|");

CMS.registerEditorComponent({
  id: "figure",
  label: "Figure",
  icon: "123",
  trigger: "button",
  mode: "dialog",
  summary: "{{key}} {{form}}",
  fields: [
    { name: "key", label: "Figure", widget: "select", options: figures.keys },
    { name: "pinned", label: "As known on the text’s date", widget: "boolean", required: false, default: true },
    { name: "form", label: "Form", widget: "select", options: figures.forms, required: false },
  ],
  // Only what the form above can say; any other marker stays text.
  pattern: new RegExp(`\\{\\{ (?<key>[a-z0-9-]+)(?<at> @ published)?(?: \\| (?<form>${forms}))? \\}\\}`),
  fromBlock: (match) => ({
    key: match.groups.key,
    pinned: Boolean(match.groups.at),
    form: match.groups.form ?? "",
  }),
  toBlock: ({ key, pinned, form }) => (key ? `{{ ${key}${pinned ? " @ published" : ""}${form ? ` | ${form}` : ""} }}` : ""),
  toPreview: ({ key, form }) => `${key}${form ? ` (${form})` : ""}`,
});
CMS.init({ config });
