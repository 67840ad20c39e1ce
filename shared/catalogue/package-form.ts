/**
 * One form of several items: a question that items ask alike is asked once, a file that they want alike is handed in once. What
 * only seems alike (the same name, another question) keeps its place in each item, under a name of its own.
 */
import type { Answers } from './answer-schema.ts';
import type { Condition, Field, Form, Item, MaterialRequirement, Section } from './item.ts';

export interface PackageForm {
  readonly form: Form;
  /** For each item, its own field by the name it has in the one form. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly materials: readonly PackageMaterial[];
}

export interface PackageMaterial {
  readonly requirement: MaterialRequirement;
  /** Item whose application holds the file. */
  readonly holder: string;
  /** Items that want it, the holder among them. */
  readonly items: readonly string[];
}

export function composeForm(items: readonly Item[]): PackageForm {
  const sections: Section[] = [];
  const asked = new Map<string, { key: string; under: string; section: number; at: number }>();
  const fields = new Map<string, Map<string, string>>();
  for (const [number, item] of items.entries()) {
    const own = new Map<string, string>();
    fields.set(item.code, own);
    for (const section of item.form.sections) {
      const when = renamed(section.when, own);
      const left: Field[] = [];
      const place = sections.length;
      for (const field of section.fields) {
        const condition = renamed(field.when, own);
        const placed = withGroup(field, own);
        const key = JSON.stringify(alike(placed));
        const under = JSON.stringify([condition ?? null, when ?? null]);
        const known = asked.get(field.name);
        if (known?.key === key && (known.under === always || known.under === under)) {
          own.set(field.name, field.name);
          if (field.required) require(sections, known);
          continue;
        }
        const name = known === undefined ? field.name : freeName(field.name, number, asked);
        own.set(field.name, name);
        asked.set(name, { key, under, section: place, at: left.length });
        left.push(withCondition({ ...placed, name }, condition));
      }
      if (left.length === 0) continue;
      const { when: _, ...rest } = section;
      sections.push({ ...rest, name: `s${number + 1}${capital(section.name)}`, ...(when && { when }), fields: left });
    }
  }
  return { form: { sections }, fields, materials: materialsOf(items, fields) };
}

/** Asked whatever else is answered: then it serves an item as well that asks it under a condition. */
const always = JSON.stringify([null, null]);

/** The answers of one item, of those to the one form. */
export function answersFor(answers: Answers, own: ReadonlyMap<string, string>): Answers {
  return Object.fromEntries(
    [...own].flatMap(([name, shared]) => {
      const given = answers[shared];
      return given === undefined ? [] : [[name, given]];
    }),
  );
}

/** The answers to the one form, of those that the items hold. */
export function answersOf(held: readonly { item: string; answers: Answers }[], { fields }: PackageForm): Answers {
  return Object.assign(
    {},
    ...held.map(({ item, answers }) =>
      Object.fromEntries(
        [...(fields.get(item) ?? [])].flatMap(([name, shared]) => {
          const given = answers[name];
          return given === undefined ? [] : [[shared, given]];
        }),
      ),
    ),
  );
}

/** The same question: whatever else is said of it, but not whether it must be answered, or how it is helped with. */
const alike = ({ required: _, help: __, when: ___, ...rest }: Field): unknown => rest;

function materialsOf(items: readonly Item[], fields: PackageForm['fields']): PackageMaterial[] {
  const found = new Map<string, PackageMaterial & { items: string[] }>();
  for (const item of items) {
    const own = fields.get(item.code) ?? new Map<string, string>();
    for (const requirement of item.materials) {
      const { code, name, mediaTypes, maxBytes, maxFiles } = requirement;
      const when = renamed(requirement.when, own);
      const key = JSON.stringify([code, name.zh, mediaTypes, maxBytes, maxFiles, when ?? null]);
      const known = found.get(key);
      if (known === undefined)
        found.set(key, { requirement: placedIn(requirement, when), holder: item.code, items: [item.code] });
      else known.items.push(item.code);
    }
  }
  return [...found.values()];
}

function placedIn({ when: _, ...rest }: MaterialRequirement, when: Condition | undefined): MaterialRequirement {
  return when === undefined ? rest : { ...rest, when };
}

function renamed(condition: Condition | undefined, own: ReadonlyMap<string, string>): Condition | undefined {
  return condition && { ...condition, field: own.get(condition.field) ?? condition.field };
}

/** Questions of a group may look at answers outside it. */
function withGroup(field: Field, own: ReadonlyMap<string, string>): Field {
  if (field.type !== 'repeat') return field;
  const inside = new Set(field.fields.map(({ name }) => name));
  const fields = field.fields.map((inner) =>
    inner.when === undefined || inside.has(inner.when.field)
      ? inner
      : { ...inner, when: { ...inner.when, field: own.get(inner.when.field) ?? inner.when.field } },
  );
  return { ...field, fields };
}

function withCondition(field: Field, condition: Condition | undefined): Field {
  const { when: _, ...rest } = field;
  return condition === undefined ? rest : { ...rest, when: condition };
}

function require(sections: Section[], { section, at }: { section: number; at: number }): void {
  const found = sections[section];
  const field = found?.fields[at];
  if (found === undefined || field === undefined || field.required) return;
  const fields = found.fields.map((one, index) => (index === at ? { ...one, required: true } : one));
  sections[section] = { ...found, fields };
}

function freeName(name: string, number: number, taken: ReadonlyMap<string, unknown>): string {
  const own = `${name}Of${number + 1}`;
  return taken.has(own) ? freeName(`${name}X`, number, taken) : own;
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
