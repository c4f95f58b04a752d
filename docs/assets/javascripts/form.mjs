// Reading and writing the form of a calculator. Nothing here knows a calculator or a field: what a
// control may hold, its default, its messages and what it fills in stand in the HTML.

/** The controls that are inputs: those with a name. */
export function controlsOf(form) {
  return [...form.elements].filter((element) => element.name && element.dataset.default !== undefined);
}

export function valueOf(control) {
  return control.type === "checkbox" ? String(control.checked) : control.value;
}

/** The values of all inputs, as texts by name. */
export function valuesOf(form) {
  return Object.fromEntries(controlsOf(form).map((control) => [control.name, valueOf(control)]));
}

/** What the chosen option of a select fills into other controls, as texts by name; or nothing. */
export function fillsOf(control) {
  const { names, texts } = fillsTable(control);
  const pairs = texts[control.value]?.map((text, at) => [names[at], text]) ?? [];
  return Object.fromEntries(pairs.filter(([, text]) => text !== null));
}

const NOTHING = { names: [], texts: {} };
const tables = new WeakMap(); // read once: the largest have some thousand numbers

function fillsTable(control) {
  const template = control.nextElementSibling;
  if (!template?.matches(".lc-fills")) return NOTHING;
  if (!tables.has(template)) tables.set(template, JSON.parse(template.content.textContent));
  return tables.get(template);
}

export function isValid(control) {
  return control.validity.valid && (control.type !== "select-one" || control.selectedIndex >= 0);
}

/** Whether every input can be used. The browser looks through them much faster than a script. */
export function areAllValid(form) {
  return !form.matches(":invalid") && [...form.querySelectorAll("select[name]")].every(isValid);
}

// In a browser that writes decimals with a point a number field leaves a comma out without a word
// (Chromium), so that 2,5 becomes 25, or cannot read it (Firefox). What the browser says that it has
// inserted tells the three cases apart. By control: {part: the newest text with a comma, text: all
// as the reader has written it, isNew: what became of `part` is not known yet, isKept: the comma
// stands in the field, isUnreadable: the field has had no value since}.
const commas = new WeakMap();
const THOUSANDS = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
const NO_COMMA =
  "A comma cannot be read here. Decimals take a point, as in 2.5; thousands need no mark, as in 1000.";
const withoutCommas = (text) => text.replaceAll(",", "");

/** Note what is about to be inserted into a control, and return whether a comma is in it. */
export function noteComma(control, inserted) {
  if (hasLostComma(control)) checkCommas(control); // typed on before anybody has looked
  if (control.type !== "number" || !inserted?.includes(",")) return false;
  const part = inserted.replace(/[^-\d.,]/g, "");
  commas.set(control, { part, text: (commas.get(control)?.text ?? control.value) + part, isNew: true });
  return true;
}

/** Whether a noted comma has been left out and nothing else was inserted: that makes no event. */
export function hasLostComma(control) {
  return commas.get(control)?.isNew ?? false;
}

/** Refuse a control's value where a comma that is missing from it may have stood before decimals. */
export function checkCommas(control, edit) {
  const comma = commas.get(control);
  if (!comma) return;
  const { value } = control;
  const isUnreadable = control.validity.badInput;
  const known = withoutCommas(comma.text);
  const goesOn = edit?.inputType === "insertText" && value.length > known.length && edit.data !== ".";
  if (comma.isNew) comma.isKept = edit?.data?.includes(",");
  if (comma.isKept && !isUnreadable) return forgetCommas(control); // read as a decimal comma, or mended
  if (comma.isNew || comma.isUnreadable || isUnreadable) {
    const whole = [comma.text, comma.part].find((text) => withoutCommas(text) === value);
    comma.text = whole ?? `,${value}`; // a place that is not known marks no thousands
  } else if (goesOn) {
    comma.text = value.startsWith(known) ? comma.text + value.slice(known.length) : `,${value}`;
  } else return forgetCommas(control); // taken back, written anew, or given its point
  Object.assign(comma, { isNew: false, isUnreadable });
  control.setCustomValidity(!isUnreadable && THOUSANDS.test(comma.text) ? "" : NO_COMMA);
}

function forgetCommas(control) {
  if (commas.delete(control)) control.setCustomValidity("");
}

/** What is wrong with a control's value, for the reader. */
export function complaintAbout(control) {
  return control.validity.customError ? control.validationMessage : control.dataset.message;
}

/** The first control whose value cannot be used; or nothing. */
export function firstWrong(form) {
  return controlsOf(form).find((control) => !isValid(control));
}

/** Bring a control into view, out of every fold, and put the cursor there. */
export function goTo(control) {
  unfold(control);
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: "center" }); // clear of what sticks to the edges
}

/** Set a control; where it cannot hold the value, keep what it held and return false. */
export function put(control, value) {
  const before = valueOf(control);
  forgetCommas(control);
  if (control.type === "checkbox") {
    if (value !== "true" && value !== "false") return false;
    control.checked = value === "true";
    return true;
  }
  // A number control turns a text that is no number into "", a select an unknown value likewise.
  control.value = value;
  if (control.value === value && isValid(control)) return true;
  control.value = before;
  return false;
}

/** Hide what the choices made do not need. It stays in the form, at a value that can be used. */
export function showWhatMatters(form) {
  for (const place of form.querySelectorAll("[data-shown-when]")) {
    const [name, value] = place.dataset.shownWhen.split("=");
    hide(place, "lc-unmet", valueOf(form.elements.namedItem(name)) !== value);
  }
}

/** Say it of numbers that nothing stands behind. */
function showWhatIsEmpty(form) {
  for (const place of form.querySelectorAll("[data-rests-on]"))
    hide(place, "lc-empty", Number(valueOf(form.elements.namedItem(place.dataset.restsOn))) === 0);
}

function hide(place, name, isHidden) {
  place.classList.toggle(name, isHidden);
  if (!isHidden) return;
  for (const control of place.querySelectorAll("[data-default]")) {
    if (isValid(control)) continue;
    put(control, control.dataset.default); // nobody can see it, so nobody could mend it
    clearMessage(control);
  }
}

/** Whether a control can be seen, apart from being folded away. */
export function isShown(control) {
  return control.closest(".lc-unmet") === null;
}

/** Put the values that a choice brings with it into the other controls. */
export function applyFills(form, control) {
  for (const [name, value] of Object.entries(fillsOf(control))) {
    const target = form.elements.namedItem(name);
    if (!target) continue;
    put(target, value);
    clearMessage(target);
  }
  showNotes(form, control);
}

// A list of models goes on holding what was chosen from it, which links need, when the reader has
// changed the architecture that the choice filled in. A second option of the same value then says so
// in its place; choosing the first one fills its numbers in again.

/** Let the form say of its numbers whether they are a list's or the reader's own, or rest on nothing. */
export function showWhatNumbersAre(form) {
  showWhatIsOwn(form);
  showWhatIsEmpty(form);
}

/** Let a list of models say whether the form still holds the architecture of the chosen one. */
function showWhatIsOwn(form) {
  for (const control of form.querySelectorAll("[data-may-be-own]")) {
    const fills = Object.entries(fillsOf(control));
    const isOwn = fills.some(([name, text]) => differs(form.elements.namedItem(name), text));
    const own = control.querySelector("[data-own]");
    if (isOwn) markOwn(control, own ?? document.createElement("option"));
    else if (own) {
      const { value } = control;
      own.remove();
      control.value = value;
    }
  }
}

function markOwn(control, own) {
  const { value } = control;
  const chosen = [...control.options].find((option) => option !== own && option.value === value);
  const text = `Your own, changed from ${chosen.textContent}`;
  if (own.selected && own.textContent === text) return;
  Object.assign(own, { value, textContent: text }).dataset.own = "";
  control.prepend(own);
  own.selected = true;
}

/** Whether a control holds anything but what a list fills in as `text`. */
function differs(control, text) {
  if (!control) return false;
  const value = valueOf(control);
  return control.type === "number" ? value === "" || Number(value) !== Number(text) : value !== text;
}

/**
 * Start from the defaults, then set `values` (a Map): choices first, with what they fill in, so
 * that an explicit value wins over a filled one. Returns what could not be set, as
 * [control or null, name, value].
 */
export function assign(form, values) {
  const controls = controlsOf(form);
  for (const control of controls) {
    put(control, control.dataset.default);
    clearMessage(control);
  }
  const bad = [];
  const isChoice = (control) => control.type === "select-one";
  for (const choices of [true, false]) {
    for (const control of controls) {
      if (isChoice(control) !== choices || !values.has(control.name)) continue;
      const value = values.get(control.name);
      if (!put(control, value)) bad.push([control, control.name, value]);
      else if (choices && value !== control.dataset.default) applyFills(form, control);
    }
  }
  const names = new Set(controls.map((control) => control.name));
  for (const [name, value] of values) if (!names.has(name)) bad.push([null, name, value]);
  controls.filter(isChoice).forEach((control) => showNotes(form, control));
  showWhatNumbersAre(form);
  showWhatMatters(form);
  return bad;
}

/** Show the note (the source of what it fills in) of the chosen option, and hide the others. */
function showNotes(form, control) {
  for (const note of form.querySelectorAll(".lc-filled[data-option]")) {
    if (note.dataset.for === control.name) note.hidden = note.dataset.option !== control.value;
  }
}

// What Python refuses although the browser takes it: numbers that contradict each other. A change of
// either may mend both, so all of it is forgotten with the next edit.

/** Refuse a control's value until something in the form is changed. */
export function refuse(control, text) {
  control.setCustomValidity(text);
  control.dataset.refused = "";
  showMessage(control, text, true);
}

export function forgetRefusals(form) {
  for (const control of form.querySelectorAll("[data-refused]")) {
    control.setCustomValidity("");
    delete control.dataset.refused;
    clearMessage(control);
  }
}

/** Show a message beside a control. `invalid` says that the control's value is the trouble. */
export function showMessage(control, text, invalid) {
  const place = control.closest(".lc-field")?.querySelector(".lc-error");
  if (place) {
    place.textContent = text;
    place.hidden = false;
  }
  if (invalid) control.setAttribute("aria-invalid", "true");
  unfold(control);
}

function unfold(control) {
  for (let around = control.closest("details"); around; around = around.parentElement.closest("details"))
    around.open = true;
}

export function clearMessage(control) {
  control.removeAttribute("aria-invalid");
  const place = control.closest(".lc-field")?.querySelector(".lc-error");
  if (place && !place.hidden) {
    place.hidden = true;
    place.textContent = "";
  }
}
