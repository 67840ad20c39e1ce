/** What every page must do, looked for in the sources: people's own words stand in `Said`, and the time is the hall's. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../../../web/src');
const sources = globSync('**/*.{ts,tsx}', { cwd: root }).map((file) => ({
  file: file.split(path.sep).join('/'),
  text: readFileSync(path.join(root, file), 'utf8'),
}));

/** Names under which the answers carry what somebody typed. */
const ownWords = new Set(
  [
    'applicantName',
    'patientName',
    'payerName',
    'principalName',
    'agentName',
    'name',
    'fileName',
    'reason',
    'reasons',
  ].concat(
    [
      'staffReason',
      'note',
      'comment',
      'statement',
      'question',
      'conditions',
      'evidence',
      'reference',
      'dosage',
      'answer',
    ],
    ['text', 'rejected'],
  ),
);

/** Those that are called so and are the house's own words. */
const houseWords: Readonly<Record<string, readonly string[]>> = {
  'desk/action-panel.tsx': ['name'],
  'desk/figures/charts.tsx': ['name', 'text'],
  'desk/figures/figures.tsx': ['name'],
  'desk/inbox-row.tsx': ['name'],
  'desk/keys-sheet.tsx': ['text'],
  'desk/money/order.tsx': ['name'],
  'design/design-basics.tsx': ['name'],
  'hall/booking/patient-fields.tsx': ['text'],
  'hall/verify.tsx': ['name'],
  'operator/letters.tsx': ['name'],
  'operator/operator.tsx': ['name'],
};

interface Node {
  readonly type: string;
  readonly [name: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
const childOf = (node: Node, name: string): Node | undefined => (isNode(node[name]) ? node[name] : undefined);
const listOf = (node: Node, name: string): Node[] => {
  const list: unknown = node[name];
  return Array.isArray(list) ? list.filter(isNode) : [];
};

/** What an expression may show as it stands: names, and the last part of `a.b.name`. A call shows what it makes of them. */
function shown(node: Node | undefined): string[] {
  if (node === undefined) return [];
  const of = (...names: string[]) => names.flatMap((name) => shown(childOf(node, name)));
  switch (node.type) {
    case 'Identifier':
      return [String(node.name)];
    case 'MemberExpression':
      return of('property');
    case 'ConditionalExpression':
      return of('consequent', 'alternate');
    case 'LogicalExpression':
      return node.operator === '&&' ? of('right') : of('left', 'right');
    case 'BinaryExpression':
      return node.operator === '+' ? of('left', 'right') : [];
    case 'TemplateLiteral':
      return listOf(node, 'expressions').flatMap(shown);
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return of('expression');
    default:
      return [];
  }
}

/** Everything that stands as text in an element, but in `Said`. */
function bare(file: string, text: string): string[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse`);
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) walk(each);
    if (!isNode(value)) return;
    if (value.type === 'JSXElement' || value.type === 'JSXFragment') {
      const opening = childOf(value, 'openingElement');
      const name = opening === undefined ? undefined : childOf(opening, 'name')?.name;
      if (name !== 'Said')
        for (const child of listOf(value, 'children'))
          if (child.type === 'JSXExpressionContainer') found.push(...shown(childOf(child, 'expression')));
    }
    for (const each of Object.values(value)) walk(each);
  };
  walk(
    JSON.parse(JSON.stringify(program, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))),
  );
  return found;
}

describe('what people wrote', () => {
  it('stands in Said wherever it is shown', () => {
    const forgotten = sources
      .filter(({ file }) => file.endsWith('.tsx'))
      .flatMap(({ file, text }) =>
        bare(file, text)
          .filter((name) => ownWords.has(name) && !(houseWords[file] ?? []).includes(name))
          .map((name) => `${file}: ${name}`),
      );
    expect(forgotten).toEqual([]);
  });

  it('is found where it does not', () => {
    const page = (inner: string) => `export const Page = ({ row, name }) => <p>${inner}</p>;`;
    const forgets = [
      '{name}',
      '{row.a.reason ?? 1}',
      '{name === 1 ? name : 2}',
      ['{`$', '{row.text}!`}'].join(''),
      '<b>{row.note}</b>',
    ];
    for (const each of forgets)
      expect(
        bare('page.tsx', page(each)).filter((one) => ownWords.has(one)),
        each,
      ).not.toEqual([]);
    const minds = [
      '<Said>{name}</Said>',
      '<Row name={name} />',
      '{say(row.name)}',
      '{row.map(({ name }) => <Said>{name}</Said>)}',
    ];
    for (const each of minds)
      expect(
        bare('page.tsx', page(each)).filter((one) => ownWords.has(one)),
        each,
      ).toEqual([]);
  });

  it('is excepted only where it is still so called', () => {
    for (const [file, names] of Object.entries(houseWords)) {
      const text = sources.find((source) => source.file === file)?.text ?? '';
      for (const name of names) expect(bare(file, text), file).toContain(name);
    }
  });
});

describe('the time', () => {
  /** The hall's clock itself; and how long a token lasts, which this device's clock measures by itself. */
  const mayAskTheDevice = ['base/hall-time.ts', 'base/oidc.ts', 'base/sign-in.ts'];

  it('is the hall’s in every page, never the device’s', () => {
    const believers = sources.filter(({ text }) => /new Date\(\)|\bDate\.now\b/.test(text)).map(({ file }) => file);
    expect(believers.sort()).toEqual(mayAskTheDevice);
  });
});
