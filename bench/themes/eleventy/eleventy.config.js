const day = (date) => date.toISOString().slice(0, 10);
const size = 20;

/** One entry for each page of each list, as Eleventy paginates one level only. */
function pages(lists) {
  return lists.flatMap(([name, address, stories]) => {
    const count = Math.ceil(stories.length / size);
    const url = (number) => (number === 1 ? address : `${address}page/${number}/`);
    return Array.from({ length: count }, (_, index) => ({
      name,
      address: url(index + 1),
      stories: stories.slice(index * size, (index + 1) * size),
      previous: index > 0 ? url(index) : "",
      next: index + 1 < count ? url(index + 2) : "",
    }));
  });
}

export default function (config) {
  const all = (api) => api.getFilteredByGlob("src/news/*.md").sort((a, b) => b.date - a.date);
  const grouped = (api, keysOf) => {
    const groups = new Map();
    for (const story of all(api)) {
      for (const key of keysOf(story)) {
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(story);
      }
    }
    return [...groups].sort();
  };
  const sections = (api) => grouped(api, (story) => [story.data.section]);
  const tags = (api) => grouped(api, (story) => story.data.tags);
  const years = (api) => grouped(api, (story) => [String(story.date.getUTCFullYear())]);

  config.addCollection("stories", all);
  config.addCollection("latest", (api) => all(api).slice(0, size));
  config.addCollection("lists", (api) =>
    pages([
      ...sections(api).map(([name, stories]) => [name, `/sections/${name}/`, stories]),
      ...tags(api).map(([name, stories]) => [name, `/tags/${name}/`, stories]),
    ]),
  );
  config.addCollection("sections", (api) =>
    sections(api).map(([name, stories]) => ({ name, stories: stories.slice(0, size) })),
  );
  config.addCollection("years", (api) => years(api).map(([name, stories]) => ({ name, stories })));
  config.addCollection("addresses", (api) => [
    "/",
    ...sections(api).map(([name]) => `/sections/${name}/`),
    ...tags(api).map(([name]) => `/tags/${name}/`),
    ...years(api).map(([name]) => `/archive/${name}/`),
  ]);
  config.addFilter("day", day);
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("rfc822", (date) => date.toUTCString());
  config.addShortcode(
    "fig",
    (indicators, key, lang, form) =>
      `<a class="figure" href="/indicators/${key}/"><data class="indicator" value="${indicators[key].value}"` +
      ` data-indicator="${key}" data-form="${form}">${indicators[key][lang][form]}</data></a>`,
  );
  config.setQuietMode(true);
  return { dir: { input: "src", output: "output" } };
}
