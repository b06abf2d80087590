// A chart's values one by one, by keyboard, touch and pointer; a part of its time; single indicators; its picture as a PNG.
(() => {
  document.querySelectorAll(".chart-tools").forEach((tools) => {
    const chart = tools.parentElement;
    const plots = [...chart.querySelectorAll(".chart-plot")];
    const points = [...chart.querySelectorAll("[data-number]")];
    const slider = tools.querySelector("input");
    const told = tools.querySelector("output");
    const [from, to] = tools.querySelectorAll("select");
    const places = [];
    points.forEach(({ dataset }) => (places[dataset.number] = Number(dataset.x)));
    let start = 0;
    let length = 100;

    const show = (number) => {
      chart.querySelectorAll(".chart-cursor").forEach((cursor) => {
        cursor.setAttribute("x1", `${places[number]}%`);
        cursor.setAttribute("x2", `${places[number]}%`);
      });
      slider.value = number;
      const own = points.filter((point) => point.dataset.number === String(number) && point.style.display !== "none");
      told.textContent = own.map((point) => point.querySelector("title").textContent).join("; ");
      slider.setAttribute("aria-valuetext", told.textContent);
    };
    const nearest = ({ clientX, currentTarget }) => {
      const { left, width } = currentTarget.getBoundingClientRect();
      const place = start + ((clientX - left) / width) * length;
      const distance = (number) => Math.abs(places[number] - place);
      let best = Number(slider.min);
      for (let number = best; number <= slider.max; number++) if (distance(number) < distance(best)) best = number;
      show(best);
    };
    // What is cut off at an edge would be read wrong.
    const hideCut = () =>
      plots.forEach((plot) => {
        const { left, right } = plot.getBoundingClientRect();
        plot.querySelectorAll("text").forEach((text) => {
          const box = text.getBoundingClientRect();
          const isCut = plot.hasAttribute("data-part") && (box.left < left || box.right > right);
          text.setAttribute("visibility", isCut ? "hidden" : "visible");
        });
      });
    const choose = () => {
      const [first, last] = [Number(from.value), Number(to.value)].sort((one, other) => one - other);
      const whole = first === 0 && last === places.length - 1;
      const room = Math.max((places[last] - places[first]) / 8, 100 / places.length / 2);
      start = whole ? 0 : places[first] - room;
      length = whole ? 100 : places[last] - places[first] + 2 * room;
      plots.forEach((plot) => {
        const { style } = plot.querySelector(".chart-scale");
        style.inlineSize = `${10000 / length}%`;
        style.marginInlineStart = `${(-100 * start) / length}%`;
        plot.toggleAttribute("data-part", !whole);
      });
      hideCut();
      slider.min = first;
      slider.max = last;
      show(last);
    };

    slider.addEventListener("input", () => show(slider.value));
    plots.forEach((plot) =>
      ["pointerdown", "pointermove"].forEach((name) => plot.addEventListener(name, nearest)),
    );
    if (from) {
      from.addEventListener("change", choose);
      to.addEventListener("change", choose);
      addEventListener("resize", hideCut);
    }
    chart.querySelectorAll(".chart-series input").forEach((box) => {
      box.hidden = false;
      box.addEventListener("change", () => {
        chart.querySelectorAll(`.chart-field [data-series="${box.value}"]`).forEach(({ style }) => {
          style.display = box.checked ? "" : "none";
        });
        show(slider.value);
      });
    });
    tools.querySelector("button").addEventListener("click", async ({ currentTarget: { dataset } }) => {
      const picture = new Image();
      picture.src = dataset.picture;
      await picture.decode();
      const canvas = document.createElement("canvas");
      canvas.width = 3 * picture.naturalWidth;
      canvas.height = 3 * picture.naturalHeight;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const link = document.createElement("a");
      link.href = canvas.toDataURL();
      link.download = dataset.picture.split("/").pop().replace(/svg$/, "png");
      link.click();
    });
    show(places.length - 1);
    chart.querySelectorAll(".chart-cursor").forEach((cursor) => cursor.removeAttribute("display"));
    tools.hidden = false;
  });
})();
