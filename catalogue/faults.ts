/** What is wrong with the catalogue, told to whoever edits it: file, line, reason; and zod's findings put in words. */
import type * as z from 'zod';
import type { Composed, Fault, Path } from './compose.ts';

/** Something wrong at a path of an item, before it is known on which line that is. */
export interface Finding {
  readonly path: Path;
  readonly reason: string;
}

/** Every fault of a build at once, one a line: `catalogue/items/…/….yaml:12: reason`. */
export class CatalogueFaults extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly Fault[]) {
    const lines = [...new Set(faults.map(({ file, line, reason }) => `${file}:${line}: ${reason}`))];
    super(`the catalogue has ${lines.length} fault(s):\n${lines.join('\n')}`);
    this.name = 'CatalogueFaults';
    this.faults = lines;
  }
}

/** The line of a finding. A finding inside a part also names the item, as the part alone may be right. */
export function located(composed: Composed, { path, reason }: Finding): Fault {
  const origin = composed.originOf(path);
  const inPart = origin.file !== composed.file;
  return { ...origin, path, reason: inPart ? `${reason} (as used by ${composed.file})` : reason };
}

/** zod's issues as findings. @param value what was parsed, to tell a missing value from a wrong one. */
export function findingsOf(error: z.ZodError, value: unknown): Finding[] {
  return error.issues.flatMap((issue) => fromIssue(issue, [], value));
}

function fromIssue(issue: z.core.$ZodIssue, above: Path, root: unknown): Finding[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({ path: [...path, name], reason: `${show(path)}unknown key "${name}"` }));
  }
  if (issue.code === 'invalid_union') {
    const branch = closestBranch(issue.errors);
    if (branch !== undefined) return branch.flatMap((inner) => fromIssue(inner, path, root));
  }
  const reason = valueAt(root, path) === undefined ? 'is missing' : lowerFirst(issue.message);
  return [{ path, reason: `${show(path)}${reason}` }];
}

/** Of a union's branches, the one that the value was meant for: its `type` fits. Else the first. */
function closestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  return branches.find((issues) => !issues.some(({ path }) => path[0] === 'type')) ?? branches[0];
}

const show = (path: Path): string => (path.length === 0 ? '' : `${path.map(String).join('.')}: `);
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).find(([name]) => name === String(step))?.[1];
  }, root);
}
