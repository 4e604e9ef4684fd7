// page.js: steps through interleavings. Inlined by write.c. Without it the diagrams are whole tables.
"use strict";

// What memory holds after the first `count` rows: the last value of each name.
function memoryAfter(rows, count) {
	const memory = new Map();
	for (const row of rows.slice(0, count))
		if (row.dataset.name)
			memory.set(row.dataset.name, row.dataset.value);
	return memory;
}

function describe(row, heads) {
	const at = [...row.cells].findIndex((cell, i) => i > 0 && cell.querySelector("code"));
	const cell = row.cells[at];
	const text = (kind) => cell.querySelector(kind)?.textContent ?? "";
	const change = text(".switch");
	return (change ? change + ". " : "") + heads[at] + ": " + text("code") + " (" + text(".telling") + ")";
}

function button(label, act) {
	const made = document.createElement("button");
	made.type = "button";
	made.textContent = label;
	made.addEventListener("click", act);
	return made;
}

function makeStepper(stepper, index) {
	const rows = [...stepper.querySelectorAll("tbody tr")];
	const heads = [...stepper.querySelectorAll("thead th")].map((head) => head.textContent);
	const controls = document.createElement("div");
	const hint = document.createElement("span");
	const now = document.createElement("p");
	const memory = document.createElement("ul");
	let at = 0; // steps taken

	function show() {
		rows.forEach((row, i) => {
			row.classList.toggle("now", i === at - 1);
			row.classList.toggle("later", i >= at);
			if (i === at - 1)
				row.setAttribute("aria-current", "step");
			else
				row.removeAttribute("aria-current");
		});
		now.textContent = at === 0 ? "Before the first of " + rows.length + " steps."
			: "Step " + at + " of " + rows.length + ". " + describe(rows[at - 1], heads);
		memory.replaceChildren(...[...memoryAfter(rows, at)].map(([name, value]) => {
			const item = document.createElement("li");
			item.textContent = name + " = " + value;
			return item;
		}));
	}

	function go(to) {
		at = Math.max(0, Math.min(rows.length, to));
		show();
	}

	const keys = {
		ArrowRight: () => go(at + 1),
		ArrowLeft: () => go(at - 1),
		Home: () => go(0),
		End: () => go(rows.length),
	};

	hint.id = "stepper-hint-" + index;
	hint.textContent = "Keys: right, left, Home, End";
	controls.className = "controls";
	controls.append(button("First", keys.Home), button("Back", keys.ArrowLeft),
		button("Next", keys.ArrowRight), button("Last", keys.End), hint);
	now.className = "now-text";
	now.setAttribute("aria-live", "polite");
	memory.className = "memory";
	memory.setAttribute("aria-label", "What memory holds");
	stepper.tabIndex = 0;
	stepper.setAttribute("aria-describedby", hint.id);
	stepper.prepend(controls, now, memory);
	stepper.addEventListener("keydown", (event) => {
		// A table that is too wide is scrolled with the same keys.
		if (event.target.closest(".scroll") || !keys[event.key] || event.altKey || event.ctrlKey || event.metaKey)
			return;
		event.preventDefault();
		keys[event.key]();
	});
	show();
}

// A link to something inside a closed handout opens it.
function openTarget() {
	const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
	const closed = target && target.closest("details:not([open])");
	if (closed) {
		closed.open = true;
		target.scrollIntoView();
	}
}

document.querySelectorAll(".stepper").forEach(makeStepper);
window.addEventListener("hashchange", openTarget);
window.addEventListener("beforeprint", () => document.querySelectorAll(".handout").forEach((handout) => { handout.open = true; }));
openTarget();
