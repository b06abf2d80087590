// A chart's values one by one, by keyboard, touch and pointer; a part of its time; its picture as a PNG.
(() => {
  document.querySelectorAll(".chart-tools").forEach((tools) => {
    const plot = tools.parentElement.querySelector(".chart-plot");
    const scale = plot.querySelector(".chart-scale");
    const cursor = plot.querySelector(".chart-cursor");
    const points = [...plot.querySelectorAll("[data-x]")].sort((one, other) => one.dataset.number - other.dataset.number);
    const places = points.map((point) => Number(point.dataset.x));
    const slider = tools.querySelector("input");
    const told = tools.querySelector("output");
    const [from, to] = tools.querySelectorAll("select");
    let start = 0;
    let length = 100;

    const show = (number) => {
      cursor.setAttribute("x1", `${places[number]}%`);
      cursor.setAttribute("x2", `${places[number]}%`);
      slider.value = number;
      told.textContent = points[number].querySelector("title").textContent;
      slider.setAttribute("aria-valuetext", told.textContent);
    };
    const nearest = ({ clientX }) => {
      const { left, width } = plot.getBoundingClientRect();
      const place = start + ((clientX - left) / width) * length;
      const distance = (number) => Math.abs(places[number] - place);
      let best = Number(slider.min);
      for (let number = best; number <= slider.max; number++) if (distance(number) < distance(best)) best = number;
      show(best);
    };
    // What is cut off at an edge would be read wrong.
    const hideCut = () => {
      const { left, right } = plot.getBoundingClientRect();
      scale.querySelectorAll("text").forEach((text) => {
        const box = text.getBoundingClientRect();
        const isCut = plot.hasAttribute("data-part") && (box.left < left || box.right > right);
        text.setAttribute("visibility", isCut ? "hidden" : "visible");
      });
    };
    const choose = () => {
      const [first, last] = [Number(from.value), Number(to.value)].sort((one, other) => one - other);
      const whole = first === 0 && last === points.length - 1;
      const room = Math.max((places[last] - places[first]) / 8, 100 / points.length / 2);
      start = whole ? 0 : places[first] - room;
      length = whole ? 100 : places[last] - places[first] + 2 * room;
      scale.style.inlineSize = `${10000 / length}%`;
      scale.style.marginInlineStart = `${(-100 * start) / length}%`;
      plot.toggleAttribute("data-part", !whole);
      hideCut();
      slider.min = first;
      slider.max = last;
      show(last);
    };

    slider.addEventListener("input", () => show(slider.value));
    ["pointerdown", "pointermove"].forEach((name) => plot.addEventListener(name, nearest));
    if (from) {
      from.addEventListener("change", choose);
      to.addEventListener("change", choose);
      addEventListener("resize", hideCut);
    }
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
    show(points.length - 1);
    cursor.removeAttribute("display");
    tools.hidden = false;
  });
})();
