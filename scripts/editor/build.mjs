// `npm run build`: makes static/js/studio/codemirror.js of editor.mjs. Its first line names what it was made of, so that a
// test can tell when source, packages and bundle no longer belong together.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, existsSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const SOURCES = ["scripts/editor/editor.mjs", "scripts/editor/build.mjs", "package-lock.json"];
const hash = createHash("sha256");
for (const name of SOURCES) hash.update(`${name}\0`).update(readFileSync(name)).update("\0");
const banner = `/* Made of ${SOURCES.join(", ")} by npm run build; sha256 ${hash.digest("hex")}. Licences: codemirror.LICENSE.txt */`;
const made = await build({
  entryPoints: ["scripts/editor/editor.mjs"],
  bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8",
  banner: { js: banner }, outfile: "static/js/studio/codemirror.js", metafile: true,
});

// Every package that went in, with its licence, as that asks for.
const packages = new Set();
for (const name of Object.keys(made.metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(name);
  if (found) packages.add(found[1]);
}
const texts = [...packages].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file && existsSync(`${folder}/${file}`) ? readFileSync(`${folder}/${file}`, "utf8").trim() : ""}\n`;
});
writeFileSync("static/js/studio/codemirror.LICENSE.txt", texts.join(`\n${"-".repeat(80)}\n\n`));
