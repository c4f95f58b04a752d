// Writing a reply into the page: texts, parts, the mark of results that are out of date.

const ANNOUNCE_DELAY_MS = 1000; // after the last change, so that typing does not set off a stream

/** The results of one calculator. */
export class Results {
  #root;
  #places = []; // [element, name of the result]
  #intervals; // elements that show the 80% interval of a result
  #parts;
  #announcer;
  #timer = 0;
  #stuck; // observer of whether the answer sticks below the page's header

  constructor(root) {
    this.#root = root;
    for (const element of root.querySelectorAll("[data-result]")) {
      this.#places.push([element, element.dataset.result]);
      // <output> is a live region by itself; dozens that change at once cannot be listened to.
      element.setAttribute("aria-live", "off");
    }
    this.#intervals = [...root.querySelectorAll("[data-interval]")];
    this.#parts = [...root.querySelectorAll("[data-part]")];
    this.#announcer = document.createElement("p");
    this.#announcer.className = "lc-announce";
    this.#announcer.setAttribute("role", "status");
    root.append(this.#announcer);
    const head = root.querySelector(":scope > .lc-head");
    if (head && root.classList.contains("lc-whole")) this.#watch(head);
  }

  // Over a form that scrolls by, a phone shows only the first lines of the answer. The place that the
  // whole answer takes is kept, so that nothing moves and the answer can come back as it was.
  #watch(head) {
    const top = Math.ceil(parseFloat(getComputedStyle(head).top));
    const see = ([{ boundingClientRect: box }]) => {
      const isStuck = box.top < top + 1;
      if (isStuck) head.style.setProperty("--lc-head-height", `${box.height}px`);
      head.classList.toggle("lc-is-stuck", isStuck);
    };
    const rootMargin = `${-top - 1}px 0px 0px`; // what sticks is cut off by a pixel
    this.#stuck = new IntersectionObserver(see, { rootMargin, threshold: [0, 1] });
    this.#stuck.observe(head);
  }

  /** Names of the parts that the reader can see. */
  openParts() {
    return this.#parts
      .filter((part) => part.closest("details")?.open ?? true)
      .map((part) => part.dataset.part);
  }

  /** Write a reply; `keep` what it leaves out, where that is about the same inputs. */
  show(reply, keep) {
    let changed = false;
    for (const [element, name] of this.#places) {
      const text = reply.texts[name];
      // A quick reply leaves out what takes long: its place is kept, empty, until the reply in full.
      if (text === undefined && keep) continue;
      element.classList.toggle("lc-later", text === undefined);
      if (text !== undefined && put(element, text)) changed = true;
    }
    for (const element of this.#intervals) {
      const text = reply.intervals[element.dataset.interval];
      if (text === undefined && keep) continue;
      element.classList.toggle("lc-later", text === undefined);
      if (text !== undefined) put(element, text);
    }
    for (const part of this.#parts) {
      const html = reply.parts?.[part.dataset.part];
      // Comparing with innerHTML would serialise it each time.
      if (html === undefined || part.lastHtml === html) continue;
      part.innerHTML = html;
      part.lastHtml = html;
    }
    this.stale(false);
    if (changed) this.#announceSoon();
  }

  /** Mark the results as not those of the inputs in the form, or remove the mark. */
  stale(isStale) {
    this.#root.classList.toggle("lc-is-stale", isStale);
    for (const note of this.#root.querySelectorAll(".lc-stale")) note.hidden = !isStale;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#announcer.remove();
    this.#stuck?.disconnect();
  }

  #announceSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const headline =
        this.#root.querySelector("[data-headline]") ?? this.#root.querySelector("[data-result]");
      // Not that of another input; the reply in full comes back here.
      if (headline?.closest(".lc-later, .lc-is-stale")) return;
      this.#announcer.textContent = headline?.textContent.trim().replace(/\s+/g, " ") ?? "";
    }, ANNOUNCE_DELAY_MS);
  }
}

/** Make an element's text another one; false where it was that already. */
function put(element, text) {
  const node = element.firstChild;
  if ((node?.data ?? "") === text) return false;
  if (node) node.data = text; // spares the browser the making of a new node
  else element.textContent = text;
  return true;
}
