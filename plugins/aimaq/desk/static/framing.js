// The dialog that turns and crops a picture and sets the point that matters most. The picture's file stays as it is.
import { ask, button, dialog, element, newId, words } from "./dom.js";

const root = document.querySelector("#editor");
const [WIDEST, HIGHEST] = [640, 400];
/** The shapes to which this site cuts pictures: in lists, beside a name, behind a shared link. */
const SHAPES = { "3 : 2": 3 / 2, "1 : 1": 1, "1200 : 630": 1200 / 630 };
const between = (low, value, high) => Math.min(Math.max(low, value), high);
const rounded = (value) => Math.round(value * 100) / 100;
const WHOLE = { left: 0, top: 0, width: 100, height: 100 };

/** Returns the framing turned by another quarter, clockwise: its crop and its point go with it. */
function turnedOn({ turn, crop, focus }) {
  return {
    turn: (turn + 90) % 360,
    crop: crop && { left: rounded(100 - crop.top - crop.height), top: crop.left, width: crop.height, height: crop.width },
    focus: focus && { left: rounded(100 - focus.top), top: focus.left },
  };
}

/** Returns the largest part of a shape, in per cent of a picture that is `aspect` times as wide as high. */
function partOf(shape, aspect, { left, top }) {
  const [width, height] = shape > aspect ? [100, (100 * aspect) / shape] : [(100 * shape) / aspect, 100];
  return {
    left: rounded(between(0, left - width / 2, 100 - width)), top: rounded(between(0, top - height / 2, 100 - height)),
    width: rounded(width), height: rounded(height),
  };
}

/** Draws the part of a picture, turned, that fills a canvas; as the build cuts it, around the point that matters most. */
function drawPart(canvas, picture, { turn, crop, focus }, isFilled) {
  const [wide, high] = turn % 180 ? [picture.naturalHeight, picture.naturalWidth] : [picture.naturalWidth, picture.naturalHeight];
  const part = isFilled ? crop ?? WHOLE : WHOLE;
  let [left, top, width, height] = [(part.left * wide) / 100, (part.top * high) / 100, (part.width * wide) / 100, (part.height * high) / 100];
  if (isFilled) {
    const shape = canvas.width / canvas.height;
    const [x, y] = focus ? [(focus.left - part.left) / part.width, (focus.top - part.top) / part.height] : [0.5, 0.5];
    const [cut, kept] = shape > width / height ? [width, width / shape] : [height * shape, height];
    left += (width - cut) * x;
    top += (height - kept) * y;
    [width, height] = [cut, kept];
  }
  const context = canvas.getContext("2d");
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.scale(canvas.width / width, canvas.height / height);
  context.translate(wide / 2 - left, high / 2 - top);
  context.rotate((turn * Math.PI) / 180);
  context.drawImage(picture, -picture.naturalWidth / 2, -picture.naturalHeight / 2);
  context.setTransform(1, 0, 0, 1, 0, 0);
  return context;
}

/** Shades what is cropped away, and marks the point that matters most. */
function mark(context, { crop, focus }) {
  const { width, height } = context.canvas;
  if (crop) {
    const box = [(crop.left * width) / 100, (crop.top * height) / 100, (crop.width * width) / 100, (crop.height * height) / 100];
    const path = new Path2D();
    path.rect(0, 0, width, height);
    path.rect(...box);
    context.fillStyle = "rgb(0 0 0 / .6)";
    context.fill(path, "evenodd");
    context.strokeStyle = "#fff";
    context.lineWidth = 2;
    context.strokeRect(...box);
  }
  if (focus) {
    for (const [colour, line] of [["#000", 6], ["#fff", 3]]) {
      context.beginPath();
      context.arc((focus.left * width) / 100, (focus.top * height) / 100, 10, 0, 2 * Math.PI);
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.stroke();
    }
  }
}

/** Shows how a picture is framed until that is kept or given up; returns whether it has changed. */
export async function framePicture(file) {
  const picture = new Image();
  picture.src = `${root.dataset.write}/files/${file}`;
  let [now] = await Promise.all([ask(`framing?file=${encodeURIComponent(file)}`), picture.decode()]);
  return dialog(`${words.frame} ${file}`, (close) => {
    const [hintId, shapeId] = [newId(), newId()];
    const canvas = element("canvas", { "aria-hidden": "true" });
    const previews = ["3 : 2", "1 : 1"].map((name) => element("canvas", { width: 180 * SHAPES[name], height: 180, "aria-hidden": "true" }));
    const fault = element("p", { role: "alert", class: "fault" });
    const aspect = () => (now.turn % 180 ? picture.naturalHeight / picture.naturalWidth : picture.naturalWidth / picture.naturalHeight);
    const change = (changes) => {
      now = { ...now, ...changes };
      const { crop, focus } = now;
      if (crop && focus) {  // what matters most is never cropped away
        now.focus = { left: rounded(between(crop.left, focus.left, crop.left + crop.width)), top: rounded(between(crop.top, focus.top, crop.top + crop.height)) };
      }
      draw();
    };
    const inputs = [];
    const field = (name, part, key) => {
      const id = newId();
      const input = element("input", { id, type: "number", min: "0", max: "100", step: "any", onchange: () => {
        if (input.value === "") return change({ [part]: null });
        const isLength = ["width", "height"].includes(key);
        const given = { ...(part === "crop" ? WHOLE : { left: 50, top: 50 }), ...now[part], [key]: between(isLength ? 5 : 0, Number(input.value), 100) };
        if (part === "crop") {  // the part stays within the picture
          given.left = Math.min(given.left, rounded(100 - given.width));
          given.top = Math.min(given.top, rounded(100 - given.height));
        }
        return change({ [part]: given });
      } });
      inputs.push({ input, part, key });
      return element("p", { class: "field" }, element("label", { for: id }, words[name]), input);
    };
    const draw = () => {
      const scale = Math.min(WIDEST / aspect(), HIGHEST);
      canvas.height = Math.round(scale);
      canvas.width = Math.round(scale * aspect());
      mark(drawPart(canvas, picture, now, false), now);
      for (const each of previews) drawPart(each, picture, now, true);
      for (const { input, part, key } of inputs) input.value = now[part]?.[key] ?? "";
    };
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return { left: rounded(between(0, (100 * (event.clientX - box.left)) / box.width, 100)), top: rounded(between(0, (100 * (event.clientY - box.top)) / box.height, 100)) };
    };
    let from;
    const stage = element("div", {
      class: "stage", tabindex: "0", role: "group", "aria-label": words.stage, "aria-describedby": hintId,
      onkeydown: (event) => {
        const step = event.shiftKey ? 10 : 1;
        const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [];
        if (x === undefined) return;
        event.preventDefault();
        const { left, top } = now.focus ?? { left: 50, top: 50 };
        change({ focus: { left: rounded(between(0, left + x, 100)), top: rounded(between(0, top + y, 100)) } });
      },
      onpointerdown: (event) => { from = at(event); stage.setPointerCapture(event.pointerId); },
      onpointermove: (event) => {
        if (!from) return;
        const to = at(event);
        const shape = SHAPES[shapeField.value];
        const width = Math.abs(to.left - from.left);
        const height = shape ? (width * aspect()) / shape : Math.abs(to.top - from.top);
        if (width < 5 || height < 5) return;
        const top = to.top < from.top ? from.top - height : from.top;
        if (top < 0 || top + height > 100) return;
        change({ crop: { left: Math.min(from.left, to.left), top: rounded(top), width: rounded(width), height: rounded(height) } });
      },
      onpointerup: (event) => {
        const to = at(event);
        if (from && Math.hypot(to.left - from.left, to.top - from.top) < 2) change({ focus: to });
        from = undefined;
      },
    }, canvas);
    const shapeField = element("select", { id: shapeId, onchange: () => {
      const shape = SHAPES[shapeField.value];
      if (shape) change({ crop: partOf(shape, aspect(), now.focus ?? { left: 50, top: 50 }) });
    } }, element("option", { value: "" }, words.free), ...Object.keys(SHAPES).map((name) => element("option", { value: name }, name)));
    const made = element("form", { class: "framing", onsubmit: async (event) => {
      event.preventDefault();
      try {
        await ask("framing", { file, ...now });
        close(true);
      } catch (error) {
        fault.textContent = error.message;
      }
    } },
    stage,
    element("p", { id: hintId }, words.stageHint),
    element("div", { class: "buttons" },
      button(words.turnLeft, () => { now = turnedOn(turnedOn(turnedOn(now))); draw(); }),
      button(words.turnRight, () => { now = turnedOn(now); draw(); }),
      button(words.wholePicture, () => { shapeField.value = ""; change({ crop: null }); }),
      button(words.noFocus, () => change({ focus: null }))),
    element("p", { class: "field" }, element("label", { for: shapeId }, words.shape), shapeField),
    element("div", { class: "pair" },
      field("cropLeft", "crop", "left"), field("cropTop", "crop", "top"), field("cropWidth", "crop", "width"), field("cropHeight", "crop", "height"),
      field("focusLeft", "focus", "left"), field("focusTop", "focus", "top")),
    element("div", { class: "previews" }, ...previews),
    fault,
    element("button", { class: "main" }, words.keep));
    draw();
    return made;
  });
}
