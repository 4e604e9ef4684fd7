// report.mjs: the page in a real browser: Chromium, driven through its debugging pipe.
//
//   node tests/whole/report.mjs PAGE [AXE]      prints a line a test; AXE: axe.min.js, or "" for none
//
// No library: messages on the pipe are JSON, each with a zero byte behind it.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [page, axe] = process.argv.slice(2);
const deadline = setTimeout(() => end("no end within 110 s"), 110000);
const profile = mkdtempSync(join(tmpdir(), "interleave-chromium."));
let failed = 0, isEnding = false;

function check(name, isTrue, detail = "") {
	console.log((isTrue ? "  ok   " : "  FAIL ") + "report: " + name);
	if (!isTrue) {
		failed = 1;
		String(detail).split("\n").slice(0, 20).forEach((line) => console.log("         | " + line));
	}
}

// ---- the browser ------------------------------------------------------------------------------
const chromium = spawn("chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
	"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
	"--no-first-run", "--no-zygote", "--in-process-gpu", "--renderer-process-limit=1",
	// Without these it takes twice the memory.
	"--disable-features=SpareRendererForSitePerProcess,SitePerProcess,BackForwardCache,ProactivelySwapBrowsingInstance", "--disable-site-isolation-trials", "--disable-extensions", "--js-flags=--max-semi-space-size=1 --optimize-for-size",
	"--user-data-dir=" + profile, "--remote-debugging-pipe", "about:blank"],
	{ stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"], detached: true });
let complaints = "", received = "", last = 0, session;
const waiting = new Map(), events = [];

function end(problem) {
	if (isEnding)
		return;
	isEnding = true;
	if (problem)
		check("Chromium runs", false, problem + "\n" + complaints.slice(-1000));
	clearTimeout(deadline);
	chromium.on("close", finish);
	if (chromium.pid === undefined || chromium.exitCode !== null)
		finish();
	else
		process.kill(-chromium.pid, "SIGKILL"); // its own group, which it leads
}

function finish() {
	rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	process.exit(failed);
}

chromium.on("error", (error) => end(error.message + ": run 'make deps-test'"));
chromium.on("exit", () => { if (waiting.size) end("it ended"); });
chromium.stderr.on("data", (text) => { complaints += text; });
chromium.stdio[3].on("error", () => {});
chromium.stdio[4].on("data", (bytes) => {
	received += bytes;
	const messages = received.split("\0");
	received = messages.pop();
	messages.map((text) => JSON.parse(text)).forEach(receive);
});

function receive(message) {
	const answer = waiting.get(message.id);
	if (!answer) {
		events.push(message);
		return;
	}
	waiting.delete(message.id);
	if (message.error)
		answer.reject(new Error(message.error.message));
	else
		answer.resolve(message.result);
}

function ask(method, params = {}) {
	const id = ++last;
	chromium.stdio[3].write(JSON.stringify({ id, method, params, sessionId: session }) + "\0");
	return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

// What a function returns in the page.
async function inPage(act, ...args) {
	const expression = "(" + act + ")(" + args.map((arg) => JSON.stringify(arg)).join() + ")";
	const { result, exceptionDetails } = await ask("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
	if (exceptionDetails)
		throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
	return result.value;
}

async function until(isTrue) {
	while (!isTrue())
		await new Promise((resolve) => setTimeout(resolve, 20));
}

async function open() {
	const { targetInfos } = await ask("Target.getTargets");
	const { targetId } = targetInfos.find((target) => target.type === "page");
	session = (await ask("Target.attachToTarget", { targetId, flatten: true })).sessionId;
	for (const domain of ["Page", "Runtime", "Log", "Network"])
		await ask(domain + ".enable");
	await ask("Emulation.setFocusEmulationEnabled", { enabled: true });
	events.length = 0; // of the empty page
	await ask("Page.navigate", { url: pathToFileURL(page).href });
	await until(() => events.some((event) => event.method === "Page.loadEventFired"));
}

const looks = (scheme, media = "") => ask("Emulation.setEmulatedMedia", { media, features: [{ name: "prefers-color-scheme", value: scheme }] });
const width = (pixels) => ask("Emulation.setDeviceMetricsOverride", { width: pixels, height: 800, deviceScaleFactor: 1, mobile: pixels < 600 });
const openAll = () => inPage(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));

// ---- what is tested -----------------------------------------------------------------------------
async function testLayout() {
	for (const pixels of [360, 768, 1280]) {
		await width(pixels);
		const wide = await inPage(() => document.documentElement.scrollWidth);
		const who = await inPage((most) => [...document.querySelectorAll("body *")].filter((element) => !element.closest(".scroll, pre") &&
			element.getBoundingClientRect().right > most).map((element) => element.outerHTML.slice(0, 120)).join("\n"), pixels);
		check("nothing is wider than " + pixels + " px", wide <= pixels, wide + " px\n" + who);
	}
	await looks("light", "print");
	check("paper has no buttons", await inPage(() => [...document.querySelectorAll(".controls, nav")].every((element) => getComputedStyle(element).display === "none")));
	check("... and all steps", await inPage(() => [...document.querySelectorAll(".steps tr")].every((row) => getComputedStyle(row).display !== "none")));
	await looks("light");
	const ground = () => inPage(() => getComputedStyle(document.body).backgroundColor);
	const light = await ground();
	await looks("dark");
	check("the dark has another ground", light !== await ground());
	await looks("light");
}

async function press(key) {
	for (const type of ["keyDown", "keyUp"])
		await ask("Input.dispatchKeyEvent", { type, key, code: key });
	return inPage(() => document.querySelector(".stepper [aria-live]").textContent);
}

async function testSteps() {
	const current = () => inPage(() => [...document.querySelector(".stepper").querySelectorAll("tbody tr")].findIndex((row) => row.getAttribute("aria-current") === "step"));
	check("there is a diagram", await inPage(() => document.querySelectorAll(".stepper tbody tr").length > 4));
	await inPage(() => document.querySelector(".stepper").focus());
	check("a key takes the first step", /^Step 1 of \d+\. T\d: /.test(await press("ArrowRight")), await press("Home"));
	await press("ArrowRight");
	check("... another the second", /^Step 2 of/.test(await press("ArrowRight")) && await current() === 1);
	check("... and one goes back", /^Step 1 of/.test(await press("ArrowLeft")));
	check("memory is shown at the end", /^Step (\d+) of \1\./.test(await press("End")) && await inPage(() => document.querySelector(".memory li").textContent.includes(" = ")));
	check("the interruption is told", await inPage(() => document.querySelector(".steps .switch").textContent.includes("is interrupted here")));
	await press("Home");
	await inPage(() => document.querySelectorAll(".controls button")[2].click());
	check("a button steps, too", await current() === 0);
	await inPage(() => document.querySelectorAll(".controls button")[0].click());
	check("... and back to the beginning", await current() === -1);
}

async function testLinks() {
	const links = await inPage(() => [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")));
	const inside = await inPage((all) => all.filter((link) => link.startsWith("#") && !document.getElementById(link.slice(1))), links);
	check("links within the page resolve", inside.length === 0, inside.join("\n"));
	const outside = links.filter((link) => !link.startsWith("#") && !/^(https?|mailto):/.test(link) &&
		!existsSync(resolve(dirname(page), decodeURIComponent(link.replace(/[#?].*/, "")))));
	check("links to files resolve", outside.length === 0, outside.join("\n"));
	const sections = await inPage(() => [...document.querySelectorAll("main > section")].filter((section) => !document.querySelector("nav a[href='#" + section.id + "']")).map((section) => section.id));
	check("the navigation lists every section", sections.length === 0, sections.join("\n"));
}

async function testMarkup() {
	const twice = await inPage(() => [...document.querySelectorAll("[id]")].map((element) => element.id).filter((id, i, all) => all.indexOf(id) !== i));
	check("ids are unique", twice.length === 0, twice.join(" "));
	const lost = await inPage(() => [...document.querySelectorAll("svg use")].filter((use) => !document.getElementById((use.getAttribute("href") ?? use.getAttribute("xlink:href")).slice(1))).length);
	check("pictures find their symbols", lost === 0, lost + " do not");
	check("there is one h1", await inPage(() => document.querySelectorAll("h1").length === 1));
	check("landmarks are there", await inPage(() => ["header", "nav", "main", "footer"].every((name) => document.querySelectorAll("body > " + name).length === 1)));
	check("the first link skips to the content", await inPage(() => document.querySelector("a").getAttribute("href") === "#content"));
	const scopes = await inPage(() => [...document.querySelectorAll("th:not([scope])")].map((head) => head.outerHTML).join("\n"));
	check("heads of tables have a scope", scopes === "", scopes);
	const tips = await inPage(() => [...document.querySelectorAll("svg use > title, svg polygon > title")].map((title) => title.textContent));
	check("hovering over a point shows its values", tips.some((tip) => /coroutine: [\d.]+ \[[\d.]+, [\d.]+\] ns per switch/.test(tip)) && tips.some((tip) => /share: /.test(tip)), tips.join("\n"));
	const bare = await inPage(() => [...document.querySelectorAll("figure")].filter((figure) => !/make /.test(figure.querySelector("figcaption")?.textContent ?? "")).length);
	check("every picture says how to reproduce it", bare === 0, bare + " do not");
}

async function testAxe() {
	if (!axe) {
		console.log("  skip report: contrast and labels by axe-core (not there: run 'make deps-test')");
		return;
	}
	await ask("Runtime.evaluate", { expression: readFileSync(axe, "utf8") });
	for (const [scheme, pixels] of [["light", 1280], ["dark", 360]]) {
		await looks(scheme);
		await width(pixels);
		await ask("HeapProfiler.collectGarbage");
		const found = await inPage(() => axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations.map((violation) =>
			violation.id + ": " + violation.help + "\n" + violation.nodes.slice(0, 4).map((node) => node.html.slice(0, 150) + "\n" + (node.any[0]?.message ?? "")).join("\n"))));
		check("axe-core finds nothing (" + scheme + ", " + pixels + " px)", found.length === 0, found.join("\n"));
	}
}

function testQuiet() {
	const requests = events.filter((event) => event.method === "Network.requestWillBeSent").map((event) => event.params.request.url)
		.filter((url) => !url.startsWith("data:") && url !== pathToFileURL(page).href);
	const errors = events.filter((event) => event.method === "Runtime.exceptionThrown" || event.method === "Log.entryAdded" ||
		(event.method === "Runtime.consoleAPICalled" && ["error", "warning", "assert"].includes(event.params.type)));
	check("no request", requests.length === 0, requests.join("\n"));
	check("no error on the console", errors.length === 0, JSON.stringify(errors.map((event) => event.params), null, 1));
	check("the page is under 3 MB", statSync(page).size < 3e6, statSync(page).size);
}

try {
	await open();
	check("Chromium runs", true);
	await testSteps();
	await openAll();
	await testLayout();
	await testLinks();
	await testMarkup();
	await testAxe();
	testQuiet();
	end();
} catch (error) {
	end(error.stack);
}
