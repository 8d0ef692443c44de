"use strict";
(() => {
  const stored = JSON.parse(document.getElementById("stored").textContent);
  const at = (id) => document.getElementById(id);
  const rows = [...document.querySelectorAll("#cases > .case")];
  const { cases, articles, passages, about } = stored;

  // Text becomes text and never markup: this is the only way an element is made.
  function el(name, given = {}, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(given)) {
      if (key === "class") made.className = value;
      else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...inside.flat(9).filter((one) => one !== null && one !== undefined && one !== "" && one !== false));
    return made;
  }
  const words = (name) => name.replaceAll("_", " ");
  const auto = (tag, text, kind = "") => el(tag, { dir: "auto", class: kind }, text);
  const part = (title, ...inside) => [el("h4", {}, title), ...inside];
  const lines = (pairs) =>
    el("dl", { class: "lines" }, pairs.map(([name, text]) => [el("dt", {}, name), auto("dd", text)]));
  const title = (place) => articles[place][1] || articles[place][0];

  function address(place) {
    const [name, , url, outlet, day] = articles[place];
    const web = /^https?:\/\//i.test(url) ? el("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, url) : "";
    return el("p", { class: "dim" }, [name, outlet, day].filter(Boolean).join(" · "), web ? " · " : "", web);
  }

  // What was asked, and what the suite wants
  const talk = (one) =>
    el("ol", { class: "talk" }, one.turns.map(([user, given]) => [
      el("li", {}, el("span", { class: "by" }, "asked"), auto("span", user)),
      given && el("li", {}, el("span", { class: "by" }, "scripted answer"), auto("span", given)),
    ]));

  function verdict(one) {
    if (!one.because && !one.reasons) return "";
    return el("div", { class: one.because ? "verdict" : "verdict quiet" },
      one.because && el("b", {}, one.because),
      one.reasons && el("ul", {}, one.reasons.map((reason) => auto("li", reason))));
  }

  // The answer: sentences by support, markers that open their source
  const marked = (text, open) =>
    text.split(/(\[\d{1,3}\])/).map((piece) => {
      const number = /^\[(\d+)\]$/.exec(piece);
      if (!number) return piece;
      return el("button", { type: "button", class: "mark", "aria-label": `source ${number[1]}`, onclick: () => open(Number(number[1])) }, number[1]);
    });

  function answer(one, open) {
    if (!one.pieces) return el("p", { class: "said dim", dir: "auto" }, one.error || (one.refusal ? one.refusal[1] : "Nothing was said."));
    const doubts = one.pieces.filter((piece) => piece[3]);
    return [
      el("p", { class: "said", dir: "auto" }, one.pieces.map(([text, support, kind, amiss]) => {
        if (!support) return marked(text, open);
        const look = kind === "claim" ? support : "other";
        return el("span", { class: `s ${look}`, title: amiss ? `${look}: ${amiss}` : look === "other" ? kind : look },
          marked(text, open), el("span", { class: "sr" }, ` (${look === "other" ? kind : look})`));
      })),
      doubts.map(([text, support, , amiss]) =>
        el("p", { class: "flag" }, `${support}: ${amiss} — `, auto("q", text.length > 90 ? `${text.slice(0, 90)}…` : text))),
    ];
  }

  function source(cite) {
    const letters = cite.passage === undefined ? null : Array.from(passages[cite.passage][1]);
    const [from, to] = cite.at || [0, 0];
    const quoted = !letters ? auto("blockquote", cite.quote)
      : el("blockquote", { dir: "auto" }, letters.slice(0, from).join(""), cite.at && el("mark", {}, letters.slice(from, to).join("")), letters.slice(to).join(""));
    return el("details", { class: "source", "data-n": cite.n },
      el("summary", {}, `[${cite.n}] `, auto("span", title(cite.article)), letters && !cite.at ? " — the quote is not in the passage" : ""),
      address(cite.article),
      letters && !cite.at && el("p", { class: "flag" }, "Quoted: ", auto("q", cite.quote)),
      cite.holds !== undefined && el("p", { class: "flag" }, "The library holds there: ", auto("q", cite.holds)),
      quoted);
  }

  function lane(name, found) {
    const left = found.n - found.rows.length;
    return el("div", {}, el("h5", {}, `${name} `, el("span", { class: "dim" }, String(found.n))),
      el("ol", {}, found.rows.map(([rank, article, score, gold, passage]) => {
        const named = auto("span", (gold ? "★ " : "") + title(article), gold ? "gold" : "");
        const shown = passage < 0 ? named : el("details", {}, el("summary", {}, named), auto("p", passages[passage][1]));
        return el("li", { title: articles[article][0] }, el("span", { class: "rank" }, String(rank)), shown, el("span", { class: "score" }, score.toFixed(2)));
      })),
      !found.n ? el("p", {}, "nothing") : left > 0 && el("p", {}, `and ${left} more`));
  }

  function figure(name, value) {
    const [text, from, unit] = about[name] || ["", "", "score"];
    const share = unit === "share" ? `${(100 * value).toFixed(value === 0 || value === 1 ? 0 : 1)} %` : unit === "ms" ? `${value.toFixed(0)} ms` : unit === "money" ? `$${value.toFixed(6)}` : String(Number(value.toFixed(4)));
    const tip = text && el("span", { class: "tip", role: "tooltip" }, text, el("i", {}, from));
    return el("div", {}, el("dt", {}, el("span", text ? { class: "term", tabindex: "0" } : {}, words(name), tip)), el("dd", {}, share));
  }

  function body(one) {
    const sources = (one.cites || []).map(source);
    const open = (number) => {
      const found = sources.find((made) => made.dataset.n === String(number));
      if (!found) return;
      sources.forEach((made) => made.classList.toggle("lit", made === found));
      found.open = true;
      found.querySelector("summary").focus({ preventScroll: true });
      (found.querySelector("mark") || found).scrollIntoView({ block: "center" });
    };
    const changed = one.edited ? ` (${one.edited.join(" → ")})` : "";
    const link = `#q=${encodeURIComponent(one.id)}`;
    return el("div", { class: "body" },
      verdict(one),
      one.turns.length > 1 || one.turns[0][1] ? talk(one) : "",
      el("div", { class: "two" },
        el("div", {},
          part("Answer", one.outcome && el("p", {}, el("span", { class: "tag" }, one.outcome), one.refusal && el("span", { class: "tag" }, `refused: ${words(one.refusal[0])}`)), answer(one, open)),
          one.error && one.pieces && el("p", { class: "flag" }, one.error),
          (one.notes || []).map(([kind, text]) => el("p", {}, el("span", { class: "tag" }, words(kind)), " ", auto("span", text))),
          one.nearest && part("Nearest in the library", el("ul", {}, one.nearest.map((place) => auto("li", title(place))))),
          sources.length ? part("Sources", sources) : ""),
        el("div", {},
          part("Expected", lines(one.expected), one.remark && auto("p", one.remark, "dim")),
          (one.choice || one.query) && part("Asked with", lines([["filters", one.choice], ["looked up as", one.query]].filter((pair) => pair[1]))),
          one.facts && part("How it was made", lines(one.facts)),
          one.times && part("Time by stage", el("dl", { class: "values" }, Object.entries(one.times).map(([stage, ms]) => el("div", {}, el("dt", {}, words(stage)), el("dd", {}, `${ms.toFixed(1)} ms`))))))),
      one.altered && part("Asked again", Object.entries(one.altered).map(([kind, text]) =>
        el("p", {}, el("span", { class: "dim" }, kind === "drop" ? "without the cited passages: " : `with a changed figure${changed}: `), auto("span", text)))),
      one.lanes && part("Retrieved", el("div", { class: "lanes" }, Object.entries(one.lanes).map(([name, found]) => lane(name, found)))),
      one.values && part("Metrics", el("dl", { class: "values" }, Object.entries(one.values).map(([name, value]) => figure(name, value)))),
      el("p", {}, el("a", { href: link }, "Link to this question")));
  }

  // A case is drawn when it is opened: hundreds of them cost nothing until then.
  rows.forEach((row, number) => {
    row.addEventListener("toggle", () => {
      if (!row.open || row.dataset.drawn) return;
      row.dataset.drawn = "yes";
      row.querySelector(".body").replaceWith(body(cases[number]));
    });
  });

  // Filters
  const hay = cases.map((one) =>
    [one.id, ...one.turns.flat(), ...(one.tags || []), ...(one.pieces || []).map((piece) => piece[0]), ...(one.reasons || [])].join(" ").toLowerCase());
  const failing = new Set(["failed", "error"]);
  function filter() {
    const [tag, outcome, why, failed] = [at("by-tag").value, at("by-outcome").value, at("by-why").value, at("failed").checked];
    const wanted = at("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    cases.forEach((one, number) => {
      const keep = wanted.every((word) => hay[number].includes(word)) && (!tag || (one.tags || []).includes(tag)) &&
        (!outcome || one.outcome === outcome) && (!why || one.why === why) && (!failed || failing.has(one.state));
      rows[number].hidden = !keep;
      left += keep ? 1 : 0;
    });
    at("count").textContent = left === cases.length ? `${left} questions` : `${left} of ${cases.length}`;
    at("none").hidden = left > 0;
  }
  function clear() {
    at("filters").reset();
    filter();
  }
  at("filters").addEventListener("input", filter);
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("clear").addEventListener("click", clear);

  // Keys
  function move(step) {
    const seen = rows.filter((row) => !row.hidden);
    const here = seen.indexOf(document.activeElement.closest?.(".case"));
    const next = seen[here < 0 ? (step > 0 ? 0 : seen.length - 1) : Math.min(Math.max(here + step, 0), seen.length - 1)];
    if (!next) return;
    next.querySelector("summary").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    if (next.open) next.scrollIntoView({ block: "start" });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input[type=search], select, textarea");
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing) return;
    if (event.key === "/") {
      event.preventDefault();
      at("find").focus();
    } else if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  });

  // Deep links
  function follow() {
    const found = /^#q=(.*)$/s.exec(location.hash);
    if (!found) return;
    let name = found[1];
    try { name = decodeURIComponent(name); } catch { /* it stands as it is */ }
    const number = cases.findIndex((one) => one.id === name);
    if (number < 0) return;
    if (rows[number].hidden) clear();
    rows[number].open = true;
    rows[number].querySelector("summary").focus({ preventScroll: true });
    requestAnimationFrame(() => rows[number].scrollIntoView({ block: "start" }));
  }
  addEventListener("hashchange", follow);

  // Light and dark
  const root = document.documentElement;
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const keep = (value) => { try { return value ? localStorage.setItem("aerocite-theme", value) : localStorage.getItem("aerocite-theme"); } catch { return null; } };
  const name = () => { at("theme").textContent = dark() ? "Light" : "Dark"; };
  const chosen = keep();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  at("theme").addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    keep(root.dataset.theme);
    name();
  });
  name();

  for (const id of ["filters", "keys", "theme"]) at(id).hidden = false;
  filter();
  follow();
})();
