// The voucher editor: names found while they are typed, lines by keyboard, sums at once.
"use strict";

(() => {
  const form = document.getElementById("draft");
  const table = document.getElementById("lines");
  if (!form || !table) return;
  const names = { accounts: [], funds: [], purposes: [], budget: [] };
  const known = { accounts: new Map(), funds: new Map() };
  const SHOWN = 12;
  let changed = form.dataset.unsaved === "yes";

  // -- amounts, in whole fen as BigInt -------------------------------------------
  const fen = (text) => {
    const found = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text.replace(/[,，\s]/g, ""));
    if (!found) return 0n;
    const whole = BigInt(found[2]) * 100n + BigInt((found[3] || "").padEnd(2, "0"));
    return found[1] ? -whole : whole;
  };
  const plain = (amount) => {
    const size = amount < 0n ? -amount : amount;
    const text = `${size / 100n}.${String(size % 100n).padStart(2, "0")}`;
    return amount < 0n ? `-${text}` : text;
  };
  const grouped = (amount) => plain(amount).replace(/\B(?=(\d{3})+\.)/g, ",");

  // -- lines ------------------------------------------------------------------------
  const lines = () => [...table.querySelectorAll("tbody.line")];
  const field = (line, name) => line.querySelector(`[name="${name}"]`);
  const value = (line, name) => field(line, name).value.trim();
  const MAIN = ["account", "fund", "debit", "credit", "purpose", "memo"];

  const number = () => {
    lines().forEach((line, at) => {
      line.id = `line-${at + 1}`;
      line.querySelector(".row").textContent = at + 1;
      for (const input of line.querySelectorAll("input")) {
        input.setAttribute("aria-label", `${at + 1} ${input.dataset.label}`);
      }
    });
  };
  const emptied = (line) => {
    for (const input of line.querySelectorAll("input")) {
      input.value = "";
      input.removeAttribute("aria-invalid");
    }
    for (const name of line.querySelectorAll(".name")) name.textContent = "";
    line.querySelector("details").open = false;
    line.querySelector(".wrong")?.remove();
    return line;
  };
  const addLine = (after) => {
    const line = emptied((after || lines().at(-1)).cloneNode(true));
    (after || lines().at(-1)).after(line);
    number();
    return line;
  };
  const removeLine = (line) => {
    const all = lines();
    const at = all.indexOf(line);
    if (all.length === 1) emptied(line);
    else line.remove();
    number();
    field(lines()[Math.min(at, lines().length - 1)], "account").focus();
    summed();
  };
  const next = (line) => {
    const after = lines()[lines().indexOf(line) + 1] || addLine();
    if (!value(after, "fund") && !value(after, "account")) {
      // Most lines of a voucher are of one fund.
      field(after, "fund").value = value(line, "fund");
      called(field(after, "fund"));
    }
    field(after, "account").focus();
    field(after, "account").select();
  };

  // -- sums -------------------------------------------------------------------------
  const filled = (row, cells) => {
    cells.forEach((text, at) => {
      const cell = row.insertCell();
      cell.textContent = text;
      if (at > 1) cell.className = "n";
    });
    return row;
  };
  const differences = () => {
    const found = new Map();
    for (const line of lines()) {
      const debit = fen(value(line, "debit"));
      const credit = fen(value(line, "credit"));
      const fund = value(line, "fund");
      if (!debit && !credit && !fund) continue;
      const sum = found.get(fund) || { debit: 0n, credit: 0n, moved: 0n };
      sum.debit += debit;
      sum.credit += credit;
      if (known.accounts.get(value(line, "account"))?.[3]) sum.moved += debit - credit;
      found.set(fund, sum);
    }
    return found;
  };
  const summed = () => {
    const sums = document.getElementById("sums");
    const body = document.createElement("tbody");
    for (const [fund, sum] of differences()) {
      const at = known.funds.get(fund);
      const gap = sum.debit - sum.credit;
      let held = "";
      if (at) {
        held = grouped(BigInt(at[3]));
        if (sum.moved) held += ` → ${grouped(BigInt(at[3]) + sum.moved)}`;
      }
      const row = filled(body.insertRow(), [
        fund, at ? at[1] : "", grouped(sum.debit), grouped(sum.credit),
        gap ? grouped(gap) : sums.dataset.balanced, held,
      ]);
      row.classList.toggle("short", Boolean(gap));
    }
    sums.tBodies[0].replaceWith(body);
    told();
    budgeted();
  };
  const told = () => {
    const gap = document.getElementById("gap");
    let debit = 0n;
    let credit = 0n;
    for (const sum of differences().values()) {
      debit += sum.debit;
      credit += sum.credit;
    }
    const { debit: left, credit: right, gap: apart } = gap.dataset;
    const short = debit !== credit;
    gap.textContent = `${left} ${grouped(debit)}  ${right} ${grouped(credit)}`;
    if (short) gap.textContent += `  ${apart} ${grouped(debit - credit)}`;
    gap.classList.toggle("less", short);
  };
  const budgeted = () => {
    const table = document.getElementById("budget");
    const body = document.createElement("tbody");
    for (const [fund, account, purpose, left] of names.budget) {
      let asked = 0n;
      let met = false;
      for (const line of lines()) {
        if (value(line, "fund") !== fund || value(line, "account") !== account) continue;
        if (purpose && value(line, "purpose") !== purpose) continue;
        met = true;
        asked += fen(value(line, "debit")) - fen(value(line, "credit"));
      }
      if (!met) continue;
      const row = filled(body.insertRow(), [
        `${fund} · ${account}`, purpose, grouped(BigInt(left)), grouped(asked),
      ]);
      row.classList.toggle("short", asked > BigInt(left));
    }
    table.tBodies[0].replaceWith(body);
    table.hidden = !body.rows.length;
    window.dispatchEvent(new Event("resize"));
  };

  // -- names ------------------------------------------------------------------------
  const called = (input) => {
    const beside = input.closest("td").querySelector(".name");
    const found = known[input.dataset.find]?.get(input.value.trim());
    if (beside) beside.textContent = found ? found[1] : "";
  };
  const among = (input) => {
    if (input.dataset.find !== "purposes") return names[input.dataset.find];
    const fund = known.funds.get(value(input.closest("tbody"), "fund"));
    const met = fund ? fund[4] : [];
    const all = names.purposes.map(([name, initials]) => [name, name, initials]);
    return met.length ? all.filter((one) => met.includes(one[0])) : all;
  };
  const rank = ([code, name, initials], asked) => {
    if (code.toLowerCase() === asked) return 0;
    if (code.toLowerCase().startsWith(asked)) return 1;
    if (initials.startsWith(asked)) return 2;
    if (name.startsWith(asked)) return 3;
    if (name.includes(asked)) return 4;
    if (initials.includes(asked)) return 5;
    return -1;
  };
  const search = (input) => {
    const asked = input.value.trim().toLowerCase();
    return among(input)
      .map((one) => [asked ? rank(one, asked) : 1, one])
      .filter(([place]) => place >= 0)
      .sort(([one], [other]) => one - other)
      .slice(0, SHOWN)
      .map(([, one]) => one);
  };

  const list = document.createElement("ul");
  list.className = "choices";
  list.id = "choices";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", table.dataset.found);
  list.hidden = true;
  document.body.append(list);
  let owner = null;
  let meant = false; // One of the list was pointed at, though nothing was typed.

  const close = () => {
    list.hidden = true;
    owner?.setAttribute("aria-expanded", "false");
    owner?.removeAttribute("aria-activedescendant");
    owner = null;
  };
  const choose = (at) => {
    const options = [...list.children];
    options.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    options[at]?.scrollIntoView({ block: "nearest" });
    if (options[at]) owner.setAttribute("aria-activedescendant", options[at].id);
  };
  const chosen = () => [...list.children].findIndex((one) => one.getAttribute("aria-selected") === "true");
  const take = (input, code) => {
    input.value = code;
    called(input);
    close();
    summed();
  };
  const open = (input) => {
    const found = search(input);
    list.replaceChildren();
    owner = input;
    meant = Boolean(input.value.trim());
    found.forEach(([code, name, , more], at) => {
      const option = document.createElement("li");
      option.id = `choice-${at}`;
      option.setAttribute("role", "option");
      option.dataset.code = code;
      for (const text of input.dataset.find === "purposes" ? [name] : [code, name]) {
        const part = document.createElement("span");
        part.textContent = text;
        option.append(part);
      }
      if (input.dataset.find === "funds") {
        const held = document.createElement("span");
        held.className = "of";
        held.textContent = grouped(BigInt(more));
        option.append(held);
      }
      list.append(option);
    });
    if (!found.length) return close();
    const place = input.getBoundingClientRect();
    list.style.left = `${Math.max(4, place.left + window.scrollX)}px`;
    list.style.top = `${place.bottom + window.scrollY}px`;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(0);
  };
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option && owner) take(owner, option.dataset.code);
  });

  const fit = (line) => {
    for (const input of line.querySelectorAll("[data-find]")) {
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("aria-controls", "choices");
    }
  };
  lines().forEach(fit);

  // -- keys -------------------------------------------------------------------------
  const balance = (input) => {
    const line = input.closest("tbody");
    const sum = differences().get(value(line, "fund"));
    if (!sum) return;
    let gap = sum.debit - sum.credit;
    gap -= fen(value(line, "debit")) - fen(value(line, "credit"));
    field(line, "debit").value = gap < 0n ? plain(-gap) : "";
    field(line, "credit").value = gap > 0n ? plain(gap) : "";
    summed();
  };
  const onward = (input) => {
    const line = input.closest("tbody");
    const at = MAIN.indexOf(input.name);
    if (at < 0) return;
    // A line with a debit has no credit: go on behind it.
    const skip = input.name === "debit" && input.value.trim() ? 2 : 1;
    const to = MAIN[at + skip];
    if (to) field(line, to).focus();
    else next(line);
  };
  table.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || event.isComposing) return;
    const line = input.closest("tbody");
    const shown = owner === input && !list.hidden;
    if (event.altKey && event.key === "Delete") {
      event.preventDefault();
      close();
      changed = true;
      removeLine(line);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      if (shown) {
        const many = list.children.length;
        choose((chosen() + by + many) % many);
        meant = true;
      } else if (event.altKey && input.dataset.find) {
        open(input);
        meant = true;
      } else {
        const all = lines();
        const other = all[all.indexOf(line) + by];
        if (other) field(other, input.name).focus();
      }
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (shown && meant) take(input, list.children[chosen()].dataset.code);
      close();
      onward(input);
    } else if (event.key === "Tab" && !event.shiftKey) {
      if (shown && meant) take(input, list.children[chosen()].dataset.code);
      close();
      const last = lines().at(-1) === line && input.name === "memo";
      if (last && MAIN.some((name) => value(line, name))) {
        event.preventDefault();
        next(line);
      }
    } else if (event.key === "=" && "amount" in input.dataset) {
      event.preventDefault();
      changed = true;
      balance(input);
    }
  });
  table.addEventListener("input", (event) => {
    const input = event.target;
    changed = true;
    if (input.dataset.find) {
      called(input);
      open(input);
    }
    const line = input.closest("tbody");
    if (input.name === "debit" && input.value.trim()) field(line, "credit").value = "";
    if (input.name === "credit" && input.value.trim()) field(line, "debit").value = "";
    summed();
  });
  table.addEventListener("focusout", (event) => {
    if (event.target === owner) close();
  });
  form.addEventListener("input", () => { changed = true; });
  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    const button = [...form.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!button) return;
    event.preventDefault();
    close();
    form.requestSubmit(button);
  });
  document.getElementById("more").addEventListener("click", (event) => {
    event.preventDefault();
    field(addLine(), "account").focus();
  });

  // -- leaving ----------------------------------------------------------------------
  // Asked first whether the session still holds: what was typed is not sent in vain.
  const away = document.getElementById("away");
  const asked = async () => {
    away.hidden = true;
    let answer;
    try {
      answer = await fetch(form.dataset.names, { signal: AbortSignal.timeout(8000) });
    } catch {
      return "silent";
    }
    if (answer.redirected) return "ended";
    if (!answer.ok) return "silent";
    form.querySelector('[name="form_token"]').value = (await answer.json()).token;
    return "";
  };
  let answered = false;
  form.addEventListener("submit", async (event) => {
    if (answered) {
      answered = false;
      changed = false;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    const why = await asked();
    if (why) {
      away.firstElementChild.textContent = away.dataset[why];
      away.querySelector("a").hidden = why !== "ended";
      away.hidden = false;
      away.scrollIntoView({ block: "center" });
      return;
    }
    answered = true;
    form.requestSubmit(button);
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });

  // -- names from the books ---------------------------------------------------------
  const dated = form.querySelector('[name="dated_on"]');
  const load = async () => {
    const answer = await fetch(`${form.dataset.names}?on=${encodeURIComponent(dated.value.trim())}`);
    if (!answer.ok) return;
    Object.assign(names, await answer.json());
    known.accounts = new Map(names.accounts.map((one) => [one[0], one]));
    known.funds = new Map(names.funds.map((one) => [one[0], one]));
    table.querySelectorAll("[data-find]").forEach(called);
    summed();
  };
  dated.addEventListener("change", load);
  document.getElementById("keys").hidden = false;
  load().catch(() => {});
})();
