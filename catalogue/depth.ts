/**
 * How much of an item is its own: what it asks and wants that no general part gave it. An item that says nothing of its own
 * service is a bare template, and fails the build: a citizen would fill in a name and not know what for.
 *
 * Own is what stands in the item's file, or in a part of its own agency's folder (`parts/transport-….yaml` for items in
 * `items/transport/`). An item is bare
 *  - with fewer than four questions of its own and no material of its own, or
 *  - when another item has exactly the same questions and materials of its own: one of them was copied and not thought of.
 */
import type { Field, Item } from '../shared/catalogue/item.ts';
import type { Composed } from './compose.ts';
import type { Placed } from './lint.ts';

export interface Depth {
  /** Questions of its own, those inside repeats included. */
  readonly fields: number;
  /** Questions, sections and materials, own or not, that depend on an answer. */
  readonly conditional: number;
  readonly materials: number;
  readonly checks: number;
  readonly faq: number;
  /** All that is its own, by name and label: two items with the same are one too many. */
  readonly own: readonly string[];
}

const leastFields = 4;

export function depthOf(item: Item, composed: Composed): Depth {
  const isOwn = ownership(composed);
  const fields = fieldsOf(item).filter(({ at }) => isOwn(at));
  const materials = item.materials.filter((_, m) => isOwn(['materials', m]));
  return {
    fields: fields.length,
    conditional: conditionalIn(item),
    materials: materials.length,
    checks: item.checks.filter((_, c) => isOwn(['checks', c])).length,
    faq: item.faq.length,
    own: [
      ...fields.map(({ field }) => `${field.name} ${field.label.zh}`),
      ...materials.map(({ code, name }) => `${code} ${name.zh}`),
    ].sort(),
  };
}

/** Faults at the form of every bare template. Versions of one item may be alike. */
export function lintDepth(
  placed: readonly (Placed<Named> & { readonly depth: Pick<Depth, 'fields' | 'materials' | 'own'> })[],
): void {
  const seen = new Map<string, Named>();
  for (const { item, at, depth } of placed) {
    const told = (reason: string) => at({ path: ['form'], reason: `a bare template: ${reason}` });
    const alike = seen.get(depth.own.join('\n'));
    if (depth.fields < leastFields && depth.materials === 0)
      told(`${depth.fields} question(s) and no material of its own; ask what this service needs to know`);
    else if (alike !== undefined && alike.code !== item.code)
      told(`its own questions and materials are those of ${alike.code} (${alike.name.zh})`);
    seen.set(depth.own.join('\n'), item);
  }
}

type Named = Pick<Item, 'code' | 'name'>;

type Path = readonly (string | number)[];

/** Leaves and repeats with where they stand in the item. A part's origin is found from there. */
function fieldsOf(item: Item): { field: Field; at: Path }[] {
  return item.form.sections.flatMap(({ fields }, s) =>
    fields.flatMap((field, f): { field: Field; at: Path }[] => {
      const at = ['form', 'sections', s, 'fields', f];
      const inner = field.type === 'repeat' ? field.fields : [];
      return [{ field, at }, ...inner.map((leaf, i) => ({ field: leaf, at: [...at, 'fields', i] }))];
    }),
  );
}

function conditionalIn(item: Item): number {
  const all = [...item.form.sections, ...fieldsOf(item).map(({ field }) => field), ...item.materials];
  return all.filter(({ when }) => when !== undefined).length;
}

/** @returns whether what stands at a path of the item was written for it or its agency. */
function ownership(composed: Composed): (at: Path) => boolean {
  const [, , agency = ''] = composed.file.split('/');
  return (at) => {
    const { file } = composed.originOf(at);
    return file === composed.file || nameOf(file).startsWith(`${agency}-`);
  };
}

/** `catalogue/parts/transport-line.yaml` → `transport-line.yaml`. */
const nameOf = (file: string): string => file.split('/').at(-1) ?? '';
