import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";

const TEXT = readFileSync("dist/sbom.cdx.json", "utf8");
const sbom = JSON.parse(TEXT);

/** The schemas of CycloneDX's own, as its library brings them: it does not export them. */
const LIBRARY = import.meta.resolve("@cyclonedx/cyclonedx-library/package.json");
const fileOf = (name: string): string => `${name}.SNAPSHOT.schema.json`;
const schemaOf = (name: string) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`res/schema/${fileOf(name)}`, LIBRARY)), "utf8"));

const bom = schemaOf("bom-1.6");
const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
// Formats that ajv has no code for; nothing that is written here has one of them.
for (const format of ["idn-email", "iri-reference"]) ajv.addFormat(format, () => false);
for (const name of ["spdx", "jsf-0.82"]) ajv.addSchema(schemaOf(name), new URL(fileOf(name), bom.$id).href);
const validate = ajv.compile(bom);

describe("the bill of materials", () => {
  it("is what the schema of CycloneDX 1.6 takes", () => {
    expect(validate(sbom), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ["a license that SPDX does not know", { licenses: [{ license: { id: "MIT-ish" } }] }],
    ["a checksum that is cut short", { hashes: [{ alg: "SHA-512", content: "c0ffee" }] }],
    ["a key of no meaning", { bundled: true }],
    ["a type of no meaning", { type: "package" }],
  ])("is refused with %s", (_what, slip) => {
    const [first, ...others] = sbom.components;
    expect(validate({ ...sbom, components: [{ ...first, ...slip }, ...others] })).toBe(false);
  });

  it("names every package that is bundled, and nothing that changes by itself", () => {
    expect(sbom).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1 });
    expect(TEXT).not.toMatch(/serialNumber|timestamp|urn:uuid|\d{4}-\d{2}-\d{2}T/);
    const noticed = [
      ...readFileSync("dist/THIRD-PARTY.txt", "utf8").matchAll(/^(\S+) (\d+\.\d+\.\d+), (\S+)$/gm),
    ];
    expect(noticed.length).toBeGreaterThan(5);
    expect(
      sbom.components.map((one: Record<string, unknown>) => [one.purl, one.licenses, one.scope]),
    ).toEqual(
      noticed.map(([, name, version, id]) => [
        `pkg:npm/${name}@${version}`,
        [{ license: { id } }],
        "required",
      ]),
    );
    for (const { hashes } of sbom.components)
      expect(hashes).toEqual([{ alg: "SHA-512", content: expect.stringMatching(/^[0-9a-f]{128}$/) }]);
    const refs = [sbom.metadata.component, ...sbom.components].map((one) => one["bom-ref"]);
    expect(new Set(refs).size).toBe(refs.length);
    expect(sbom.dependencies.map((one: { ref: string }) => one.ref)).toEqual(refs);
    for (const { dependsOn } of sbom.dependencies) expect(refs).toEqual(expect.arrayContaining(dependsOn));
  });
});
