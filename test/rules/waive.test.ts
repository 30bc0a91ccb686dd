import { describe, expect, it } from "vitest";
import { validate } from "../../src/api/library.js";
import { defineRule, fault, pass } from "../../src/rules/define.js";
import type { Finding } from "../../src/rules/finding.js";
import { loadOnBase } from "../inventory/from-text.js";

const DAY = "2027-06-01";
const NEXT_DAY = "2027-06-02";
const OVERSUBSCRIBED = "haproxy: { listeners: { mirror-lists: { server: { maxconn: 30 } } } }";

const waiverOf = (rule: string, subject?: string, until = DAY): string =>
  `  - { rule: ${rule}, ${subject === undefined ? "" : `subject: ${subject}, `}reason: agreed, until: ${until} }`;

const validated = (
  waivers: readonly string[],
  {
    text = OVERSUBSCRIBED,
    today = DAY,
    ...options
  }: Partial<Parameters<typeof validate>[1]> & { text?: string } = {},
): readonly Finding[] => {
  const loaded = loadOnBase(`${text}\naccept:\n${waivers.join("\n")}\n`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  return validate(loaded.fleet, { today, only: ["capacity/app-slots"], ...options }).findings;
};

const told = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, severity, waived }) => `${severity} ${rule}${waived ? " waived" : ""}`);

describe("a waiver", () => {
  it("holds to the end of its last day, with its reason", () => {
    const [finding] = validated([waiverOf("capacity/app-slots", "mirrorlist")], { today: DAY });
    expect(finding?.waived).toEqual({ reason: "agreed", until: DAY });
  });

  it("holds no longer on the day after, and says so at its day", () => {
    const findings = validated([waiverOf("capacity/app-slots", "mirrorlist")], { today: NEXT_DAY });
    expect(told(findings)).toEqual(["error waiver/expired", "error capacity/app-slots"]);
    expect(findings[0]?.at.path).toBe("accept[0].until");
    expect(findings[0]?.why).toContain("agreed");
  });

  it.each([
    ["without its host", "mirrorlist"],
    ["not at all, for all of them", undefined],
  ])("names the finding's subject %s", (_how, subject) => {
    expect(told(validated([waiverOf("capacity/app-slots", subject)]))).toEqual([
      "error capacity/app-slots waived",
    ]);
  });

  const ON_APP1_ALONE = `${OVERSUBSCRIBED}
app_servers: { "app[2-3]": { mirrorlist: { wsgi: { processes: 80 } } } }
backups: { "backup[1-2]": { mirrorlist: { wsgi: { processes: 80 } } } }`;

  it("that names a host holds for that host, and not for a finding that others share", () => {
    const waiver = waiverOf("capacity/app-slots", "mirrorlist@app1");
    expect(told(validated([waiver], { text: ON_APP1_ALONE }))).toEqual(["error capacity/app-slots waived"]);
    expect(told(validated([waiver]))).toEqual(["warning waiver/unused", "error capacity/app-slots"]);
  });

  it("accepts nothing but what its rule finds", () => {
    const findings = validated([waiverOf("capacity/memory", "mirrorlist")]);
    expect(told(findings)).toEqual(["error capacity/app-slots"]);
  });
});

describe("a waiver that accepts nothing", () => {
  it("is found once its finding is fixed", () => {
    const findings = validated([waiverOf("capacity/app-slots", "mirrorlist")], {
      text: "description: fixed",
    });
    expect(told(findings)).toEqual(["warning waiver/unused"]);
    expect(findings[0]?.fix).toContain("remove");
  });

  it("is shown the subjects that its rule does find", () => {
    const findings = validated([waiverOf("capacity/app-slots", "mirorlist")]);
    expect(told(findings)).toEqual(["warning waiver/unused", "error capacity/app-slots"]);
    expect(findings[0]?.why).toContain("mirrorlist@app1");
    expect(findings[0]?.at.path).toBe("accept[0].subject");
  });

  it("is left alone where its rule did not run", () => {
    expect(validated([waiverOf("capacity/app-slots")], { only: ["capacity/memory"] })).toEqual([]);
  });
});

describe("a waiver of a rule that is not there", () => {
  it("is an error at its slug, with the one that may be meant", () => {
    const findings = validated([waiverOf("capacity/app-slot", "mirrorlist")]);
    expect(told(findings)).toEqual(["error waiver/unknown-rule", "error capacity/app-slots"]);
    expect(findings[0]?.at.path).toBe("accept[0].rule");
    expect(findings[0]?.fix).toBe("did you mean capacity/app-slots?");
  });

  it("is told no more than that where it has expired too", () => {
    const findings = validated([waiverOf("no/such-thing", undefined)], { today: NEXT_DAY });
    expect(told(findings)).toEqual(["error waiver/unknown-rule", "error capacity/app-slots"]);
    expect(findings[0]?.fix).toContain("mmconf explain");
  });

  it("can't waive the shape of the inventory or the waivers themselves", () => {
    const findings = validated([waiverOf("waiver/unused"), waiverOf("schema/unit")]);
    expect(told(findings).slice(0, 2)).toEqual(["error waiver/unknown-rule", "error waiver/unknown-rule"]);
  });

  it("is none where the rule is the project's own, whether it ran or not", () => {
    const found = { subject: "all", message: "m", why: "w", fix: "n", figures: {} };
    const own = defineRule({
      ...{ slug: "house/rule", severity: "error", title: "t", why: "w", how: "h", fix: "m", source: [] },
      run: (fleet) => (fleet.proxies.length > 1 ? [fault({ ...found, at: fleet.node.origin })] : [pass]),
    });
    const rules = [own];
    expect(told(validated([waiverOf("house/rule")], { rules, only: [] }))).toEqual([
      "error house/rule waived",
    ]);
    expect(validated([waiverOf("house/rule")], { rules, only: ["capacity/app-slots"] })).toEqual([]);
  });
});

describe("two waivers", () => {
  it("are judged each for itself", () => {
    const findings = validated([
      waiverOf("capacity/app-slots", "mirrorlist"),
      waiverOf("capacity/app-slots", "mirrorlist@app9"),
    ]);
    expect(told(findings)).toEqual(["warning waiver/unused", "error capacity/app-slots waived"]);
    expect(findings[0]?.at.path).toBe("accept[1].subject");
  });

  it("of one finding leave it accepted while either of them holds", () => {
    const findings = validated(
      [waiverOf("capacity/app-slots", "mirrorlist"), waiverOf("capacity/app-slots", undefined, "2028-01-01")],
      { today: NEXT_DAY },
    );
    expect(told(findings)).toEqual(["error waiver/expired", "error capacity/app-slots waived"]);
    expect(findings[1]?.waived?.until).toBe("2028-01-01");
  });
});

describe("what is said of a waiver", () => {
  const first = (waiver: string, options: Parameters<typeof validated>[1] = {}) =>
    validated([waiver], options)[0];

  it("that has expired: its day, and the day that it is", () => {
    expect(first(waiverOf("capacity/app-slots"), { today: NEXT_DAY })).toMatchObject({
      subject: "capacity/app-slots",
      hosts: [],
      waived: null,
      message: expect.stringMatching(/capacity\/app-slots .*2027-06-01.*2027-06-02/),
      figures: { until: DAY, today: NEXT_DAY },
    });
  });

  it("that names no rule: the slug", () => {
    expect(first(waiverOf("capacity/app-slot"))).toMatchObject({
      message: expect.stringContaining("capacity/app-slot,"),
      figures: { rule: "capacity/app-slot" },
    });
  });

  it("that accepts nothing: of whom, and that it would accept the next one", () => {
    const fixed = { text: "description: fixed" };
    expect(first(waiverOf("capacity/app-slots", "mirrorlist"), fixed)).toMatchObject({
      message: expect.stringMatching(/capacity\/app-slots accepts nothing.* of mirrorlist$/),
      figures: { rule: "capacity/app-slots", subject: "mirrorlist" },
      why: expect.stringContaining("capacity/app-slots of mirrorlist"),
      fix: "remove the waiver",
      at: { path: "accept[0].rule" },
    });
    const bare = first(waiverOf("capacity/app-slots"), fixed);
    expect(bare?.message).toMatch(/capacity\/app-slots accepts nothing(?!.* of )/);
    expect(bare?.figures).toEqual({ rule: "capacity/app-slots" });
    expect(bare?.why).toMatch(/capacity\/app-slots\.$/);
  });

  it.each([
    [3, "s1, s2, s3; none of them is s9"],
    [4, "s1, s2, s3, ...; none of them is s9"],
  ])("that accepts none of %i findings of its rule, and of another: whose they are", (many, why) => {
    const found = { message: "m", why: "w", fix: "n" };
    const own = (slug: string, prefix: string, count: number) =>
      defineRule({
        ...{ slug, severity: "error", title: "t", why: "w", how: "h", fix: "m", source: [] },
        run: ({ node: { origin: at } }) =>
          Array.from({ length: count }, (_, index) =>
            fault({ ...found, subject: `${prefix}${index + 1}`, at, figures: { index } }),
          ),
      });
    const rules = [own("house/rule", "s", many), own("house/other", "t", 1)];
    expect(first(waiverOf("house/rule", "s9"), { rules, only: [] })).toMatchObject({
      why: expect.stringContaining(why),
      fix: expect.stringContaining("subject"),
    });
  });
});

describe("a waiver as inventories of format 1 wrote it", () => {
  it("names its rule under check", () => {
    const [finding] = validated([waiverOf("capacity/app-slots").replace("rule:", "check:")]);
    expect(finding?.waived).toEqual({ reason: "agreed", until: DAY });
  });
});
