// The custom element <live-calculator>: turns the prerendered form and results into a live one.
// Its states (data-state) are static, loading, live and failed; its events calculator:live, once,
// and calculator:result after every recomputation. A calculator that takes long to find its ranges
// answers twice (data-quick): at once without them, with calculator:estimate, and in full when the
// reader has paused.

import { Chart } from "./chart.mjs";
import { Config } from "./config.mjs";
import * as forms from "./form.mjs";
import { Address, copyLink, fullQuery, readQuery } from "./query.mjs";
import { Results } from "./results.mjs";
import { runtime } from "./runtime-client.mjs";

const IDLE_LIMIT_MS = 100; // Python starts at the latest so long after the calculator is seen
const PAUSE_MS = 300; // without an edit for so long the reader has stopped typing: the ranges are worth computing
const STATE_TEXTS = {
  static: "Change an input to calculate with your own numbers.",
  loading: "Starting the calculator in your browser …",
  live: "Live: calculated in your browser.",
};
const NOT_FOR_THESE = "Not for these numbers. To be corrected: ";

class LiveCalculator extends HTMLElement {
  #leaving = null; // aborted when the element is removed: ends every listener
  #form;
  #status;
  #progress;
  #results;
  #charts;
  #config; // where a config.json can be pasted; only in forms with an architecture
  #given; // facts that Python wants beside the inputs
  #address = null; // only where the page's query string belongs to this calculator
  #edited = false; // the inputs may differ from those of the prerendered results
  #asked = false; // a first calculation has been asked for
  #answered = false; // ... and has been answered
  #newest = null; // the values of the newest calculation
  #refining = 0; // timer of the answer in full
  #trouble = ""; // why the newest inputs have no result, for the reader
  #wrong = null; // the control that the reader is asked to correct

  connectedCallback() {
    this.#leaving = new AbortController();
    this.#asked = this.#answered = this.#edited = false;
    this.#trouble = "";
    this.#wrong = null;
    this.#form = this.querySelector("form");
    this.#status = this.querySelector(".lc-status");
    this.#progress = this.querySelector(".lc-progress");
    this.#results = new Results(this);
    this.#charts = [...this.querySelectorAll(".lc-chart")].map((figure) => new Chart(figure));
    const given = this.querySelector(".lc-given");
    this.#given = given ? JSON.parse(given.content.textContent) : undefined;
    if (this.hasAttribute("data-query")) this.#address = new Address(this.#form);
    this.#listen();
    const values = this.#address ? readQuery(location.search) : new Map();
    if (values.size > 0) {
      runtime.start();
      this.#adopt(values);
    } else {
      forms.assign(this.#form, values); // Firefox keeps edits over a reload; the address decides
      this.#startWhenSeen();
    }
    this.#showState();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    clearTimeout(this.#refining);
    this.#address?.stop();
    this.#results.stop();
    this.#charts.forEach((chart) => chart.remove());
    runtime.cancel(this);
  }

  #listen() {
    const on = (target, type, action, capture = false) =>
      target.addEventListener(type, action, { signal: this.#leaving.signal, capture });
    on(this.#form, "submit", (event) => event.preventDefault());
    on(this.#form, "input", (event) => this.#typed(event.target, event));
    on(this.#form, "beforeinput", ({ target, data }) => {
      if (!forms.noteComma(target, data)) return;
      const { signal } = this.#leaving;
      setTimeout(() => !signal.aborted && forms.hasLostComma(target) && this.#typed(target));
    });
    on(this.#form, "change", ({ target }) => this.#committed(target));
    on(this.#form, "reset", (event) => {
      event.preventDefault(); // the browser's own reset runs after this event, too late to calculate
      this.#adopt(new Map());
      this.#address?.commit();
    });
    for (const type of ["focusin", "pointerdown"]) {
      on(this.#form, type, () => runtime.state === "idle" && runtime.start());
    }
    const config = this.querySelector(".lc-config");
    this.#config = config && this.#takeConfig(config);
    const copy = this.querySelector(".lc-copy");
    if (copy) on(copy, "click", () => copyLink(this.#form, this.querySelector(".lc-copied")));
    on(this, "toggle", ({ target }) => this.#toggled(target), true); // toggle does not bubble
    on(runtime, "change", () => this.#showState());
    if (!this.#address) return;
    const path = location.pathname;
    on(window, "popstate", () => {
      if (location.pathname !== path || !this.#address.moved()) return;
      this.#adopt(readQuery(location.search));
    });
    on(document, "click", (event) => this.#followHere(event), true);
  }

  #takeConfig(place) {
    return new Config(place, this.#form, this.getAttribute("name"), this.#leaving.signal, () => {
      this.#forgetPreset();
      this.#recompute();
      forms.showWhatNumbersAre(this.#form);
      this.#address?.commit();
    });
  }

  #typed(control, edit) {
    if (!control.name) return; // the presets, say
    forms.forgetRefusals(this.#form);
    this.#config?.edited(control);
    forms.checkCommas(control, edit);
    forms.clearMessage(control);
    if (!forms.isValid(control)) forms.showMessage(control, forms.complaintAbout(control), true);
    else if (control.matches("select")) {
      forms.applyFills(this.#form, control);
      forms.showWhatMatters(this.#form);
    }
    this.#forgetPreset();
    this.#recompute(); // first: Python works while the page does the rest
    forms.showWhatNumbersAre(this.#form);
    this.#address?.typed();
  }

  #committed(control) {
    if (control.matches(".lc-preset")) {
      const { value } = control;
      this.#adopt(new Map(Object.entries(forms.fillsOf(control))));
      control.value = value;
    }
    this.#address?.commit();
  }

  // Take over `values`, and the defaults for the rest; say what of a link could not be used.
  #adopt(values) {
    this.#forgetPreset();
    forms.forgetRefusals(this.#form);
    this.#config?.forget();
    const unknown = [];
    for (const [control, name, value] of forms.assign(this.#form, values)) {
      if (control === null) unknown.push(`“${name}”`);
      else {
        const text = `The link gave “${value}”. ${control.dataset.message} The default is used.`;
        forms.showMessage(control, text, false);
      }
    }
    const notice = this.querySelector(".lc-notice");
    if (notice) {
      notice.textContent = `The link also has ${unknown.join(", ")}, which is no input here.`;
      notice.hidden = unknown.length === 0;
    }
    this.#recompute();
  }

  #forgetPreset() {
    const preset = this.querySelector(".lc-preset");
    if (preset) preset.value = ""; // the numbers are no longer those of the preset
  }

  // Instant navigation takes a link to the present page, whatever its query, for no change at all.
  #followHere(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const here = link.origin === location.origin && link.pathname === location.pathname;
    if (!here || link.hash || link.search === location.search) return;
    event.preventDefault();
    event.stopPropagation();
    this.#adopt(readQuery(link.search));
    this.#address.commit();
  }

  #startWhenSeen() {
    if (runtime.state === "live" || runtime.state === "loading") return; // #showState follows it
    if (navigator.connection?.saveData) return; // then only when the reader touches the form
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      const whenIdle = window.requestIdleCallback ?? ((action) => setTimeout(action, 1));
      whenIdle(() => this.#leaving.signal.aborted || runtime.start(), { timeout: IDLE_LIMIT_MS });
    });
    observer.observe(this);
    this.#leaving.signal.addEventListener("abort", () => observer.disconnect());
  }

  #toggled(details) {
    if (details.open && this.#answered && details.querySelector("[data-part]")) this.#recompute(false);
  }

  // --- calculating ---

  async #recompute(isEdit = true) {
    this.#edited ||= isEdit;
    this.#asked = true;
    this.#trouble = "";
    const elsewhere = this.querySelector(".lc-open a"); // a small copy's link to the whole page
    if (elsewhere && isEdit) elsewhere.search = fullQuery(this.#form);
    if (this.#isInvalid()) {
      runtime.cancel(this); // but what is missing of the last good answer may still come
      this.#results.stale(true);
      return this.#settle();
    }
    clearTimeout(this.#refining);
    if (runtime.state === "idle") runtime.start();
    if (runtime.state !== "live") this.#results.stale(this.#edited);
    const quick = this.hasAttribute("data-quick");
    const values = (this.#newest = forms.valuesOf(this.#form));
    if ((await this.#ask(values, quick, !isEdit)) && quick && values === this.#newest) {
      this.#refining = setTimeout(() => this.#ask(values, false), isEdit ? PAUSE_MS : 0);
    }
  }

  // Ask Python, and return whether it has answered and nothing newer has been asked since. Where no
  // edit is the reason, what a quick reply leaves out is kept: at first the build has put it there.
  async #ask(values, quick, keep = false) {
    const { signal } = this.#leaving;
    try {
      const reply = await runtime.request(this, {
        calculator: this.getAttribute("name"),
        values,
        parts: this.#results.openParts(),
        quick,
        given: this.#given,
        root: this.dataset.root,
      });
      if (reply === null || signal.aborted) return false;
      this.#apply(reply, quick, keep);
      return !reply.errors;
    } catch (error) {
      if (signal.aborted) return false;
      this.#trouble = error.message;
      this.#results.stale(true);
      this.#settle();
      return false;
    }
  }

  #apply(reply, quick, keep) {
    if (reply.errors) {
      for (const { field, message } of reply.errors) {
        const control = this.#form.elements.namedItem(field);
        if (control) forms.refuse(control, message);
        else this.#trouble = message;
      }
      this.#results.stale(true);
      return this.#settle();
    }
    this.#results.show(reply, keep);
    // The reply to a good value may arrive after the reader has gone on to a bad one.
    this.#results.stale(this.#isInvalid());
    this.#settle();
    // Drawing takes longer than the quick answer that it would follow: charts wait for the pause.
    if (!quick) this.#charts.forEach((chart, place) => chart.show(reply.charts[place]));
    const detail = { inputs: reply.inputs, results: reply.results };
    const type = quick ? "calculator:estimate" : "calculator:result";
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  #isInvalid() {
    return !forms.areAllValid(this.#form);
  }

  // Live is said only once there is something live to see, or nothing to calculate.
  #settle() {
    if (this.#answered || runtime.state !== "live") return this.#showState();
    this.#answered = true;
    this.#showState();
    this.dispatchEvent(new CustomEvent("calculator:live", { bubbles: true }));
  }

  // --- what the reader is told ---

  #showState() {
    const { state } = runtime;
    if (state === "live" && !this.#asked) this.#recompute(false);
    const hopeless = this.#trouble !== "" || this.#isInvalid(); // no answer is on its way
    if (state === "live" && !this.#answered && hopeless) return this.#settle();
    const shown = { idle: "static", live: this.#answered ? "live" : "loading" }[state] ?? state;
    this.#progress.hidden = shown !== "loading";
    this.#progress.value = runtime.progress;
    if (this.dataset.state !== shown) this.dataset.state = shown;
    const texts = { ...STATE_TEXTS, failed: runtime.message };
    this.#tell(this.#trouble || texts[shown], shown !== "failed" && this.#isInvalid());
  }

  // Say `text`, or which input to correct first, which may be far from here.
  #tell(text, isInvalid) {
    const wrong = isInvalid ? forms.firstWrong(this.#form) : null;
    if (wrong) {
      if (this.#wrong === wrong) return;
      const link = document.createElement("button");
      Object.assign(link, { type: "button", className: "lc-wrong", textContent: wrong.labels[0].textContent });
      link.addEventListener("click", () => forms.goTo(wrong));
      this.#status.replaceChildren(NOT_FOR_THESE, link);
    } else if (this.#wrong || this.#status.textContent !== text) this.#status.textContent = text;
    this.#wrong = wrong;
  }
}

customElements.define("live-calculator", LiveCalculator);
