// The page of a picture in the library: its button that turns and crops it.
import { button, words } from "./dom.js";
import { framePicture } from "./framing.js";

const place = document.querySelector("#editor");
place?.append(button(words.frame, async () => {
  if (await framePicture(place.dataset.frame)) location.reload();
}));
