// The fold of a form that takes the text of a config.json. Python reads it; here the form is filled.

import { clearMessage, put } from "./form.mjs";
import { runtime } from "./runtime-client.mjs";

export class Config {
  #place;
  #form;
  #text;
  #error;
  #understood;
  #choice; // the list of models, which fills the same fields
  #fields = {}; // what the last text filled, by name
  #calculator;
  #filled; // called once the form holds what was read
  #signal;

  constructor(place, form, calculator, signal, filled) {
    this.#place = place;
    this.#form = form;
    this.#text = place.querySelector("textarea");
    this.#error = place.querySelector(".lc-error");
    this.#understood = place.querySelector(".lc-understood");
    this.#choice = place.previousElementSibling?.querySelector("select");
    this.#calculator = calculator;
    this.#signal = signal;
    this.#filled = filled;
    const button = place.querySelector("button");
    button.addEventListener("click", () => this.#read(), { signal });
    button.disabled = false;
    this.#text.addEventListener("input", () => this.forget(), { signal });
    // What waits for Python waits for ever once that has failed.
    runtime.addEventListener("change", () => this.#place.ariaBusy && this.#hasFailed(), { signal });
    signal.addEventListener("abort", () => runtime.cancel(place));
  }

  /** Say nothing more of the last text. */
  forget() {
    this.#fields = {};
    this.#understood.textContent = "";
    this.#error.hidden = true;
    this.#error.textContent = "";
    this.#text.removeAttribute("aria-invalid");
  }

  /** The reader has changed a control: what was said of the text may not be true of the form any more. */
  edited(control) {
    if (control === this.#choice || control.name in this.#fields) this.forget();
  }

  async #read() {
    this.forget();
    if (runtime.state === "idle") runtime.start();
    if (this.#hasFailed()) return;
    const request = { calculator: this.#calculator, config: this.#text.value };
    this.#place.ariaBusy = "true";
    try {
      const reply = await runtime.request(this.#place, request);
      if (reply === null || this.#signal.aborted) return;
      if (reply.error) this.#complain(reply.error);
      else this.#fill(reply);
    } catch (error) {
      this.#complain(error.message);
    } finally {
      this.#place.ariaBusy = null;
    }
  }

  #fill({ fields, understood }) {
    // Python has held every value against the bounds of its field.
    for (const [name, value] of Object.entries(fields)) {
      const control = this.#form.elements.namedItem(name);
      put(control, String(value));
      clearMessage(control);
    }
    this.#fields = fields;
    this.#filled();
    this.#understood.textContent = understood;
  }

  #hasFailed() {
    if (runtime.state !== "failed") return false;
    runtime.cancel(this.#place);
    this.#complain(runtime.message);
    return true;
  }

  // The cursor goes to the text, with which a screen reader reads what is wrong with it.
  #complain(message) {
    this.#error.textContent = message;
    this.#error.hidden = false;
    this.#text.setAttribute("aria-invalid", "true");
    this.#text.focus();
  }
}
