// The live picture of a chart. Until it is seen and a live result has arrived, the picture drawn
// at build time stays and nothing is loaded. Colours come from CSS (currentColor and variables in
// the specification), so that it follows the theme's light and dark schemes by itself.

let libraries = null; // promise of vega-embed, for the whole visit

async function loadLibraries() {
  const address = new URL("../vega/files.json", import.meta.url);
  const answer = await fetch(address, { cache: "no-cache" });
  const { path, files } = await answer.json();
  // In order: each of these builds expects the ones before it as globals.
  for (const { name } of files) await import(new URL(path + name, address).href);
  return window.vegaEmbed;
}

export class Chart {
  #figure;
  #picture;
  #rows = null; // newest rows, not drawn yet
  #view = null;
  #observer;
  #seen = false;
  #drawing = false;
  #removed = false;

  constructor(figure) {
    this.#figure = figure;
    this.#picture = figure.querySelector(".lc-chart-picture");
    this.#observer = new IntersectionObserver((entries) => {
      this.#seen = entries.at(-1).isIntersecting;
      this.#draw();
    });
    this.#observer.observe(figure);
  }

  /** Draw `rows` when the chart is in view, after the page has shown the new result. */
  show(rows) {
    this.#figure.classList.toggle("lc-is-empty", rows.length === 0); // then a sentence says why
    const drawn = new Set(rows.map(({ series }) => series));
    for (const key of this.#figure.querySelectorAll(".lc-legend li"))
      key.hidden = !drawn.has(key.textContent);
    this.#rows = rows.length > 0 ? rows : null;
    this.#draw();
  }

  remove() {
    this.#removed = true;
    this.#observer.disconnect();
    this.#view?.finalize();
  }

  async #draw() {
    // While one drawing runs only the newest rows wait, so that typing never queues work.
    if (this.#drawing || !this.#seen || this.#rows === null) return;
    this.#drawing = true;
    await afterPaint();
    while (this.#rows !== null && !this.#removed) {
      const rows = this.#rows;
      this.#rows = null;
      try {
        if (this.#view) await this.#view.data("rows", rows).runAsync();
        else await this.#create(rows);
        this.#figure.classList.remove("lc-is-stale");
      } catch {
        this.#figure.classList.add("lc-is-stale"); // the numbers stay right without the picture
      }
      await afterPaint();
    }
    this.#drawing = false;
  }

  async #create(rows) {
    libraries ??= loadLibraries();
    const vegaEmbed = await libraries.catch((error) => {
      libraries = null; // another chart may try again
      throw error;
    });
    if (this.#removed) return;
    // A <template>, not a <script>: instant navigation runs every script of a page it brings in.
    const holder = this.#figure.querySelector(".lc-chart-spec");
    const spec = JSON.parse(holder.content.textContent);
    spec.data.values = rows;
    const name = accessibleName(this.#picture.querySelector("svg"));
    this.#picture.removeAttribute("tabindex"); // the live picture fits: nothing scrolls
    // Drawn unseen in its place, for it takes its width from there, then swapped in one step.
    const stage = document.createElement("div");
    Object.assign(stage.style, { position: "absolute", visibility: "hidden", width: "100%" });
    this.#picture.style.position = "relative";
    this.#picture.append(stage);
    const { view } = await vegaEmbed(stage, spec, {
      renderer: "svg",
      actions: false,
      ast: true, // expressions are interpreted: no eval, which a strict policy forbids
      defaultStyle: false, // an inline <style> would be forbidden too; results.css has it
      tooltip: { disableDefaultStyle: true },
      logLevel: 1, // errors only
    });
    if (this.#removed) return view.finalize();
    const svg = stage.querySelector("svg");
    stage.removeAttribute("role");
    stage.removeAttribute("aria-label");
    stage.removeAttribute("aria-roledescription");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", name || spec.description || "");
    for (const property of ["position", "visibility"]) stage.style[property] = "";
    this.#picture.replaceChildren(stage);
    this.#view = view;
  }
}

/** The name that assistive technology gives to the picture drawn at build time. */
function accessibleName(svg) {
  if (!svg) return "";
  const labels = (svg.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const texts = labels.map((id) => svg.querySelector(`#${CSS.escape(id)}`)?.textContent ?? "");
  return svg.getAttribute("aria-label") ?? texts.filter(Boolean).join(". ");
}

/** Resolves once the browser has painted what has been changed until now. */
function afterPaint() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
