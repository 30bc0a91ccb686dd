// Writes dist/sbom.cdx.json: what is bundled, as CycloneDX 1.6. The same sources give the same bytes: no date, no serial number.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `packages` are the names of what the bundle holds. */
export const writeSbom = (root, packages) => {
  const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const entries = [...packages].sort().map((name) => ({ name, ...lock[`node_modules/${name}`] }));
  const refs = new Map(entries.map((entry) => [entry.name, purlOf(entry)]));
  const sbom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      lifecycles: [{ phase: "build" }],
      component: { type: "application", ...described(own), description: own.description },
    },
    components: entries.map((entry) => ({
      type: "library",
      ...described(entry),
      scope: "required",
      hashes: [{ alg: "SHA-512", content: hexOf(entry.integrity) }],
    })),
    dependencies: [
      { ref: purlOf(own), dependsOn: [...refs.values()] },
      ...entries.map(({ name, dependencies = {} }) => ({
        ref: refs.get(name),
        dependsOn: Object.keys(dependencies).flatMap((wanted) => refs.get(wanted) ?? []),
      })),
    ],
  };
  writeFileSync(join(root, "dist/sbom.cdx.json"), `${JSON.stringify(sbom, null, 2)}\n`);
};

const described = ({ name, version, license }) => {
  const [scope, rest] = name.startsWith("@") ? name.split("/") : [undefined, name];
  const purl = purlOf({ name, version });
  return {
    "bom-ref": purl,
    ...(scope && { group: scope }),
    name: rest,
    version,
    purl,
    licenses: [{ license: { id: license } }],
  };
};

/** purl-spec, the type npm: the @ of a scope is written %40. */
const purlOf = ({ name, version }) => `pkg:npm/${name.replace("@", "%40")}@${version}`;

/** Of the package's archive, as the lock file holds it for npm to compare. */
const hexOf = (integrity) => {
  const [, base64] = /^sha512-(\S+)$/.exec(integrity) ?? [];
  if (base64 === undefined) throw new Error(`package-lock.json has no sha512 of a package: ${integrity}`);
  return Buffer.from(base64, "base64").toString("hex");
};
